//! The site with one article in place of the earlier one from the same source, without assembling the rest anew.
//!
//! 1. The article has to stand where the earlier one did: address, terms and place among the others are the same.
//! 2. It has to name the same people and bodies, so that they would be joined as they are.
//! 3. Whoever speaks in it by name has to have a page already.
//!
//! On the page of the article everything is said by whom the whole site would have it said. Other pages, and whatever is counted, are
//! as they were, with places in the earlier text: the site is good for this one page.

use std::collections::HashMap;
use std::sync::Arc;

use super::Site;
use super::article_order::keeps_its_place;
use super::speaker::{ArticleId, SpeakerId};
use super::voice::{VoiceSource, article_voices, speaking};
use crate::article::{Article, Metadata};
use crate::extract::{Entity, EntityId, EntityKind, Gender};

impl Site {
    /// The article from `source`.
    pub fn from_source(&self, source: &str) -> Option<ArticleId> {
        self.article_ids().find(|id| self.article(*id).source == source)
    }

    /// The site with `article`, and its id there; `None` where more than this article would be another.
    pub fn with_article(mut self, article: Arc<Article>) -> Option<(Self, ArticleId)> {
        let id = self.from_source(&article.source)?;
        let earlier = self.article(id);
        if place(earlier) != place(&article) || !keeps_its_place(&self.articles, id.index(), &article) {
            return None;
        }
        let speakers = self.speakers_in(id);
        let known = same_names(earlier, &article)?
            .into_iter()
            .filter_map(|(before, now)| Some(((id, now), *speakers.get(&before)?)))
            .collect();
        let voices = article_voices(id, &article, &known);
        let has_no_page = |source: VoiceSource| match source {
            VoiceSource::Unnamed(entity) => article.extraction.entity(entity).is_some_and(|entity| entity.named),
            VoiceSource::Speaker(_) | VoiceSource::Unknown => false,
        };
        if voices.iter().any(|voice| has_no_page(voice.source)) {
            return None;
        }
        self.places[id.index()].speaking = speaking(&voices);
        self.voices[id.index()] = voices;
        self.articles[id.index()] = article;
        Some((self, id))
    }

    /// The entities of an article that are speakers, quoted there or not.
    fn speakers_in(&self, article: ArticleId) -> HashMap<EntityId, SpeakerId> {
        let mut speakers = HashMap::new();
        for (index, speaker) in self.speakers.iter().enumerate() {
            let from = speaker.appearances.partition_point(|appearance| appearance.article < article);
            let here = speaker.appearances[from..].iter().take_while(|appearance| appearance.article == article);
            speakers.extend(here.map(|appearance| (appearance.entity, SpeakerId::from_index(index))));
        }
        speakers
    }
}

/// What decides where an article stands, and under what.
fn place(article: &Article) -> impl PartialEq + use<'_> {
    let Metadata { date, authors, tags, categories, publisher, quotes, .. } = &article.metadata;
    (&article.url_path, date, authors, tags, categories, publisher, quotes)
}

/// The named entities of two articles in pairs; `None` where joins could tell one article from the other, or an article names two alike.
fn same_names(earlier: &Article, article: &Article) -> Option<Vec<(EntityId, EntityId)>> {
    let (before, now) = (named(earlier), named(article));
    let are_same = before.iter().map(|(entity, _)| facts(entity)).eq(now.iter().map(|(entity, _)| facts(entity)));
    let are_distinct = now.windows(2).all(|pair| facts(pair[0].0) != facts(pair[1].0));
    let pairs = before.into_iter().zip(now).map(|((_, before), (_, now))| (before, now));
    (are_same && are_distinct).then(|| pairs.collect())
}

/// The named entities of an article, by name.
fn named(article: &Article) -> Vec<(&Entity, EntityId)> {
    let entities = article.extraction.entities.iter().zip((0..).map(EntityId));
    let mut named: Vec<(&Entity, EntityId)> = entities.filter(|(entity, _)| entity.named).collect();
    named.sort_by_key(|(entity, _)| (&entity.name, entity.kind));
    named
}

/// What joins look at. Whatever else a person is called joins nobody.
fn facts(entity: &Entity) -> (&str, EntityKind, Option<Gender>, Option<&[String]>) {
    let aliases = (entity.kind != EntityKind::Person).then_some(entity.aliases.as_slice());
    (&entity.name, entity.kind, entity.gender, aliases)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Kind;
    use crate::site::sample::Sample;
    use crate::site::{Voice, assemble};

    /// One of three days, with what is said of the ferry by somebody.
    fn day(number: u32) -> Sample {
        Sample::new(&format!("{number}.md"))
            .titled("Ferry")
            .dated(&format!("2026-03-0{number}"))
            .text("“Go,” one said. “No,” he said.")
    }

    fn moss(sample: Sample) -> Sample {
        sample.person("Jo Moss").says(Kind::Direct, &["Go,"], "said")
    }

    fn others() -> Vec<Article> {
        vec![moss(day(1)).build(), day(3).person("Ana Ruiz").says(Kind::Direct, &["No,"], "said").build()]
    }

    /// The names of those who speak in the article of the second day.
    fn speaking(site: &Site) -> Vec<(String, Vec<usize>)> {
        let id = site.from_source("2.md").unwrap();
        let name = |voice: &Voice| match voice.source {
            VoiceSource::Speaker(speaker) => site.speaker(speaker).slug.clone(),
            VoiceSource::Unnamed(entity) => site.article(id).extraction.entity(entity).unwrap().name.clone(),
            VoiceSource::Unknown => String::new(),
        };
        site.voices(id).iter().map(|voice| (name(voice), voice.quotations.clone())).collect()
    }

    #[track_caller]
    fn check(earlier: Sample, now: Sample, is_exchanged: bool) {
        let (earlier, now) = (earlier.build(), now.build());
        let site = |article: &Article| assemble([others(), vec![article.clone()]].concat());
        let exchanged = site(&earlier).with_article(Arc::new(now.clone()));
        assert_eq!(exchanged.is_some(), is_exchanged);
        if let Some((exchanged, _)) = exchanged {
            assert_eq!(speaking(&exchanged), speaking(&site(&now)));
        }
    }

    #[test]
    fn who_speaks_is_known_where_the_same_are_named() {
        let ruiz = |sample: Sample| sample.person("Ana Ruiz");
        check(moss(day(2)), moss(day(2)).titled("Ferry again"), true);
        check(moss(day(2)), moss(day(2)).somebody_says(Kind::Direct, &["No,"], "said"), true);
        check(moss(day(2)), moss(day(2)).unnamed("clerk").says(Kind::Direct, &["No,"], "said"), true);
        check(moss(day(2)), moss(day(2)).alias("Moss"), true);
        // In another order, and quoted for the first time here.
        check(ruiz(moss(day(2))), moss(ruiz(day(2)).says(Kind::Direct, &["No,"], "said")), true);
    }

    #[test]
    fn whoever_is_new_needs_the_whole_site() {
        check(moss(day(2)), day(2).person("Jo Mossman").says(Kind::Direct, &["Go,"], "said"), false);
        check(moss(day(2)), moss(day(2)).person("Ana Ruiz"), false);
        check(moss(day(2)), day(2), false);
        check(day(2).body("Harbour Board"), day(2).body("Harbour Board").alias("Board"), false);
        // Named before, but quoted nowhere.
        check(day(2).person("Eva Hart"), day(2).person("Eva Hart").says(Kind::Direct, &["Go,"], "said"), false);
        // Two alike.
        let two = || day(2).person("Moss").person("Moss").says(Kind::Direct, &["Go,"], "said");
        check(two(), two(), false);
    }

    #[test]
    fn an_article_in_another_place_needs_the_whole_site() {
        check(moss(day(2)), moss(day(2)).dated("2026-03-03"), false);
        check(moss(day(2)), moss(day(2)).published_by("The Post"), false);
        check(moss(day(2)), moss(day(2)).with(|metadata| metadata.tags = vec!["sea".to_owned()]), false);
        check(moss(day(2)).dated("2026-03-03"), moss(day(2)).dated("2026-03-03").titled("Zebras"), false);
        check(moss(day(4)), moss(day(2)), false);
    }
}
