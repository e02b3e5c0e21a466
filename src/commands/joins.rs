//! `quotewright joins`: who was taken for one person or body across articles and why, and who was kept apart.

use std::sync::Arc;

use serde::Serialize;

use super::Outcome;
use super::console::Console;
use crate::cli::{self, TableFormat};
use crate::diagnostic::visible_lines;
use crate::pipeline;
use crate::progress::Progress;
use crate::site::{Apart, Appearance, ArticleId, JoinReason, Site, Speaker, Support, WhyApart};

pub(super) fn run(console: &Console, options: cli::Joins) -> Outcome {
    let built = match pipeline::render(&options.site.into(), &Progress::default()) {
        Ok(built) => built,
        Err(diagnostic) => return console.failure(&diagnostic),
    };
    let joins = Joins::of(&built.site);
    let printed = console.print(&match options.format {
        TableFormat::Text => visible_lines(&for_reading(&joins)),
        // Strings have a JSON form.
        TableFormat::Json => serde_json::to_string_pretty(&joins).unwrap_or_default(),
    });
    printed.map_or_else(|outcome| outcome, |()| console.tell_all(&built.diagnostics))
}

#[derive(Serialize)]
struct Joins<'a> {
    speakers: Vec<JoinedSpeaker<'a>>,
    apart: Vec<KeptApart<'a>>,
}

/// A speaker, and the forms that were taken for it.
#[derive(Serialize)]
struct JoinedSpeaker<'a> {
    name: &'a str,
    kind: crate::extract::EntityKind,
    articles: Vec<InArticle<'a>>,
}

/// The name that an article uses most fully, and why it is taken for the speaker's.
#[derive(Serialize)]
struct InArticle<'a> {
    article: &'a str,
    form: &'a str,
    reason: &'static str,
    support: Option<&'static str>,
}

#[derive(Serialize)]
struct KeptApart<'a> {
    name: &'a str,
    articles: Vec<&'a str>,
    reason: &'static str,
    others: Vec<Other<'a>>,
}

#[derive(Serialize)]
struct Other<'a> {
    name: &'a str,
    articles: Vec<&'a str>,
}

impl<'a> Joins<'a> {
    fn of(site: &'a Site) -> Self {
        Self {
            speakers: site.speakers.iter().map(|speaker| joined(site, speaker)).collect(),
            apart: site.apart.iter().map(|apart| kept_apart(site, apart)).collect(),
        }
    }
}

fn joined<'a>(site: &'a Site, speaker: &'a Speaker) -> JoinedSpeaker<'a> {
    let form = |appearance: &Appearance| {
        let article = site.article(appearance.article);
        let (reason, support) = reason(appearance.reason);
        let form = article.extraction.entity(appearance.entity).map_or("", |entity| entity.name.as_str());
        InArticle { article: &article.source, form, reason, support }
    };
    JoinedSpeaker { name: &speaker.name, kind: speaker.kind, articles: speaker.appearances.iter().map(form).collect() }
}

fn kept_apart<'a>(site: &'a Site, apart: &'a Apart) -> KeptApart<'a> {
    let sources = |ids: &[ArticleId]| ids.iter().map(|&id| site.article(id).source.as_str()).collect();
    let other = |(name, ids): &'a (String, Arc<[ArticleId]>)| Other { name, articles: sources(ids) };
    KeptApart {
        name: &apart.name,
        articles: sources(&apart.articles),
        reason: match apart.why {
            WhyApart::OtherFirstName => "another first name",
            WhyApart::ManAndWoman => "pronouns show a man and a woman",
            WhyApart::SeveralBearers => "several could be meant",
            WhyApart::OneArticle => "one article names them side by side",
            WhyApart::NothingInCommon => "nothing but the name speaks for it",
        },
        others: apart.others.iter().map(other).collect(),
    }
}

fn reason(reason: JoinReason) -> (&'static str, Option<&'static str>) {
    let words = |support: Support| match support {
        Support::SharedName => "both articles name somebody else too",
        Support::PublisherAndYear => "one publisher, at most about a year apart",
    };
    match reason {
        JoinReason::SameName => ("the same name", None),
        JoinReason::Abbreviation(support) => ("the name shortened, and nobody else's", Some(words(support))),
        JoinReason::Surname(support) => ("the surname, and nobody else's", Some(words(support))),
        JoinReason::Alias(support) => ("a name that only this body goes by", Some(words(support))),
        JoinReason::SameLoneName(support) => ("the same lone name, which is nobody's in full", Some(words(support))),
    }
}

fn for_reading(joins: &Joins<'_>) -> String {
    let mut lines = Vec::new();
    for speaker in &joins.speakers {
        lines.push(format!("{} ({} articles)", speaker.name, speaker.articles.len()));
        for form in &speaker.articles {
            let support = form.support.map_or_else(String::new, |support| format!("; {support}"));
            lines.push(format!("    {}: {}: {}{support}", form.article, form.form, form.reason));
        }
    }
    if !joins.apart.is_empty() {
        lines.push("\nKept apart".to_owned());
    }
    for apart in &joins.apart {
        lines.push(format!("{} ({}): {}", apart.name, apart.articles.join(", "), apart.reason));
        let others = apart.others.iter().map(|o| format!("    not {} ({})", o.name, o.articles.join(", ")));
        lines.extend(others);
    }
    if lines.is_empty() { "no speakers".to_owned() } else { lines.join("\n") }
}
