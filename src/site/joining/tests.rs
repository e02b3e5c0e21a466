//! Short cases: the entities of a few articles, and who must come out as one.

use crate::extract::Gender::{Female, Male};
use crate::site::sample::Sample;

use super::*;

const EARLY: &str = "2025-02-01";
const LATER: &str = "2025-05-01";
const MUCH_LATER: &str = "2029-05-01";

/// The joined names, each article's as `file: name`, sorted.
fn joined(samples: Vec<Sample>) -> Vec<String> {
    let articles: Vec<Arc<Article>> = samples.into_iter().map(Sample::build).map(Arc::new).collect();
    let describe = |member: &Member| {
        let article = &articles[member.article.index()];
        format!("{}: {}", article.source, article.extraction.entities[member.entity.index()].name)
    };
    let mut all: Vec<String> = join(&articles)
        .0
        .iter()
        .map(|joined| joined.members.iter().map(describe).collect::<Vec<_>>().join(" + "))
        .collect();
    all.sort();
    all
}

fn check(samples: Vec<Sample>, expected: &[&str]) {
    assert_eq!(joined(samples), expected);
}

fn article(source: &str, day: &str, people: &[&str]) -> Sample {
    people.iter().fold(Sample::new(source).dated(day), |sample, name| sample.person(name))
}

#[test]
fn the_same_full_name_joins_whatever_the_date() {
    check(
        vec![article("a", EARLY, &["José Moss"]), article("b", MUCH_LATER, &["JOSE MOSS"])],
        &["a: José Moss + b: JOSE MOSS"],
    );
}

#[test]
fn two_first_names_never_join() {
    check(
        vec![article("a", EARLY, &["Jane Moss", "Ed Hale"]), article("b", EARLY, &["June Moss", "Ed Hale"])],
        &["a: Ed Hale + b: Ed Hale", "a: Jane Moss", "b: June Moss"],
    );
}

#[test]
fn a_man_and_a_woman_of_one_name_stay_apart() {
    check(
        vec![
            Sample::new("a").dated(EARLY).person("Sam Moss").gender(Female),
            Sample::new("b").dated(EARLY).person("Sam Moss").gender(Male),
            Sample::new("c").dated(EARLY).person("Sam Moss").gender(Male),
        ],
        &["a: Sam Moss", "b: Sam Moss + c: Sam Moss"],
    );
}

#[test]
fn a_lone_surname_joins_its_only_bearer() {
    check(vec![article("a", EARLY, &["Jane Moss"]), article("b", LATER, &["Moss"])], &["a: Jane Moss + b: Moss"]);
}

#[test]
fn a_lone_surname_with_two_bearers_stays_alone() {
    check(
        vec![article("a", EARLY, &["Jane Moss"]), article("b", EARLY, &["Tom Moss"]), article("c", LATER, &["Moss"])],
        &["a: Jane Moss", "b: Tom Moss", "c: Moss"],
    );
}

#[test]
fn of_two_bearers_gender_leaves_one() {
    check(
        vec![
            Sample::new("a").dated(EARLY).person("Jane Moss").gender(Female).person("Tom Moss").gender(Male),
            Sample::new("b").dated(LATER).person("Moss").gender(Male),
        ],
        &["a: Jane Moss", "a: Tom Moss + b: Moss"],
    );
}

#[test]
fn a_lone_surname_of_long_ago_or_of_another_publisher_stays_alone() {
    check(vec![article("a", EARLY, &["Jane Moss"]), article("b", MUCH_LATER, &["Moss"])], &["a: Jane Moss", "b: Moss"]);
    check(
        vec![article("a", EARLY, &["Jane Moss"]), article("b", LATER, &["Moss"]).published_by("The Bugle")],
        &["a: Jane Moss", "b: Moss"],
    );
}

#[test]
fn a_shared_name_speaks_for_a_lone_surname_of_long_ago() {
    check(
        vec![article("a", EARLY, &["Jane Moss", "Ed Hale"]), article("b", MUCH_LATER, &["Moss", "Ed Hale"])],
        &["a: Ed Hale + b: Ed Hale", "a: Jane Moss + b: Moss"],
    );
}

#[test]
fn two_entities_of_one_article_stay_apart() {
    check(vec![article("a", EARLY, &["Jane Moss", "Moss"])], &["a: Jane Moss", "a: Moss"]);
}

#[test]
fn initials_and_missing_middle_names_join_their_only_bearer() {
    check(
        vec![
            article("a", EARLY, &["Jane Alice Moss"]),
            article("b", LATER, &["Jane Moss"]),
            article("c", LATER, &["J. Moss"]),
            article("d", LATER, &["Moss"]),
        ],
        &["a: Jane Alice Moss + b: Jane Moss + c: J. Moss + d: Moss"],
    );
    check(
        vec![
            article("a", EARLY, &["Jane Moss"]),
            article("b", LATER, &["John Moss"]),
            article("c", LATER, &["J. Moss"]),
        ],
        &["a: Jane Moss", "b: John Moss", "c: J. Moss"],
    );
}

#[test]
fn lone_names_join_each_other_only_with_a_shared_name() {
    check(vec![article("a", EARLY, &["Moss"]), article("b", EARLY, &["Moss"])], &["a: Moss", "b: Moss"]);
    check(
        vec![article("a", EARLY, &["Moss", "Ed Hale"]), article("b", EARLY, &["Moss", "Ed Hale"])],
        &["a: Ed Hale + b: Ed Hale", "a: Moss + b: Moss"],
    );
}

#[test]
fn bodies_join_by_name_without_the_article() {
    check(
        vec![Sample::new("a").body("The Harbour Trust"), Sample::new("b").body("Harbour Trust")],
        &["a: The Harbour Trust + b: Harbour Trust"],
    );
    check(vec![Sample::new("a").body("Moss"), Sample::new("b").person("Moss")], &["a: Moss", "b: Moss"]);
}

#[test]
fn an_acronym_joins_the_only_body_that_goes_by_it() {
    let trust = || Sample::new("a").dated(EARLY).body("Harbour Trust").alias("HT");
    check(vec![trust(), Sample::new("b").dated(LATER).body("HT")], &["a: Harbour Trust + b: HT"]);
    check(
        vec![trust(), Sample::new("b").dated(LATER).body("HT"), Sample::new("c").body("Hill Team").alias("HT")],
        &["a: Harbour Trust", "b: HT", "c: Hill Team"],
    );
}

#[test]
fn the_unnamed_are_never_joined() {
    let unnamed = |source| Sample::new(source).dated(EARLY).unnamed("spokesman for the Harbour Trust");
    check(vec![unnamed("a"), unnamed("b")], &[]);
}

#[test]
fn every_join_keeps_its_reason() {
    let articles: Vec<Arc<Article>> =
        vec![article("a", EARLY, &["Jane Moss"]), article("b", LATER, &["J. Moss"]), article("c", LATER, &["Moss"])]
            .into_iter()
            .map(Sample::build)
            .map(Arc::new)
            .collect();
    let (joined, _) = join(&articles);
    let reasons: Vec<JoinReason> = joined[0].members.iter().map(|member| member.reason).collect();
    let near = Support::PublisherAndYear;
    assert_eq!(reasons, [JoinReason::SameName, JoinReason::Abbreviation(near), JoinReason::Surname(near)]);
}

#[test]
fn two_of_one_article_never_meet_in_a_third() {
    let both = Sample::new("b").dated(LATER).person("Moss").person("Moss");
    check(vec![article("a", EARLY, &["Jane Moss"]), both], &["a: Jane Moss", "b: Moss", "b: Moss"]);
}

#[test]
fn a_man_and_a_woman_never_meet_in_a_third() {
    let lone = |source, gender| Sample::new(source).dated(LATER).person("Moss").gender(gender).person("Ed Hale");
    let unknown = |source| Sample::new(source).dated(LATER).person("Moss").person("Ed Hale");
    check(
        vec![article("a", EARLY, &["Sam Moss"]), lone("b", Female), lone("c", Male), unknown("d")],
        &["a: Sam Moss", "b: Ed Hale + c: Ed Hale + d: Ed Hale", "b: Moss", "c: Moss", "d: Moss"],
    );
    check(
        vec![lone("a", Female), unknown("b"), lone("c", Male)],
        &["a: Ed Hale + b: Ed Hale + c: Ed Hale", "a: Moss", "b: Moss", "c: Moss"],
    );
}

/// What was kept apart: `name [articles] why: others`.
fn check_apart(samples: Vec<Sample>, expected: &[&str]) {
    let articles: Vec<Arc<Article>> = samples.into_iter().map(Sample::build).map(Arc::new).collect();
    let sources = |ids: &[ArticleId]| ids.iter().map(|id| articles[id.index()].source.as_str()).collect::<String>();
    let line = |apart: &Apart| {
        let others: Vec<String> = apart.others.iter().map(|(name, ids)| format!("{name} [{}]", sources(ids))).collect();
        format!("{} [{}] {:?}: {}", apart.name, sources(&apart.articles), apart.why, others.join(", "))
    };
    assert_eq!(join(&articles).1.iter().map(line).collect::<Vec<_>>(), expected);
}

#[test]
fn what_is_kept_apart_has_a_reason() {
    let jane = || article("a", EARLY, &["Jane Moss"]);
    check_apart(vec![jane(), article("b", LATER, &["Moss"])], &[]);
    check_apart(
        vec![jane(), article("b", EARLY, &["Tom Moss"]), article("c", LATER, &["Moss"])],
        &["moss [c] SeveralBearers: jane moss [a], tom moss [b]", "tom moss [b] OtherFirstName: jane moss [a]"],
    );
    check_apart(vec![jane(), article("b", MUCH_LATER, &["Moss"])], &["moss [b] NothingInCommon: jane moss [a]"]);
    check_apart(vec![article("a", EARLY, &["Jane Moss", "Moss"])], &["moss [a] OneArticle: jane moss [a]"]);
    check_apart(
        vec![
            Sample::new("a").dated(EARLY).person("Sam Moss").gender(Female),
            Sample::new("b").dated(EARLY).person("Sam Moss").gender(Male),
        ],
        &["sam moss [a] ManAndWoman: sam moss [b]"],
    );
    check_apart(
        vec![article("a", EARLY, &["Moss"]), article("b", EARLY, &["Moss"])],
        &["moss [b] NothingInCommon: moss [a]"],
    );
    check_apart(
        vec![
            Sample::new("a").dated(EARLY).body("Harbour Trust").alias("HT"),
            Sample::new("b").dated(LATER).body("HT"),
            Sample::new("c").body("Hill Team").alias("HT"),
        ],
        &["ht [b] SeveralBearers: harbour trust [a], hill team [c]"],
    );
}
