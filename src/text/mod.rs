//! Arithmetic on `&str`: spans, and later tokens, sentences and lines. Knows nothing of quotations.

mod span;

pub use span::Span;
