//! Measures whom the sources of gold attributions are put to, content and mention given: by cross-validation over articles,
//! so that every source counts and none was learned from.

use std::fmt::Write as _;

use super::name::{same, same_last};
use super::names::{Marked, train};
use crate::extract::names::ranker::Ranker;
use crate::extract::names::resolve;
use crate::extract::{Kind, MentionKind};

/// One gold source and what was made of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Article.
    pub article: String,
    /// Byte offset of the content.
    pub at: usize,
    /// The words of the source; empty where the quotation carries on.
    pub words: String,
    /// The form of the mention.
    pub mention: Option<MentionKind>,
    /// Whether the content is in quotation marks.
    pub quoted: bool,
    /// Whether it is thought rather than speech, or doubtful.
    pub optional: bool,
    /// Gold name; empty where it cannot be known.
    pub gold: String,
    /// The name that was given; empty for none.
    pub given: String,
    /// Whether some entity of the article has the gold name.
    pub known: bool,
    /// What decided.
    pub by: String,
    /// How sure.
    pub score: f32,
}

impl Outcome {
    /// Whether the name is right, case and titles aside.
    pub fn is_exact(&self) -> bool {
        same(&self.gold, &self.given)
    }
}

/// What became of the sources of an article.
pub fn outcomes(article: &Marked<'_>, ranker: &Ranker) -> Vec<Outcome> {
    let resolved = resolve(&article.analysis, &article.found, ranker);
    let sources = article.gold.iter().zip(&article.found).zip(&resolved.resolutions);
    sources
        .map(|((quote, found), resolution)| Outcome {
            article: article.id.to_owned(),
            at: found.content.first().map_or(0, |s| s.start()),
            words: found.source.map_or("", |s| s.of(article.analysis.text)).to_owned(),
            mention: resolution.mention,
            quoted: found.kind == Kind::Direct,
            optional: quote.optional,
            gold: quote.name.clone().unwrap_or_default(),
            given: resolution
                .entity
                .and_then(|id| resolved.entities.get(id.index()))
                .map_or_else(String::new, |e| e.name.clone()),
            known: quote.name.as_ref().is_some_and(|gold| resolved.entities.iter().any(|e| same(gold, &e.name))),
            by: resolution.evidence.iter().map(|e| e.key()).collect::<Vec<_>>().join("+"),
            score: resolution.score,
        })
        .collect()
}

/// The outcomes of all articles, each by a ranker trained on the articles of the other folds; every `folds`th article is
/// in one fold.
pub fn cross_validated(articles: &[Marked<'_>], folds: usize) -> Vec<Vec<Outcome>> {
    let fold = |fold: usize| {
        let rest: Vec<&Marked<'_>> =
            articles.iter().enumerate().filter(|(i, _)| i % folds != fold).map(|(_, a)| a).collect();
        let ranker = train(&rest);
        articles.iter().skip(fold).step_by(folds).flat_map(|article| outcomes(article, &ranker)).collect()
    };
    (0..folds).map(fold).collect()
}

/// A table of exact names, in per cent: by fold and by form of the mention.
pub fn table(folds: &[Vec<Outcome>]) -> String {
    let all: Vec<&Outcome> = folds.iter().flatten().collect();
    let head = ["sources", "quoted", "indirect", "all", "last", "given"].map(|h| format!("{h:>9}")).concat();
    let mut out = format!("{:12}{head}\n", "");
    for (index, fold) in folds.iter().enumerate() {
        row(&mut out, &format!("fold {index}"), &fold.iter().collect::<Vec<_>>());
    }
    let forms = [
        ("name", Some(MentionKind::Name)),
        ("pronoun", Some(MentionKind::Pronoun)),
        ("description", Some(MentionKind::Nominal)),
        ("none", None),
    ];
    for (name, form) in forms {
        row(&mut out, name, &all.iter().copied().filter(|o| o.mention == form).collect::<Vec<_>>());
    }
    row(&mut out, "all", &all);
    out
}

/// Sources with a gold name: how many, exact of quoted, of indirect and of all, right by the last word, and given any name.
fn row(out: &mut String, name: &str, outcomes: &[&Outcome]) {
    let counted: Vec<&Outcome> = outcomes.iter().copied().filter(|o| !o.optional && !o.gold.is_empty()).collect();
    let share = |of: &dyn Fn(&Outcome) -> bool, hit: &dyn Fn(&Outcome) -> bool| {
        let all = counted.iter().filter(|o| of(o)).count();
        let right = counted.iter().filter(|o| of(o) && hit(o)).count();
        format!("{:9.1}", 100.0 * right as f64 / all.max(1) as f64)
    };
    let shares = [
        share(&|o| o.quoted, &Outcome::is_exact),
        share(&|o| !o.quoted, &Outcome::is_exact),
        share(&|_| true, &Outcome::is_exact),
        share(&|_| true, &|o| same_last(&o.gold, &o.given)),
        share(&|_| true, &|o| !o.given.is_empty()),
    ];
    let _ = writeln!(out, "{name:12}{:9}{}", counted.len(), shares.concat());
}

/// The outcomes as lines of tab-separated columns, to read errors in.
pub fn lines(folds: &[Vec<Outcome>]) -> String {
    let mut out = String::from("right\tarticle\tat\tquoted\tform\twords\tgold\tgiven\tknown\tby\tscore\n");
    for o in folds.iter().flatten().filter(|o| !o.optional) {
        let right = u8::from(if o.gold.is_empty() { o.given.is_empty() } else { o.is_exact() });
        let words = o.words.split_whitespace().collect::<Vec<_>>().join(" ");
        let form = o.mention.map_or_else(|| "None".to_owned(), |m| format!("{m:?}"));
        let (quoted, known, score) = (u8::from(o.quoted), u8::from(o.known), o.score);
        let _ = writeln!(
            out,
            "{right}\t{}\t{}\t{quoted}\t{form}\t{words}\t{}\t{}\t{known}\t{}\t{score:.3}",
            o.article, o.at, o.gold, o.given, o.by
        );
    }
    out
}
