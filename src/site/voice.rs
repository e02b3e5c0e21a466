//! A voice: one source within one article, and how much it says there.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use super::speaker::{ArticleId, Speaker, SpeakerId};
use super::spoken;
use crate::article::Article;
use crate::extract::EntityId;

/// One source within one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Who speaks.
    pub source: VoiceSource,
    /// Its entity in the article; of several that are one speaker the first that speaks.
    pub entity: Option<EntityId>,
    /// Its quotations, as indices into the attributions of the article, in text order.
    pub quotations: Vec<usize>,
    /// Words in these quotations.
    pub words: usize,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VoiceSource {
    /// Somebody with a name, who has a page.
    Speaker(SpeakerId),
    /// Somebody whom the article describes without a name. The same description in another article may mean somebody
    /// else, so unnamed speakers are never joined across articles.
    Unnamed(EntityId),
    /// Nobody that could be made out.
    Unknown,
}

/// Who speaks in each article: most words first, of equals the one who speaks first; unknown sources last.
pub(super) fn voices(articles: &[Arc<Article>], speakers: &[Speaker]) -> Vec<Vec<Voice>> {
    let known = known_entities(speakers);
    let ids = (0..articles.len()).into_par_iter().map(ArticleId::from_index);
    ids.zip(articles).map(|(id, article)| article_voices(id, article, &known)).collect()
}

fn known_entities(speakers: &[Speaker]) -> HashMap<(ArticleId, EntityId), SpeakerId> {
    let mut known = HashMap::new();
    for (index, speaker) in speakers.iter().enumerate() {
        for appearance in &speaker.appearances {
            known.insert((appearance.article, appearance.entity), SpeakerId::from_index(index));
        }
    }
    known
}

/// The same in one article.
pub(super) fn article_voices(
    id: ArticleId,
    article: &Article,
    known: &HashMap<(ArticleId, EntityId), SpeakerId>,
) -> Vec<Voice> {
    let mut voices: Vec<Voice> = Vec::new();
    let mut places = HashMap::new();
    for (index, attribution) in spoken(article) {
        let entity = attribution.entity.filter(|entity| article.extraction.entity(*entity).is_some());
        let source = match entity {
            None => VoiceSource::Unknown,
            Some(entity) => {
                known.get(&(id, entity)).map_or(VoiceSource::Unnamed(entity), |&speaker| VoiceSource::Speaker(speaker))
            }
        };
        let words = article.quoted_words[index] as usize;
        let place = *places.entry(source).or_insert(voices.len());
        if place == voices.len() {
            voices.push(Voice { source, entity, quotations: Vec::new(), words: 0 });
        }
        voices[place].quotations.push(index);
        voices[place].words += words;
    }
    voices.sort_by_key(|voice| (voice.source == VoiceSource::Unknown, std::cmp::Reverse(voice.words)));
    voices
}

/// The voice of each attribution of an article, up to the last that has one.
pub(super) fn speaking(voices: &[Voice]) -> Vec<Option<u32>> {
    let last = voices.iter().filter_map(|voice| voice.quotations.last()).max();
    let mut speaking = vec![None; last.map_or(0, |last| last + 1)];
    for (place, voice) in voices.iter().enumerate() {
        for &quotation in &voice.quotations {
            speaking[quotation] = Some(place as u32);
        }
    }
    speaking
}
