//! Articles made by hand, for tests: each quotation and name is given by its words and found in the text.

use std::str::FromStr;
use std::sync::Arc;

use crate::article::{Article, ArticleDate, Content, Format, Metadata, QuoteId, Shelfmark, digest};
use crate::extract::{
    Attribution, Block, BlockKind, Entity, EntityId, EntityKind, Evidence, Extraction, Gender, Kind, Sense,
};
use crate::text::Span;

/// An article in the making.
pub(crate) struct Sample {
    article: Article,
    content: Content,
}

impl Sample {
    /// An article with an address after its file name: `b/harbour.md` is at `b/harbour/`.
    pub(crate) fn new(source: &str) -> Self {
        let stem = source.rsplit_once('.').map_or(source, |(stem, _)| stem);
        let article = Article {
            source: source.to_owned(),
            url_path: format!("{stem}/"),
            metadata: Metadata { title: stem.to_owned(), quotes: true, ..Metadata::default() },
            format: Format::PlainText,
            digest: [0; 16],
            addresses: Some(Vec::new()),
            titles: Vec::new(),
            summary: String::new(),
            words: 0,
            extraction: Extraction { language: "en".to_owned(), ..Extraction::default() },
            quote_ids: Vec::new(),
            quoted_words: Vec::new(),
            search_words: Vec::new(),
            content: Shelfmark::default(),
        };
        Self { article, content: Content::default() }
    }

    pub(crate) fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.article.metadata.title);
        self
    }

    pub(crate) fn dated(mut self, day: &str) -> Self {
        let day = jiff::civil::Date::from_str(day).unwrap();
        self.article.metadata.date = Some(ArticleDate { day, moment: None });
        self
    }

    pub(crate) fn published_by(mut self, publisher: &str) -> Self {
        self.article.metadata.publisher = Some(publisher.to_owned());
        self
    }

    /// Whatever else the metadata should say.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Metadata)) -> Self {
        change(&mut self.article.metadata);
        self
    }

    /// The text; paragraphs are parted by blank lines.
    pub(crate) fn text(mut self, text: &str) -> Self {
        text.clone_into(&mut self.content.body);
        text.clone_into(&mut self.content.text);
        self.article.digest = digest(Format::PlainText, text);
        let mut start = 0;
        for paragraph in text.split("\n\n") {
            let span = Span::new(start, start + paragraph.len());
            self.content.blocks.push(Block { span, kind: BlockKind::Paragraph });
            start += paragraph.len() + 2;
        }
        self
    }

    /// Makes the first block the headline.
    pub(crate) fn headed(mut self) -> Self {
        self.content.blocks[0].kind = BlockKind::Title;
        self.article.titles.push(self.content.blocks[0].span);
        self
    }

    pub(crate) fn person(self, name: &str) -> Self {
        self.entity(name, EntityKind::Person, true)
    }

    pub(crate) fn body(self, name: &str) -> Self {
        self.entity(name, EntityKind::Organization, true)
    }

    pub(crate) fn unnamed(self, description: &str) -> Self {
        self.entity(description, EntityKind::Person, false)
    }

    fn entity(mut self, name: &str, kind: EntityKind, named: bool) -> Self {
        let entity =
            Entity { name: name.to_owned(), named, kind, gender: None, aliases: Vec::new(), descriptions: Vec::new() };
        self.article.extraction.entities.push(entity);
        self
    }

    /// Of the last entity.
    pub(crate) fn gender(mut self, gender: Gender) -> Self {
        self.article.extraction.entities.last_mut().unwrap().gender = Some(gender);
        self
    }

    /// Of the last entity.
    pub(crate) fn alias(mut self, alias: &str) -> Self {
        self.article.extraction.entities.last_mut().unwrap().aliases.push(alias.to_owned());
        self
    }

    /// Of the last entity.
    pub(crate) fn described(mut self, description: &str) -> Self {
        self.article.extraction.entities.last_mut().unwrap().descriptions.push(description.to_owned());
        self
    }

    /// A quotation by the last entity.
    pub(crate) fn says(self, kind: Kind, content: &[&str], cue: &str) -> Self {
        let entity = EntityId(self.article.extraction.entities.len() as u32 - 1);
        self.quotation(kind, content, cue, Some(entity))
    }

    /// A quotation of somebody unknown.
    pub(crate) fn somebody_says(self, kind: Kind, content: &[&str], cue: &str) -> Self {
        self.quotation(kind, content, cue, None)
    }

    fn quotation(mut self, kind: Kind, content: &[&str], cue: &str, entity: Option<EntityId>) -> Self {
        let text = self.content.text.as_str();
        let spans: Vec<Span> = content.iter().map(|words| find(text, words)).collect();
        let attribution = Attribution {
            kind,
            sense: Sense::Speech,
            cue: (!cue.is_empty()).then(|| nearest(text, cue, spans[0])),
            content: spans,
            source: None,
            entity,
            confidence: 0.9,
            evidence: vec![Evidence::Name],
        };
        self.article.quote_ids.push(QuoteId(attribution.extent().start() as u32));
        self.article.extraction.attributions.push(attribution);
        self
    }

    /// The last quotation is thought, not speech.
    pub(crate) fn thought(mut self) -> Self {
        self.article.extraction.attributions.last_mut().unwrap().sense = Sense::Thought;
        self
    }

    /// The article, with its quotations in text order.
    pub(crate) fn build(mut self) -> Article {
        let attributions = std::mem::take(&mut self.article.extraction.attributions);
        let ids = std::mem::take(&mut self.article.quote_ids);
        let mut pairs: Vec<(Attribution, QuoteId)> = attributions.into_iter().zip(ids).collect();
        pairs.sort_by_key(|(attribution, _)| attribution.extent());
        (self.article.extraction.attributions, self.article.quote_ids) = pairs.into_iter().unzip();
        let words = |span: &Span| span.of(&self.content.text).split_whitespace().count() as u32;
        let attributions = self.article.extraction.attributions.iter();
        self.article.quoted_words = attributions.map(|a| a.content.iter().map(words).sum()).collect();
        self.article.content = Shelfmark::Here(Arc::new(self.content));
        self.article
    }
}

fn find(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in the text"));
    Span::new(start, start + words.len())
}

/// The occurrence of `words` closest to `place`, outside of it.
fn nearest(text: &str, words: &str, place: Span) -> Span {
    let all = text.match_indices(words).map(|(start, _)| Span::new(start, start + words.len()));
    let distance = |span: &Span| span.start().abs_diff(place.end()).min(span.end().abs_diff(place.start()));
    all.filter(|span| !span.overlaps(place)).min_by_key(distance).unwrap()
}
