//! Related articles: those that share speakers or tags.
//!
//! Each thing that two articles share counts the more, the fewer articles have it. Of something that very many have, only
//! the articles around are looked at, so the work grows with the site and not with its square.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::speaker::{ArticleId, Speaker};
use super::taxonomy::{Taxonomy, TaxonomyKind};

/// How many related articles one has.
const MOST: usize = 4;

/// How many articles on either side are looked at among those that share something.
const AROUND: usize = 24;

/// What sharing something is worth that every article has, in thousandths; halved whenever twice as many have it.
const SPEAKER_WEIGHT: u32 = 3000;
const TAG_WEIGHT: u32 = 2000;

/// The related articles of every article, most related first; parallel to the articles of the site.
pub(super) fn related(count: usize, speakers: &[Speaker], taxonomies: &[Taxonomy]) -> Vec<Vec<ArticleId>> {
    let mut scores: Vec<BTreeMap<ArticleId, u32>> = vec![BTreeMap::new(); count];
    for speaker in speakers {
        let mut articles: Vec<ArticleId> = speaker.quotations.iter().map(|quotation| quotation.article).collect();
        articles.dedup();
        share(&articles, SPEAKER_WEIGHT, &mut scores);
    }
    for taxonomy in taxonomies.iter().filter(|t| matches!(t.kind, TaxonomyKind::Tags | TaxonomyKind::Categories)) {
        for term in &taxonomy.terms {
            share(&term.articles, TAG_WEIGHT, &mut scores);
        }
    }
    scores.iter().enumerate().map(|(n, scores)| best(ArticleId::from_index(n), scores)).collect()
}

/// Credits all pairs of near neighbours among `articles`, which are in the order of the site.
fn share(articles: &[ArticleId], weight: u32, scores: &mut [BTreeMap<ArticleId, u32>]) {
    // Two articles that share a speaker whom two have are surely related; two of a thousand need more than that.
    let weight = weight / (1 + (articles.len() as u32).ilog2());
    for (n, &one) in articles.iter().enumerate() {
        for &other in articles[n + 1..].iter().take(AROUND) {
            *scores[one.index()].entry(other).or_default() += weight;
            *scores[other.index()].entry(one).or_default() += weight;
        }
    }
}

/// The highest scores; of equals those nearest in time, the newer one first.
fn best(id: ArticleId, scores: &BTreeMap<ArticleId, u32>) -> Vec<ArticleId> {
    let mut ranked: Vec<(Reverse<u32>, usize, ArticleId)> =
        scores.iter().map(|(&other, &score)| (Reverse(score), other.index().abs_diff(id.index()), other)).collect();
    ranked.sort_unstable();
    ranked.into_iter().take(MOST).map(|(_, _, other)| other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Kind;
    use crate::site::assemble;
    use crate::site::sample::Sample;

    #[test]
    fn what_is_shared_by_few_relates_most() {
        let article = |name: &str, day: u32, speaker: &str, tags: &[&str]| {
            let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
            Sample::new(name)
                .dated(&format!("2026-01-{day:02}"))
                .with(|metadata| metadata.tags = tags)
                .text("“Go,” said one.")
                .person(speaker)
                .says(Kind::Direct, &["Go,"], "said")
                .build()
        };
        let site = assemble(vec![
            article("a.md", 9, "Ana Ruiz", &["sea", "ferry"]),
            article("b.md", 8, "Ben Low", &["sea"]),
            article("c.md", 7, "Ana Ruiz", &["sea"]),
            article("d.md", 6, "Cy Moss", &["sea", "ferry"]),
            article("e.md", 5, "Dee Hart", &["land"]),
        ]);
        let sources = |n: usize| -> Vec<&str> {
            site.related(ArticleId::from_index(n)).iter().map(|id| site.article(*id).source.as_str()).collect()
        };
        assert_eq!(sources(0), ["c.md", "d.md", "b.md"]);
        assert_eq!(sources(1), ["a.md", "c.md", "d.md"]);
        assert!(sources(4).is_empty());
    }

    #[test]
    fn many_articles_with_one_tag_stay_cheap() {
        let terms = vec![super::super::Term {
            name: "all".to_owned(),
            slug: "all".to_owned(),
            articles: (0..20_000).map(ArticleId::from_index).collect(),
        }];
        let related = related(20_000, &[], &[Taxonomy { kind: TaxonomyKind::Tags, terms }]);
        assert_eq!(related[9].iter().map(|id| id.index()).collect::<Vec<_>>(), [8, 10, 7, 11]);
    }
}
