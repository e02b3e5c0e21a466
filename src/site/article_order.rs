//! The order of articles wherever several are listed.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::article::Article;

/// Newest first, then by title, then by source; articles without a date at the end.
pub(super) fn newest_first(mut articles: Vec<Arc<Article>>) -> Vec<Arc<Article>> {
    articles.sort_by(|a, b| key(a).cmp(&key(b)));
    articles
}

/// Whether `article` would stand in the place of the one at `index` of articles in that order.
pub(super) fn keeps_its_place(articles: &[Arc<Article>], index: usize, article: &Article) -> bool {
    let (before, after) = (articles[..index].last(), articles.get(index + 1));
    before.is_none_or(|before| key(before) < key(article)) && after.is_none_or(|after| key(article) < key(after))
}

fn key(article: &Article) -> impl Ord + use<'_> {
    let metadata = &article.metadata;
    (Reverse(metadata.date.as_ref()), metadata.title.as_str(), article.source.as_str())
}

#[cfg(test)]
mod tests {
    use crate::site::sample::Sample;

    use super::*;

    #[test]
    fn newest_first_then_title_then_source() {
        let articles = vec![
            Sample::new("undated.md").titled("Undated").build(),
            Sample::new("old.md").titled("Old").dated("2024-05-01").build(),
            Sample::new("b.md").titled("Same").dated("2025-05-01").build(),
            Sample::new("a.md").titled("Same").dated("2025-05-01").build(),
            Sample::new("z.md").titled("Alike").dated("2025-05-01").build(),
        ];
        let articles = articles.into_iter().map(Arc::new).collect();
        let order: Vec<String> = newest_first(articles).iter().map(|article| article.source.clone()).collect();
        assert_eq!(order, ["z.md", "a.md", "b.md", "old.md", "undated.md"]);
    }
}
