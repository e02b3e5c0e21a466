//! Whole sites of a few sentences.

use super::sample::Sample;
use super::*;
use crate::extract::{EntityKind, Kind};

fn harbour() -> Sample {
    Sample::new("harbour.md")
        .dated("2025-03-01")
        .text(
            "\"The quay is closed,\" said Jane Moss. \"Stay away.\"\n\n\"Who knows?\" Ships must wait, a sailor said.",
        )
        .person("Jane Moss")
        .alias("Moss")
        .described("harbour master")
        .says(Kind::Direct, &["The quay is closed,", "Stay away."], "said")
        .unnamed("sailor")
        .says(Kind::Indirect, &["Ships must wait"], "said")
        .somebody_says(Kind::Direct, &["Who knows?"], "")
}

fn storm() -> Sample {
    Sample::new("storm.md")
        .dated("2025-04-01")
        .text("Moss said the storm had passed. She wanted rest.")
        .person("Moss")
        .says(Kind::Indirect, &["the storm had passed"], "said")
        .says(Kind::Indirect, &["rest"], "wanted")
        .thought()
}

fn places(speaker: &Speaker) -> Vec<(usize, usize)> {
    speaker.quotations.iter().map(|quotation| (quotation.article.index(), quotation.attribution)).collect()
}

#[test]
fn a_speaker_has_everything_from_all_articles() {
    let site = assemble(vec![harbour().build(), storm().build()]);
    let [moss] = site.speakers.as_slice() else { panic!("{:?}", site.speakers) };
    assert_eq!((moss.name.as_str(), moss.slug.as_str(), moss.kind), ("Jane Moss", "jane-moss", EntityKind::Person));
    assert_eq!(moss.aliases, ["Moss"]);
    assert_eq!(moss.descriptions.len(), 1);
    assert_eq!(places(moss), [(0, 0), (1, 0)], "newest article first, and speech only");
    assert_eq!((moss.words, moss.article_count), (10, 2));
    assert_eq!((moss.first.unwrap().to_string(), moss.last.unwrap().to_string()), {
        ("2025-03-01".to_owned(), "2025-04-01".to_owned())
    });
    assert_eq!(site.quotation_count, 4);
}

#[test]
fn voices_have_the_unnamed_and_put_the_unknown_last() {
    let site = assemble(vec![harbour().build()]);
    let voices: Vec<(VoiceSource, usize)> = site.voices[0].iter().map(|voice| (voice.source, voice.words)).collect();
    let moss = VoiceSource::Speaker(SpeakerId::from_index(0));
    let sailor = VoiceSource::Unnamed(crate::extract::EntityId(1));
    assert_eq!(voices, [(moss, 6), (sailor, 3), (VoiceSource::Unknown, 2)]);
}

#[test]
fn the_order_of_articles_does_not_matter() {
    let namesake = || Sample::new("z.md").dated("2020-01-01").text("\"No,\" said Jane Moss.").body("Jane Moss");
    let sources = [|| harbour().build(), || storm().build()];
    let namesake = || namesake().says(Kind::Direct, &["No,"], "said").build();
    let forwards = assemble(vec![sources[0](), sources[1](), namesake()]);
    let backwards = assemble(vec![namesake(), sources[1](), sources[0]()]);
    assert_eq!(forwards.speakers, backwards.speakers);
    assert_eq!(forwards.voices, backwards.voices);
}

#[test]
fn who_was_quoted_first_keeps_the_plain_slug() {
    let body = Sample::new("z.md").dated("2020-01-01").text("\"No,\" said Jane Moss.").body("Jane Moss");
    let site = assemble(vec![harbour().build(), body.says(Kind::Direct, &["No,"], "said").build()]);
    let slugs: Vec<(EntityKind, &str)> = site.speakers.iter().map(|s| (s.kind, s.slug.as_str())).collect();
    assert_eq!(slugs, [(EntityKind::Organization, "jane-moss"), (EntityKind::Person, "jane-moss-2")]);
}

#[test]
fn a_speaker_goes_by_its_commonest_full_name() {
    let site = assemble(
        [("a.md", "Jose Nunez"), ("b.md", "José Núñez"), ("c.md", "José Núñez")]
            .map(|(source, name)| {
                Sample::new(source).text("\"No,\" he said.").person(name).says(Kind::Direct, &["No,"], "said").build()
            })
            .to_vec(),
    );
    assert_eq!(site.speakers.len(), 1);
    assert_eq!(
        (site.speakers[0].name.as_str(), site.speakers[0].aliases.as_slice()),
        ("José Núñez", ["Jose Nunez".to_owned()].as_slice())
    );
}

#[test]
fn an_empty_site_is_a_site() {
    let site = assemble(Vec::new());
    assert_eq!((site.articles.len(), site.speakers.len(), site.quotation_count), (0, 0, 0));
}
