//! Related articles: those that share speakers or tags.
//!
//! Each thing that two articles share counts the more, the fewer articles have it. Of something that very many have, only
//! the articles around are looked at, so the work grows with the site and not with its square.

use std::cmp::Reverse;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

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
    let shared = shared(speakers, taxonomies);
    let mut of_article: Vec<Vec<Place>> = vec![Vec::new(); count];
    for (list, (_, articles)) in shared.iter().enumerate() {
        for (at, article) in articles.iter().enumerate() {
            of_article[article.index()].push((list as u32, at as u32));
        }
    }
    let related = |(n, places): (usize, &Vec<Place>)| best(ArticleId::from_index(n), scores(&shared, places));
    of_article.par_iter().enumerate().map(related).collect()
}

/// A list and a place in it.
type Place = (u32, u32);

/// For all that articles can share, what sharing it is worth, and those that have it, in the order of the site.
fn shared(speakers: &[Speaker], taxonomies: &[Taxonomy]) -> Vec<(u32, Vec<ArticleId>)> {
    let quoting = |speaker: &Speaker| speaker.by_article().map(|quotations| quotations[0].article).collect();
    let of_speakers = speakers.iter().map(|speaker| (SPEAKER_WEIGHT, quoting(speaker)));
    let tags = taxonomies.iter().filter(|t| matches!(t.kind, TaxonomyKind::Tags | TaxonomyKind::Categories));
    let of_tags = tags.flat_map(|taxonomy| &taxonomy.terms).map(|term| (TAG_WEIGHT, term.articles.clone()));
    // Two articles that share a speaker whom two have are surely related; two of a thousand need more than that.
    let weighed =
        |(weight, articles): (u32, Vec<ArticleId>)| (weight / (1 + (articles.len() as u32).ilog2()), articles);
    of_speakers.chain(of_tags).map(weighed).collect()
}

/// What the near neighbours in all its lists share with an article; those with whom it shares several things come several times.
fn scores(shared: &[(u32, Vec<ArticleId>)], places: &[Place]) -> Vec<(ArticleId, u32)> {
    let mut scores = Vec::new();
    for &(list, at) in places {
        let (weight, articles) = &shared[list as usize];
        let at = at as usize;
        let around = articles[at.saturating_sub(AROUND)..at].iter().chain(articles[at + 1..].iter().take(AROUND));
        scores.extend(around.map(|&other| (other, *weight)));
    }
    scores
}

/// The highest sums of scores; of equals those nearest in time, the newer one first.
fn best(id: ArticleId, mut scores: Vec<(ArticleId, u32)>) -> Vec<ArticleId> {
    scores.sort_unstable_by_key(|(other, _)| *other);
    let sums = scores.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0, same.iter().map(|(_, score)| score).sum()));
    let mut ranked: Vec<(Reverse<u32>, usize, ArticleId)> =
        sums.map(|(other, score)| (Reverse(score), other.index().abs_diff(id.index()), other)).collect();
    if ranked.len() > MOST {
        ranked.select_nth_unstable(MOST);
        ranked.truncate(MOST);
    }
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, _, other)| other).collect()
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
