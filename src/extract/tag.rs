//! Part-of-speech tags and the tagger: a greedy averaged perceptron behind a dictionary of unambiguous words
//! (Collins 2002; the dictionary after Brants' and Honnibal's taggers). Tags are Penn's, with the rare ones folded in.

use super::linear::{Features, Linear, feature, mix};
use crate::text::{Case, Token, TokenKind, word_hash};

/// A part of speech.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Tag {
    /// Coordinating conjunction.
    Cc,
    /// Cardinal number.
    Cd,
    /// Determiner, predeterminers too.
    Dt,
    /// Existential there.
    Ex,
    /// Preposition or subordinating conjunction.
    In,
    /// Adjective, all degrees.
    Jj,
    /// Modal verb.
    Md,
    /// Common noun, singular.
    #[default]
    Nn,
    /// Common noun, plural.
    Nns,
    /// Proper noun.
    Nnp,
    /// Possessive 's.
    Pos,
    /// Personal pronoun.
    Prp,
    /// Possessive pronoun.
    PrpS,
    /// Adverb, all degrees.
    Rb,
    /// Particle.
    Rp,
    /// to.
    To,
    /// Interjection.
    Uh,
    /// Verb, base form.
    Vb,
    /// Verb, past tense.
    Vbd,
    /// Verb, gerund.
    Vbg,
    /// Verb, past participle.
    Vbn,
    /// Verb, present, not third person singular.
    Vbp,
    /// Verb, present, third person singular.
    Vbz,
    /// Which, that, whose.
    Wdt,
    /// Who, what.
    Wp,
    /// Where, when, how.
    Wrb,
    /// Comma.
    Comma,
    /// Full stop, question mark, exclamation mark.
    Stop,
    /// Colon, semicolon, dash, ellipsis.
    Colon,
    /// Quotation mark.
    Quote,
    /// Bracket.
    Bracket,
    /// Any other sign.
    Sign,
}

/// Number of scores that the tagger's model keeps a feature.
pub const TAG_LANES: usize = 32;

/// The tags that the model chooses among, in the order of its lanes.
pub const WORD_TAGS: [Tag; 26] = [
    Tag::Cc,
    Tag::Cd,
    Tag::Dt,
    Tag::Ex,
    Tag::In,
    Tag::Jj,
    Tag::Md,
    Tag::Nn,
    Tag::Nns,
    Tag::Nnp,
    Tag::Pos,
    Tag::Prp,
    Tag::PrpS,
    Tag::Rb,
    Tag::Rp,
    Tag::To,
    Tag::Uh,
    Tag::Vb,
    Tag::Vbd,
    Tag::Vbg,
    Tag::Vbn,
    Tag::Vbp,
    Tag::Vbz,
    Tag::Wdt,
    Tag::Wp,
    Tag::Wrb,
];

impl Tag {
    /// A finite or non-finite verb form, modals excluded.
    pub fn is_verb(self) -> bool {
        (Self::Vb..=Self::Vbz).contains(&self)
    }

    /// A common or proper noun.
    pub fn is_noun(self) -> bool {
        (Self::Nn..=Self::Nnp).contains(&self)
    }

    /// A verb form that carries tense, modals included.
    pub fn is_finite(self) -> bool {
        matches!(self, Self::Md | Self::Vbd | Self::Vbp | Self::Vbz)
    }

    /// The tag of this lane of the model.
    pub fn from_lane(lane: usize) -> Self {
        WORD_TAGS.get(lane).copied().unwrap_or_default()
    }
}

/// The tagger's weights.
#[derive(Clone, Debug, Default)]
pub struct Tagger {
    /// Frequent words by hash, sorted: their commonest tag, and whether they have no other.
    pub dictionary: Dictionary,
    /// Scores for the others.
    pub weights: Linear<TAG_LANES>,
}

/// Frequent words and their commonest tags, an open-addressing table.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    slots: Vec<(u32, u8)>,
}

/// Set in an entry's byte where the word has one tag only.
const SURE: u8 = 0x80;
/// The byte of an empty slot.
const EMPTY: u8 = 0xff;

impl Dictionary {
    /// A table of these words: hash, commonest tag, and whether it is the only one.
    pub fn new(words: &[(u32, Tag, bool)]) -> Self {
        let size = (words.len() * 2).next_power_of_two().max(2);
        let mut slots = vec![(0, EMPTY); size];
        for &(hash, tag, sure) in words {
            let mut i = hash as usize & (size - 1);
            while slots[i].1 != EMPTY {
                i = (i + 1) & (size - 1);
            }
            slots[i] = (hash, tag as u8 | if sure { SURE } else { 0 });
        }
        Self { slots }
    }

    /// The entries, sorted by hash.
    pub fn entries(&self) -> Vec<(u32, Tag, bool)> {
        let mut words: Vec<_> = self
            .slots
            .iter()
            .filter(|slot| slot.1 != EMPTY)
            .map(|&(hash, byte)| (hash, Tag::from_lane(usize::from(byte & !SURE)), byte & SURE != 0))
            .collect();
        words.sort_unstable();
        words
    }

    /// The commonest tag of a word, and whether it has no other.
    pub fn get(&self, hash: u32) -> Option<(Tag, bool)> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut i = hash as usize & mask;
        loop {
            match self.slots[i] {
                (_, EMPTY) => return None,
                (h, byte) if h == hash => return Some((Tag::from_lane(usize::from(byte & !SURE)), byte & SURE != 0)),
                _ => i = (i + 1) & mask,
            }
        }
    }
}

impl Tagger {
    /// The tags of one sentence's tokens, appended to `tags`.
    pub fn tag(&self, text: &str, sentence: &[Token], features: &mut Features, tags: &mut Vec<Tag>) {
        let first = tags.len();
        for i in 0..sentence.len() {
            let tag = fixed_tag(text, &sentence[i]).or_else(|| self.sure_tag(&sentence[i])).unwrap_or_else(|| {
                features.clear();
                tag_features(text, sentence, i, &tags[first..], &self.dictionary, features);
                let sums = self.weights.sum(features);
                let lane = (0..WORD_TAGS.len()).max_by_key(|&l| (sums[l], std::cmp::Reverse(l))).unwrap_or_default();
                Tag::from_lane(lane)
            });
            tags.push(tag);
        }
    }

    /// The tag of a word that has one tag only.
    pub fn sure_tag(&self, token: &Token) -> Option<Tag> {
        let (tag, sure) = self.dictionary.get(token.hash)?;
        (sure && (token.case == Case::Lower || tag == Tag::Nnp)).then_some(tag)
    }
}

/// The tag of a token whose form alone decides: punctuation and digits.
pub fn fixed_tag(text: &str, token: &Token) -> Option<Tag> {
    match token.kind {
        TokenKind::Word => None,
        TokenKind::Number => {
            token.span.of(text).bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.').then_some(Tag::Cd)
        }
        TokenKind::Mark => match token.span.of(text) {
            "'" | "’" => None,
            _ => Some(Tag::Quote),
        },
        TokenKind::Other => Some(match token.span.of(text) {
            "," => Tag::Comma,
            "." | "!" | "?" => Tag::Stop,
            ":" | ";" | "-" | "–" | "—" | "…" => Tag::Colon,
            "(" | ")" | "[" | "]" | "{" | "}" => Tag::Bracket,
            s if s.starts_with("--") || s.starts_with("..") => Tag::Colon,
            _ => Tag::Sign,
        }),
    }
}

/// The features of the tag of `sentence[i]`, given the `tags` before it.
pub fn tag_features(
    text: &str,
    sentence: &[Token],
    i: usize,
    tags: &[Tag],
    dictionary: &Dictionary,
    out: &mut Features,
) {
    const EDGE: u32 = 0xffff_0001;
    let token = &sentence[i];
    let word = token.span.of(text).as_bytes();
    let hash_at = |j: Option<usize>| j.and_then(|j| sentence.get(j)).map_or(EDGE, |t| t.hash);
    let (before, after) = (hash_at(i.checked_sub(1)), hash_at(i.checked_add(1)));
    let after2 = hash_at(i.checked_add(2));
    let previous = |back: usize| i.checked_sub(back).map_or(EDGE, |j| tags[j] as u32);
    let (last, before_last) = (previous(1), previous(2));
    let usual = |hash: u32| dictionary.get(hash).map_or(EDGE, |(tag, sure)| tag as u32 * 2 + u32::from(sure));
    let (own, next) = (usual(token.hash), usual(after));
    let suffix = |n: usize| word_hash(std::str::from_utf8(&word[word.len().saturating_sub(n)..]).unwrap_or("?"));
    let shape = token.case as u32 * 4
        + u32::from(word.contains(&b'-')) * 2
        + u32::from(word.iter().any(u8::is_ascii_digit))
        + if i == 0 { 16 } else { 0 };
    let next_case = sentence.get(i + 1).map_or(3, |t| t.case as u32);
    out.extend([
        feature(1, token.hash, 0),
        feature(2, suffix(3), shape),
        feature(3, suffix(2), token.case as u32),
        feature(4, last, before_last),
        feature(5, token.hash, last),
        feature(6, before, 0),
        feature(7, after, 0),
        feature(8, last, next),
        feature(9, own, last),
        feature(10, own, next),
        feature(11, shape, mix(last, next_case)),
        feature(12, before, token.hash),
        feature(13, token.hash, after),
        feature(14, own, mix(last, before_last)),
        feature(15, after2, own),
        feature(16, suffix(4), 0),
    ]);
}
