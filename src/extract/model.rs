//! The trained weights, embedded in the program.

use std::sync::OnceLock;

use super::clause::ClauseModel;
use super::cue::CueModel;
use super::linear::Linear;
use super::link::LinkModel;
use super::model_file::{Aligned, Reader, Writer};
use super::sense::SenseModel;
use super::tag::Tagger;

static TAGGER: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/tagger.bin"));
static CUES: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/cues.bin"));
static CLAUSES: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/clauses.bin"));
static LINKS: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/links.bin"));
static SENSES: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/senses.bin"));

/// All weights of the core. The tables are used where they lie in the program.
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
            tagger: read_tagger(&TAGGER.0).unwrap_or_default(),
            cues: read_cues(&CUES.0).unwrap_or_default(),
            clauses: read_clauses(&CLAUSES.0).unwrap_or_default(),
            links: read_linear(&LINKS.0).unwrap_or_default(),
            senses: read_linear(&SENSES.0).unwrap_or_default(),
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

fn read_tagger(bytes: &'static [u8]) -> Option<Tagger> {
    let mut file = Reader::new(bytes)?;
    Some(Tagger { dictionary: file.dictionary()?, weights: file.linear()? })
}

/// The cue finder as a model file.
pub fn write_cues(cues: &CueModel) -> Vec<u8> {
    let mut file = Writer::default();
    let mut gate: Vec<(u32, u8)> = cues.gate.iter().collect();
    gate.sort_unstable();
    file.u32s(&gate.iter().map(|g| g.0).collect::<Vec<_>>());
    file.u32s(&gate.iter().map(|g| u32::from(g.1)).collect::<Vec<_>>());
    file.f32(cues.threshold);
    file.linear(&cues.weights);
    file.finish()
}

fn read_cues(bytes: &'static [u8]) -> Option<CueModel> {
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

fn read_clauses(bytes: &'static [u8]) -> Option<ClauseModel> {
    let mut file = Reader::new(bytes)?;
    Some(ClauseModel { labels: file.linear()?, pairs: file.linear()? })
}

/// A model of one table, such as the linker, as a model file.
pub fn write_linear(model: &Linear<1>) -> Vec<u8> {
    let mut file = Writer::default();
    file.linear(model);
    file.finish()
}

fn read_linear(bytes: &'static [u8]) -> Option<Linear<1>> {
    Reader::new(bytes)?.linear()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::confidence::Confidence;
    use crate::extract::names::ranker::Ranker;

    /// Whether a model reads and, written, reads as the same one.
    fn check<M>(file: &'static [u8], read: fn(&'static [u8]) -> Option<M>, write: fn(&M) -> Vec<u8>) {
        let written = write(&read(file).unwrap());
        assert!(file.len() > 1000 && written.len() >= file.len());
        let again = read(Box::leak(written.clone().into_boxed_slice())).unwrap();
        assert!(write(&again) == written);
    }

    #[test]
    fn every_embedded_file_reads_and_writes_back() {
        check(&TAGGER.0, read_tagger, write_tagger);
        check(&CUES.0, read_cues, write_cues);
        check(&CLAUSES.0, read_clauses, write_clauses);
        check(&LINKS.0, read_linear, write_linear);
        check(&SENSES.0, read_linear, write_linear);
        assert_eq!(Ranker::embedded().to_text(), include_str!("../../models/names.txt"));
        assert_eq!(Confidence::embedded().to_text(), include_str!("../../models/confidence.txt"));
    }
}
