//! The indexes of speakers: people from A to Z, bodies and documents likewise, and all by number of quotations. Put together once;
//! pages take slices of them.

use std::cmp::Reverse;

use super::page::SPEAKERS;
use crate::extract::EntityKind;
use crate::site::{Site, Speaker, SpeakerId};

/// Where the speakers stand by number of quotations.
const RANKED: &str = "speakers/most-quoted/";

/// An index of speakers.
pub(super) struct SpeakerList {
    /// Where its first page stands.
    pub(super) path: &'static str,
    pub(super) title: &'static str,
    pub(super) speakers: Vec<SpeakerId>,
    /// The letters that its speakers begin with, and at which place each starts; none where it is not in that order.
    pub(super) letters: Vec<(String, usize)>,
}

impl SpeakerList {
    /// Whether it goes by number of quotations, not by letters.
    pub(super) fn is_ranked(&self) -> bool {
        self.path == RANKED
    }
}

/// The index of people is always there, the others where they list anybody.
pub(super) fn speaker_lists(site: &Site) -> Vec<SpeakerList> {
    let ids = || (0..site.speakers.len()).map(SpeakerId::from_index);
    let is_person = |id: &SpeakerId| site.speaker(*id).kind == EntityKind::Person;
    let (people, bodies): (Vec<_>, Vec<_>) = ids().partition(is_person);
    let mut by_number: Vec<SpeakerId> = ids().collect();
    by_number.sort_by_key(|id| {
        let speaker = site.speaker(*id);
        (Reverse((speaker.quotations.len(), speaker.article_count)), *id)
    });
    let list = |path, title, speakers: Vec<SpeakerId>| {
        let letters = if path == RANKED { Vec::new() } else { letters(site, &speakers) };
        SpeakerList { path, title, speakers, letters }
    };
    let mut lists = vec![
        list(SPEAKERS, "People", people),
        list("speakers/organisations/", "Organisations and documents", bodies),
        list(RANKED, "Most quoted", by_number),
    ];
    lists.retain(|list| !list.speakers.is_empty() || list.path == SPEAKERS);
    lists
}

fn letters(site: &Site, speakers: &[SpeakerId]) -> Vec<(String, usize)> {
    let mut letters: Vec<(String, usize)> = Vec::new();
    for (place, id) in speakers.iter().enumerate() {
        let letter = letter(site.speaker(*id));
        if letters.last().is_none_or(|(last, _)| *last != letter) {
            letters.push((letter, place));
        }
    }
    letters
}

/// The first letter of a speaker's sort key in capitals; `#` for digits and everything else.
pub(super) fn letter(speaker: &Speaker) -> String {
    let first = speaker.sort_key.chars().next().filter(|c| c.is_alphabetic());
    first.map_or("#".to_owned(), |c| c.to_uppercase().collect())
}
