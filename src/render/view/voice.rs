//! Who speaks in an article, and how much.

use serde::Serialize;

use super::share::Share;
use super::shared::Shared;
use super::sureness::Sureness;
use crate::article::Article;
use crate::extract::{Kind, sentences};
use crate::render::links::Links;
use crate::render::page::speaker_path;
use crate::render::press::Press;
use crate::render::text_fragment::{on_original, on_own_page};
use crate::site::{ArticleId, Voice, VoiceSource, description};

/// How many tones the style sheets have to tell voices apart; further voices start again with the first.
const TONES: usize = 8;

/// One source within one article.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct VoiceView {
    /// Id of its entry in the article's list.
    pub(in crate::render) id: String,
    pub(in crate::render) name: String,
    /// `named`, `unnamed`, `unknown`.
    pub(in crate::render) status: &'static str,
    /// `person`, `organization`, `group`, `document`; empty for an unknown source.
    pub(in crate::render) kind: &'static str,
    /// To the page of a named speaker.
    pub(in crate::render) href: Option<String>,
    /// To the page, of perhaps several, where the named speaker's quotations from this article stand.
    pub(in crate::render) quotations_href: Option<String>,
    /// One or two letters; `?` for an unknown source.
    pub(in crate::render) initials: String,
    /// 1 to 8; 0 for an unknown source.
    pub(in crate::render) tone: usize,
    /// How the article describes it.
    pub(in crate::render) description: Option<String>,
    quotation_count: usize,
    direct_count: usize,
    mixed_count: usize,
    indirect_count: usize,
    words: usize,
    /// Share of the article's quoted words.
    percent: usize,
    /// Where its part of a bar of all voices starts, and how long it is, in thousandths.
    bar_start: usize,
    bar_length: usize,
    /// On the article's own page only.
    pub(in crate::render) quotations: Vec<Shared<QuotationLink>>,
}

/// A quotation of a voice, as the article's own page shows it.
#[derive(Clone, Debug, Serialize)]
pub(in crate::render) struct QuotationLink {
    /// Its permanent id, which is also its id in the article.
    pub(in crate::render) id: String,
    /// The how-manieth quotation of the article it is.
    number: usize,
    href: String,
    /// The same with the words as a text fragment.
    text_href: String,
    /// To the words on the page of the original publisher.
    source_href: Option<String>,
    kind: &'static str,
    /// Where it starts in the article, and how much of that it takes, in thousandths.
    start: usize,
    length: usize,
    pub(in crate::render) sureness: Sureness,
    /// Why these words are given to this source, in sentences.
    reasons: Vec<String>,
}

/// Who speaks in an article, parallel to the site's voices of that article, each with links to its quotations.
pub(in crate::render) fn voices(press: &Press<'_>, links: Links<'_>, id: ArticleId) -> Vec<VoiceView> {
    let article = press.site.article(id);
    let shown: Vec<usize> = crate::site::spoken(article).map(|(index, _)| index).collect();
    let voices = voices_in_brief(press, links, id).zip(press.site.voices(id));
    voices
        .map(|(view, voice)| VoiceView { quotations: quotation_links(links, article, voice, &shown), ..view })
        .collect()
}

/// Who speaks in an article, parallel to the site's voices of that article, without links to the quotations.
pub(in crate::render) fn voices_in_brief(
    press: &Press<'_>,
    links: Links<'_>,
    article: ArticleId,
) -> impl Iterator<Item = VoiceView> {
    let all = press.site.voices(article);
    let all_words: usize = all.iter().map(|voice| voice.words).sum();
    let tones = tones(all);
    let mut words_before = 0;
    all.iter().enumerate().map(move |(index, voice)| {
        let share = Share { words_before, words: voice.words, all_words };
        words_before += voice.words;
        view(press, links, article, (index, voice, tones[index]), share)
    })
}

/// A tone for each voice, in the order in which they begin to speak, so that neighbours in the text differ.
fn tones(voices: &[Voice]) -> Vec<usize> {
    let is_known = |&voice: &usize| voices[voice].source != VoiceSource::Unknown;
    let mut in_order: Vec<usize> = (0..voices.len()).filter(is_known).collect();
    in_order.sort_by_key(|&voice| voices[voice].quotations.first());
    let mut tones = vec![0; voices.len()];
    for (place, voice) in in_order.into_iter().enumerate() {
        tones[voice] = place % TONES + 1;
    }
    tones
}

fn view(
    press: &Press<'_>,
    links: Links<'_>,
    id: ArticleId,
    (index, voice, tone): (usize, &Voice, usize),
    share: Share,
) -> VoiceView {
    let site = press.site;
    let article = site.article(id);
    let quotations_href = match voice.source {
        VoiceSource::Speaker(speaker) => Some(links.page(&press.speaker_page(speaker, id))),
        VoiceSource::Unnamed(_) | VoiceSource::Unknown => None,
    };
    let entity = voice.entity.and_then(|entity| article.extraction.entity(entity));
    let count = |kind| voice.quotations.iter().filter(|&&n| article.extraction.attributions[n].kind == kind).count();
    let (name, status, href) = match voice.source {
        VoiceSource::Speaker(speaker) => {
            let speaker = site.speaker(speaker);
            (speaker.name.clone(), "named", Some(links.page(&speaker_path(speaker))))
        }
        VoiceSource::Unnamed(_) => (entity.map(|entity| entity.name.clone()).unwrap_or_default(), "unnamed", None),
        VoiceSource::Unknown => ("Unknown speaker".to_owned(), "unknown", None),
    };
    VoiceView {
        id: format!("voice-{}", index + 1),
        status,
        kind: entity.map_or("", |entity| entity.kind.name()),
        href,
        quotations_href,
        initials: if status == "unknown" { "?".to_owned() } else { initials(&name) },
        tone,
        description: entity.and_then(description).map(str::to_owned),
        quotation_count: voice.quotations.len(),
        direct_count: count(Kind::Direct),
        mixed_count: count(Kind::Mixed),
        indirect_count: count(Kind::Indirect),
        words: voice.words,
        percent: share.percent(),
        bar_start: share.bar().0,
        bar_length: share.bar().1,
        quotations: Vec::new(),
        name,
    }
}

/// Links to the quotations of a voice, of those that are `shown`.
fn quotation_links(links: Links<'_>, article: &Article, voice: &Voice, shown: &[usize]) -> Vec<Shared<QuotationLink>> {
    let number = |index: usize| shown.partition_point(|&shown| shown < index) + 1;
    let content = article.content();
    let text = content.text.as_str();
    let length = text.len().max(1);
    let source_url = article.metadata.source_url.as_deref();
    let link = |&index: &usize| {
        let attribution = &article.extraction.attributions[index];
        let id = article.quote_ids[index].to_string();
        let href = links.place(&article.url_path, &id);
        let extent = attribution.extent();
        Shared::new(QuotationLink {
            number: number(index),
            text_href: on_own_page(&href, text, attribution).unwrap_or_else(|| href.clone()),
            source_href: source_url.and_then(|url| on_original(url, text, attribution)),
            href,
            id,
            kind: attribution.kind.name(),
            start: extent.start() * 1000 / length,
            length: extent.len() * 1000 / length,
            sureness: Sureness::of(attribution),
            reasons: sentences(attribution, &article.extraction, text),
        })
    };
    voice.quotations.iter().map(link).collect()
}

/// The first letters of the first and the last word that start with a letter or a digit; where none does, the first of them.
pub(super) fn initials(name: &str) -> String {
    let first_letter = |word: &str| word.chars().next().filter(|c| c.is_alphanumeric());
    let mut letters = name.split([' ', '\u{a0}']).filter_map(first_letter);
    let first = letters.next().or_else(|| name.chars().find(|c| c.is_alphanumeric()));
    first.into_iter().chain(letters.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_of_names() {
        for (name, expected) in [
            ("Jane Moss", "JM"),
            ("Mary Ann van der Moss", "MM"),
            ("Banksia", "B"),
            ("élan (trust)", "É"),
            ("spokesman for the court", "SC"),
            ("#tag", "T"),
            ("", ""),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
