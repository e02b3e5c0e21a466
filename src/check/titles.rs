//! Articles with the same headline.

use std::collections::BTreeMap;

use super::clue::{At, Clue};
use super::rule::SAME_TITLE;
use crate::article::Article;
use crate::site::Site;

/// How many other articles are named.
const NAMED: usize = 3;

pub(super) fn check(site: &Site) -> Vec<Clue> {
    let mut by_title: BTreeMap<String, Vec<&Article>> = BTreeMap::new();
    for article in &site.articles {
        let words: Vec<String> = article.metadata.title.split_whitespace().map(str::to_lowercase).collect();
        by_title.entry(words.join(" ")).or_default().push(article);
    }
    let shared = by_title.into_values().filter(|articles| articles.len() > 1);
    shared
        .map(|mut articles| {
            articles.sort_by(|a, b| a.source.cmp(&b.source));
            clue(&articles)
        })
        .collect()
}

/// One clue for all articles of a title, at the last of them.
fn clue(articles: &[&Article]) -> Clue {
    let (last, others) = (articles[articles.len() - 1], &articles[..articles.len() - 1]);
    let mut names: Vec<String> = others.iter().take(NAMED).map(|article| format!("`{}`", article.source)).collect();
    if others.len() > NAMED {
        names.push(format!("{} more", others.len() - NAMED));
    }
    Clue {
        rule: &SAME_TITLE,
        source: last.source.clone(),
        at: At::Whole,
        message: format!("the headline `{}` is also that of {}", last.metadata.title, names.join(", ")),
        remedy: "tell the articles apart by their headlines, or take one of them away".to_owned(),
    }
}
