//! Training: rebuilds the weights in `models/` from annotated corpora, deterministically.
//!
//! Behind the cargo feature `train`; the program itself never needs it. `models/MODEL_CARD.md` tells what the corpora are.

pub mod answers;
pub mod checksums;
pub mod clauses;
pub mod confidence;
pub mod corpus;
pub mod cues;
pub mod field;
pub mod gold;
pub mod learner;
pub mod links;
pub mod name;
pub mod names;
pub mod outcomes;
pub mod senses;
pub mod tagger;
