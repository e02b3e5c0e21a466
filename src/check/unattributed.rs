//! Quotations whose speaker could not be made out: an honest answer, but one that an editor may know better.

use super::clue::{At, Clue};
use super::rule::UNATTRIBUTED;
use crate::site::{Site, spoken};

/// How much of a quotation is shown, in characters.
const SHOWN: usize = 60;

pub(super) fn check(site: &Site) -> Vec<Clue> {
    let mut clues = Vec::new();
    for article in &site.articles {
        for (_, attribution) in spoken(article).filter(|(_, attribution)| attribution.entity.is_none()) {
            let content = article.content();
            let pieces: Vec<&str> = attribution.content.iter().map(|span| span.of(&content.text)).collect();
            clues.push(Clue {
                rule: &UNATTRIBUTED,
                source: article.source.clone(),
                at: At::Text(attribution.extent()),
                message: format!("nobody is known to have said `{}`", start(&pieces.join(" ... "))),
                remedy: "name the speaker in the text, if it can be known".to_owned(),
            });
        }
    }
    clues
}

fn start(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
