//! The trained weights, embedded in the program.

use std::sync::OnceLock;

use super::clause::ClauseModel;
use super::cue::CueModel;
use super::linear::Linear;
use super::link::LinkModel;
use super::model_file::{Reader, Writer};
use super::sense::SenseModel;
use super::tag::Tagger;

/// All weights of the core. Reading them takes a few milliseconds, once a process.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Part-of-speech tagger.
    pub tagger: Tagger,
    /// Cue finder.
    pub cues: CueModel,
    /// Clause labeller.
    pub clauses: ClauseModel,
    /// Linker of quoted regions.
    pub links: LinkModel,
    /// Speech or thought.
    pub senses: SenseModel,
}

impl Model {
    /// The weights that the program was built with.
    pub fn embedded() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Self {
            tagger: read_tagger(include_bytes!("../../models/tagger.bin")).unwrap_or_default(),
            cues: read_cues(include_bytes!("../../models/cues.bin")).unwrap_or_default(),
            clauses: read_clauses(include_bytes!("../../models/clauses.bin")).unwrap_or_default(),
            links: read_linear(include_bytes!("../../models/links.bin")).unwrap_or_default(),
            senses: read_linear(include_bytes!("../../models/senses.bin")).unwrap_or_default(),
        })
    }
}

/// The tagger as a model file.
pub fn write_tagger(tagger: &Tagger) -> Vec<u8> {
    let mut file = Writer::default();
    file.dictionary(&tagger.dictionary);
    file.linear(&tagger.weights);
    file.finish()
}

fn read_tagger(bytes: &[u8]) -> Option<Tagger> {
    let mut file = Reader::new(bytes)?;
    Some(Tagger { dictionary: file.dictionary()?, weights: file.linear()? })
}

/// The cue finder as a model file.
pub fn write_cues(cues: &CueModel) -> Vec<u8> {
    let mut file = Writer::default();
    let mut gate: Vec<(u32, u8)> = cues.gate.iter().map(|(&word, &share)| (word, share)).collect();
    gate.sort_unstable();
    file.u32s(&gate.iter().map(|g| g.0).collect::<Vec<_>>());
    file.u32s(&gate.iter().map(|g| u32::from(g.1)).collect::<Vec<_>>());
    file.f32(cues.threshold);
    file.linear(&cues.weights);
    file.finish()
}

fn read_cues(bytes: &[u8]) -> Option<CueModel> {
    let mut file = Reader::new(bytes)?;
    let (words, shares) = (file.u32s()?, file.u32s()?);
    let gate = words.into_iter().zip(shares.into_iter().map(|s| s as u8)).collect();
    Some(CueModel { gate, threshold: file.f32()?, weights: file.linear()? })
}

/// The clause labeller as a model file.
pub fn write_clauses(clauses: &ClauseModel) -> Vec<u8> {
    let mut file = Writer::default();
    file.linear(&clauses.labels);
    file.linear(&clauses.pairs);
    file.finish()
}

fn read_clauses(bytes: &[u8]) -> Option<ClauseModel> {
    let mut file = Reader::new(bytes)?;
    Some(ClauseModel { labels: file.linear()?, pairs: file.linear()? })
}

/// A model of one table, such as the linker, as a model file.
pub fn write_linear(model: &Linear<1>) -> Vec<u8> {
    let mut file = Writer::default();
    file.linear(model);
    file.finish()
}

fn read_linear(bytes: &[u8]) -> Option<Linear<1>> {
    Reader::new(bytes)?.linear()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_file_reads_and_writes_back() {
        let model = Model::embedded();
        assert!(!model.links.rows().is_empty());
        assert!(write_tagger(&model.tagger) == include_bytes!("../../models/tagger.bin"));
        assert!(write_cues(&model.cues) == include_bytes!("../../models/cues.bin"));
        assert!(write_clauses(&model.clauses) == include_bytes!("../../models/clauses.bin"));
        assert!(write_linear(&model.links) == include_bytes!("../../models/links.bin"));
        assert!(write_linear(&model.senses) == include_bytes!("../../models/senses.bin"));
    }
}
