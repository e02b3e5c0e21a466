//! The trained weights, embedded in the program.

use std::sync::OnceLock;

use super::model_file::Reader;
use super::tag::Tagger;

/// All weights of the core. Reading them takes a few milliseconds, once a process.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Part-of-speech tagger.
    pub tagger: Tagger,
}

impl Model {
    /// The weights that the program was built with.
    pub fn embedded() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL
            .get_or_init(|| Self { tagger: read_tagger(include_bytes!("../../models/tagger.bin")).unwrap_or_default() })
    }
}

fn read_tagger(bytes: &[u8]) -> Option<Tagger> {
    let mut file = Reader::new(bytes)?;
    Some(Tagger { dictionary: file.dictionary()?, weights: file.linear()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_file_reads() {
        let model = Model::embedded();
        assert!(!model.tagger.weights.rows().is_empty());
    }
}
