//! Part-of-speech tags and the tagger: a greedy averaged perceptron behind a dictionary of unambiguous words
//! (Collins 2002; the dictionary after Brants' and Honnibal's taggers). Tags are Penn's, with the rare ones folded in.

use super::linear::{Features, Linear, feature, mix};
use crate::text::{Case, Token, TokenKind, WordMap, word_hash};

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
    /// Frequent words.
    pub dictionary: Dictionary,
    /// Scores for the others.
    pub weights: Linear<TAG_LANES>,
}

/// Words of a sentence that are looked at together.
const AT_ONCE: usize = 32;

/// Frequent words: their commonest tags, and whether they have no other.
pub type Dictionary = WordMap<(Tag, bool)>;

impl Tagger {
    /// The tags of one sentence's tokens, appended to `tags`.
    pub fn tag(&self, text: &str, sentence: &[Token], features: &mut Features, tags: &mut Vec<Tag>) {
        let first = tags.len();
        let known = |token: &Token| fixed_tag(text, token).or_else(|| self.sure_tag(token));
        let mut open = [0; AT_ONCE];
        for part in (0..sentence.len()).step_by(AT_ONCE) {
            // What does not depend on the tags before is summed up for many words first, see `Linear`.
            features.clear();
            let mut count = 0;
            for (i, token) in sentence.iter().enumerate().skip(part).take(AT_ONCE) {
                let tag = known(token);
                if tag.is_none() {
                    open[count] = i;
                    count += 1;
                    word_features(text, sentence, i, &self.dictionary, features);
                }
                tags.push(tag.unwrap_or_default());
            }
            let mut sums = [[0; TAG_LANES]; AT_ONCE];
            for (sum, of_words) in sums.iter_mut().zip(self.weights.sums_of_each(features, count)) {
                *sum = of_words;
            }
            for (&i, sums) in open[..count].iter().zip(&mut sums) {
                features.clear();
                history_features(text, sentence, i, &tags[first..], &self.dictionary, features);
                sums.iter_mut().zip(self.weights.sum(features)).for_each(|(sum, of_tags)| *sum += of_tags);
                let lane = (0..WORD_TAGS.len()).max_by_key(|&l| (sums[l], std::cmp::Reverse(l))).unwrap_or_default();
                tags[first + i] = Tag::from_lane(lane);
            }
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
    word_features(text, sentence, i, dictionary, out);
    history_features(text, sentence, i, tags, dictionary, out);
}

const EDGE: u32 = 0xffff_0001;

/// The hash of the token at `i + offset`.
fn hash_at(sentence: &[Token], i: usize, offset: isize) -> u32 {
    i.checked_add_signed(offset).and_then(|j| sentence.get(j)).map_or(EDGE, |t| t.hash)
}

/// The commonest tag of a word.
fn usual(dictionary: &Dictionary, hash: u32) -> u32 {
    dictionary.get(hash).map_or(EDGE, |(tag, sure)| tag as u32 * 2 + u32::from(sure))
}

/// Case and signs of a word, and whether it stands first.
fn shape(word: &[u8], case: Case, i: usize) -> u32 {
    case as u32 * 4
        + u32::from(word.contains(&b'-')) * 2
        + u32::from(word.iter().any(u8::is_ascii_digit))
        + if i == 0 { 16 } else { 0 }
}

/// Those features that depend on words alone.
fn word_features(text: &str, sentence: &[Token], i: usize, dictionary: &Dictionary, out: &mut Features) {
    let token = &sentence[i];
    let word = token.span.of(text).as_bytes();
    let (before, after, after2) = (hash_at(sentence, i, -1), hash_at(sentence, i, 1), hash_at(sentence, i, 2));
    let (own, next) = (usual(dictionary, token.hash), usual(dictionary, after));
    let suffix = |n: usize| word_hash(std::str::from_utf8(&word[word.len().saturating_sub(n)..]).unwrap_or("?"));
    out.extend([
        feature(1, token.hash, 0),
        feature(2, suffix(3), shape(word, token.case, i)),
        feature(3, suffix(2), token.case as u32),
        feature(6, before, 0),
        feature(7, after, 0),
        feature(10, own, next),
        feature(12, before, token.hash),
        feature(13, token.hash, after),
        feature(15, after2, own),
        feature(16, suffix(4), 0),
    ]);
}

/// Those features that depend on the tags before.
fn history_features(
    text: &str,
    sentence: &[Token],
    i: usize,
    tags: &[Tag],
    dictionary: &Dictionary,
    out: &mut Features,
) {
    let token = &sentence[i];
    let previous = |back: usize| i.checked_sub(back).map_or(EDGE, |j| tags[j] as u32);
    let (last, before_last) = (previous(1), previous(2));
    let (own, next) = (usual(dictionary, token.hash), usual(dictionary, hash_at(sentence, i, 1)));
    let next_case = sentence.get(i + 1).map_or(3, |t| t.case as u32);
    out.extend([
        feature(4, last, before_last),
        feature(5, token.hash, last),
        feature(8, last, next),
        feature(9, own, last),
        feature(11, shape(token.span.of(text).as_bytes(), token.case, i), mix(last, next_case)),
        feature(14, own, mix(last, before_last)),
    ]);
}
