//! Arithmetic on `&str`: spans, tokens, sentences and word lists. Knows nothing of quotations.

mod block;
mod invisible;
mod offsets;
mod sentence;
mod span;
mod token;
mod unique;
mod vocabulary;
mod word_list;
mod word_map;

pub use block::{Block, BlockKind};
pub use invisible::{is_invisible, one_line};
pub use offsets::{Offsets, Unit};
pub use sentence::{sentence_spans, sentences};
pub use span::Span;
pub use token::{Case, Token, TokenKind, tokenize, word_hash};
pub use unique::Unique;
pub use vocabulary::{Numbers, Vocabulary};
pub use word_list::{WordList, entries};
pub use word_map::WordMap;
