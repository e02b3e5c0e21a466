//! What decided about an attribution: each reason has a stable key for data and a sentence for people.
//!
//! The reasons of an attribution stand in the order of the decisions: first how its words were found, then whom they were
//! given to.

use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::attribution::Attribution;
use super::find::Found;
use super::{Entity, Extraction};
use crate::text::one_line;

/// A reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "`words` says what each stands for")]
pub enum Evidence {
    CueBefore,
    CueAfter,
    InvertedCue,
    CueInside,
    Label,
    Signature,
    NoCue,
    CarriesOn,
    MarksOnly,
    Name,
    ShortName,
    Together,
    Apposition,
    Role,
    Description,
    Unnamed,
    Relative,
    Pronoun,
    PronounLastQuoted,
    PronounLastMentioned,
    FirstPerson,
    SharedSubject,
    Guest,
    Issuer,
    Unresolved,
    NoSource,
}

/// Every reason with its key and its sentence. `{cue}` and `{source}` are the article's words, `{name}` is the name that
/// was given, `{one}` is `man`, `woman` or `one`, as a pronoun has it.
const WORDS: [(Evidence, &str, &str); 26] = [
    (Evidence::CueBefore, "cue-before", "“{cue}” stands before the words."),
    (Evidence::CueAfter, "cue-after", "“{cue}” stands after the words."),
    (Evidence::InvertedCue, "inverted-cue", "“{source}” stands right after “{cue}”."),
    (Evidence::CueInside, "cue-inside", "“{cue}” stands in the middle of the words."),
    (Evidence::Label, "label", "The paragraph opens with its speaker, “{source}”."),
    (Evidence::Signature, "signature", "The words are signed by “{source}”."),
    (Evidence::NoCue, "no-cue", "No verb of saying goes with the words."),
    (Evidence::CarriesOn, "carries-on", "The words carry on the quotation before."),
    (Evidence::MarksOnly, "marks-only", "The article is not in English: only quotation marks were looked for."),
    (Evidence::Name, "name", "{name} is named as the source."),
    (Evidence::ShortName, "short-name", "“{source}” is short for {name}, the fullest name in the article."),
    (Evidence::Together, "together", "Several are named together as speaking."),
    (Evidence::Apposition, "apposition", "“{source}” stands beside the name of {name}."),
    (Evidence::Role, "role", "The article calls {name} “{source}” in other places too."),
    (Evidence::Description, "description", "“{source}” was read as {name}, the likeliest of those mentioned before."),
    (Evidence::Unnamed, "unnamed", "The article does not name “{source}”."),
    (Evidence::Relative, "relative", "“{source}” refers to {name}, mentioned right before."),
    (Evidence::Pronoun, "pronoun", "“{source}” was read as {name}, the likeliest of those mentioned before."),
    (Evidence::PronounLastQuoted, "pronoun-last-quoted", "“{source}” was read as {name}, the last {one} quoted."),
    (
        Evidence::PronounLastMentioned,
        "pronoun-last-mentioned",
        "“{source}” was read as {name}, the last {one} mentioned before.",
    ),
    (Evidence::FirstPerson, "first-person", "“{source}” is said by {name}, whose words these are."),
    (Evidence::SharedSubject, "shared-subject", "{name} is the subject of the sentence that “{cue}” goes on with."),
    (Evidence::Guest, "guest", "{name} is the only person named before the interview."),
    (Evidence::Issuer, "issuer", "“{source}” comes from {name}."),
    (Evidence::Unresolved, "unresolved", "Nobody in the article was found to fit “{source}”."),
    (Evidence::NoSource, "no-source", "The article does not say who speaks."),
];

impl Evidence {
    /// All reasons, those about the words first.
    pub fn all() -> impl Iterator<Item = Self> {
        WORDS.iter().map(|entry| entry.0)
    }

    /// Its name in data: lower case and hyphens. It never changes.
    pub fn key(self) -> &'static str {
        WORDS[self as usize].1
    }

    fn words(self) -> &'static str {
        WORDS[self as usize].2
    }
}

/// The reasons for an attribution, as sentences. A quotation that carries on from another one does not repeat the reasons
/// that have to do with the other one's source.
pub fn sentences(attribution: &Attribution, extraction: &Extraction, text: &str) -> Vec<String> {
    let source = attribution.source.map(|span| span.of(text));
    let value = |placeholder: &str| match placeholder {
        "cue" => attribution.cue.map(|span| shortened(span.of(text))),
        "source" => source.map(shortened),
        "one" => source.map(|source| one(source).to_owned()),
        _ => attribution.entity.and_then(|id| extraction.entity(id)).map(|entity| entity.name.clone()),
    };
    let sentence = |evidence: &Evidence| {
        let (mut sentence, mut rest) = (String::new(), evidence.words());
        while let Some((before, (placeholder, after))) =
            rest.split_once('{').and_then(|(b, r)| Some((b, r.split_once('}')?)))
        {
            sentence.push_str(before);
            sentence.push_str(&value(placeholder)?);
            rest = after;
        }
        Some(sentence + rest)
    };
    attribution.evidence.iter().filter_map(sentence).collect()
}

/// What a pronoun stands for.
fn one(pronoun: &str) -> &'static str {
    match pronoun.to_ascii_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => "man",
        "she" | "her" | "hers" | "herself" => "woman",
        _ => "one",
    }
}

/// The words of a text on one line; the first ones where there are many.
fn shortened(text: &str) -> String {
    const MOST: usize = 10;
    let line = one_line(text);
    let words: Vec<&str> = line.split(' ').collect();
    let start = words[..words.len().min(MOST)].join(" ");
    if words.len() > MOST { start + " …" } else { start }
}

/// How the words of an attribution were found.
pub(super) fn of_words(analysis: &Analysis<'_>, found: &Found) -> Evidence {
    let (Some(first), Some(last)) = (found.content.first(), found.content.last()) else { return Evidence::NoCue };
    match (found.cue, found.source) {
        _ if found.carries_on => Evidence::CarriesOn,
        // Within a paragraph, what carries on shows the source again, but not the cue.
        (None, _) if found.cue_token.is_some() => Evidence::CarriesOn,
        (None, Some(source)) if source.end() <= first.start() => Evidence::Label,
        (None, Some(_)) => Evidence::Signature,
        (None, _) => Evidence::NoCue,
        (Some(cue), Some(source)) if cue.start() >= first.end() && follows(analysis, cue.end(), source.start()) => {
            Evidence::InvertedCue
        }
        (Some(cue), _) if cue.end() <= first.start() => Evidence::CueBefore,
        (Some(cue), _) if cue.start() >= last.end() => Evidence::CueAfter,
        _ => Evidence::CueInside,
    }
}

/// Whether nothing but white space stands between the two offsets.
fn follows(analysis: &Analysis<'_>, end: usize, start: usize) -> bool {
    analysis.text.get(end..start).is_some_and(|between| between.trim().is_empty())
}

/// All reasons, given those for the choice of the entity: a name in full is told from a part of one, and where nobody was
/// found that is said.
pub(super) fn complete(
    analysis: &Analysis<'_>,
    found: &Found,
    entity: Option<&Entity>,
    who: &[Evidence],
) -> Vec<Evidence> {
    let in_full = |entity: &Entity| {
        let source = found.source.map_or("", |span| span.of(analysis.text));
        one_line(source).contains(&entity.name)
    };
    let mut all = vec![of_words(analysis, found)];
    for &reason in who {
        let short = reason == Evidence::Name && found.source.is_some() && !entity.is_none_or(in_full);
        let reason = if short { Evidence::ShortName } else { reason };
        if !all.contains(&reason) {
            all.push(reason);
        }
    }
    if entity.is_none() && !all.contains(&Evidence::NoSource) && !all.contains(&Evidence::Unresolved) {
        all.push(Evidence::Unresolved);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Block, BlockKind, Document, extract};
    use crate::text::Span;

    #[test]
    fn every_reason_has_its_own_key_and_a_sentence() {
        for (index, evidence) in Evidence::all().enumerate() {
            assert_eq!(evidence as usize, index, "the table has another order than the reasons");
            let stored = serde_json::to_value(evidence).unwrap();
            assert_eq!(stored, evidence.key(), "stored data and the key differ");
            assert!(evidence.words().ends_with('.') && evidence.words().len() > 20);
        }
        assert_eq!(Evidence::all().last(), Some(Evidence::NoSource));
    }

    /// The sentences of the last quotation of an article, one paragraph a line.
    fn check(text: &str, expected: &[&str]) {
        let mut at = 0;
        let blocks: Vec<Block> = text
            .split('\n')
            .map(|line| {
                at += line.len() + 1;
                Block { span: Span::new(at - line.len() - 1, at - 1), kind: BlockKind::Paragraph }
            })
            .collect();
        let extraction = extract(&Document { text, blocks: &blocks });
        let last = extraction.attributions.last().map(|a| sentences(a, &extraction, text));
        assert_eq!(last.unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn reasons_are_told_in_words() {
        check(
            "“The bridge will stay shut,” said Maren Holt.",
            &["“Maren Holt” stands right after “said”.", "Maren Holt is named as the source."],
        );
        check(
            "Maren Holt runs the harbour. “The bridge will stay shut,” Holt said.",
            &["“said” stands after the words.", "“Holt” is short for Maren Holt, the fullest name in the article."],
        );
        check(
            "Mr Colin Marsh said that the bridge was shut. “It will stay shut,” he said.",
            &["“said” stands after the words.", "“he” was read as Colin Marsh, the last man quoted."],
        );
        check(
            "“It will stay shut,” the critics said.",
            &["“said” stands after the words.", "The article does not name “the critics”."],
        );
    }
}
