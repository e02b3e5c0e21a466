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

/// Words of a sentence that are read together: no usual sentence is longer, and a row of very many takes no more room.
const PIECE: usize = 128 * AT_ONCE;

/// How many words on either side count for the tag of one.
const REACH: usize = 2;

/// Frequent words: their commonest tags, and whether they have no other.
pub type Dictionary = WordMap<(Tag, bool)>;

/// Buffers for [`Tagger::tag`], reused from sentence to sentence.
#[derive(Debug, Default)]
pub struct Scratch {
    words: Vec<Word>,
    features: Features,
    again: Features,
}

impl Tagger {
    /// The tags of one sentence's tokens, appended to `tags`.
    ///
    /// A word's tag depends on the two before it. So that no look-up has to wait for them, all words are scored on a guess
    /// at those first; where the guess was wrong the word is scored again.
    pub fn tag(&self, text: &str, sentence: &[Token], scratch: &mut Scratch, tags: &mut Vec<Tag>) {
        for start in (0..sentence.len()).step_by(PIECE) {
            self.tag_piece(text, sentence, start, scratch, tags);
        }
    }

    /// The tags of the piece of a sentence that begins at `start`; `tags` ends with those of the words before it.
    fn tag_piece(&self, text: &str, sentence: &[Token], start: usize, scratch: &mut Scratch, tags: &mut Vec<Tag>) {
        let Scratch { words, features, again } = scratch;
        let (first, end) = (start.saturating_sub(REACH), sentence.len().min(start + PIECE));
        let seen = sentence[first..sentence.len().min(end + REACH)].iter().enumerate();
        words.clear();
        words.extend(seen.map(|(i, token)| Word::new(text, token, first + i == 0, &self.dictionary)));
        let tagged = tags.len() - (start - first);
        tags.extend(words[start - first..end - first].iter().map(|word| word.guess));
        let tags = &mut tags[tagged..];
        let mut open = [0; AT_ONCE];
        let mut sums = [[0; TAG_LANES]; AT_ONCE];
        for part in (start - first..tags.len()).step_by(AT_ONCE) {
            features.clear();
            let mut count = 0;
            for i in (part..tags.len().min(part + AT_ONCE)).filter(|&i| words[i].known.is_none()) {
                open[count] = i;
                count += 1;
                tag_features(words, i, tags, features);
            }
            sums.iter_mut().zip(self.weights.sums_of_each(features, count)).for_each(|(sum, of_word)| *sum = of_word);
            for ((&i, sums), of_word) in open[..count].iter().zip(&sums).zip(features.chunks_exact(TAG_FEATURES)) {
                let is_as_guessed = |j: usize| j < part || tags[j] == words[j].guess;
                tags[i] = if (i.saturating_sub(2)..i).all(is_as_guessed) {
                    best_tag(sums)
                } else {
                    again.clear();
                    again.extend_from_slice(&of_word[..WORD_FEATURES]);
                    history_features(words, i, tags, again);
                    best_tag(&self.weights.sum(again))
                };
                // `the WHO`: no article stands before a pronoun.
                let article = i > 0 && tags[i - 1] == Tag::Dt;
                if article && words[i].case == Case::Upper && matches!(tags[i], Tag::Wp | Tag::Prp) {
                    tags[i] = Tag::Nnp;
                }
            }
        }
    }
}

/// The tag with the highest score, the first of several.
fn best_tag(sums: &[i32; TAG_LANES]) -> Tag {
    let lane = (0..WORD_TAGS.len()).fold(0, |best, lane| if sums[lane] > sums[best] { lane } else { best });
    Tag::from_lane(lane)
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

/// What the tagger knows of a word by itself.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// The tag, where there is no choice: that of punctuation, digits and words that have one tag only.
    pub known: Option<Tag>,
    /// The likeliest tag.
    guess: Tag,
    hash: u32,
    case: Case,
    /// Its commonest tag.
    usual: u32,
    /// Case and signs, and whether it stands first.
    shape: u32,
    /// Hashes of its last two, three and four bytes.
    suffixes: [u32; 3],
}

impl Word {
    /// The word of a token.
    pub fn new(text: &str, token: &Token, is_first: bool, dictionary: &Dictionary) -> Self {
        let word = token.span.of(text).as_bytes();
        let entry = dictionary.get(token.hash);
        let sure = || entry.filter(|&(tag, sure)| sure && (token.case == Case::Lower || tag == Tag::Nnp));
        let known = fixed_tag(text, token).or_else(|| sure().map(|(tag, _)| tag));
        let likely = || entry.map_or(if token.case == Case::Lower { Tag::Nn } else { Tag::Nnp }, |(tag, _)| tag);
        let suffix = |n: usize| word_hash(std::str::from_utf8(&word[word.len().saturating_sub(n)..]).unwrap_or("?"));
        Self {
            known,
            guess: known.unwrap_or_else(likely),
            hash: token.hash,
            case: token.case,
            usual: entry.map_or(EDGE, |(tag, sure)| tag as u32 * 2 + u32::from(sure)),
            shape: token.case as u32 * 4
                + u32::from(word.contains(&b'-')) * 2
                + u32::from(word.iter().any(u8::is_ascii_digit))
                + if is_first { 16 } else { 0 },
            suffixes: if known.is_none() { [2, 3, 4].map(suffix) } else { [0; 3] },
        }
    }
}

const EDGE: u32 = 0xffff_0001;
/// Features of a tag.
const TAG_FEATURES: usize = 16;
/// Those of them that depend on words alone; they come first.
const WORD_FEATURES: usize = 10;

/// The features of the tag of `sentence[i]`, given the `tags` before it.
pub fn tag_features(sentence: &[Word], i: usize, tags: &[Tag], out: &mut Features) {
    word_features(sentence, i, out);
    history_features(sentence, i, tags, out);
}

/// Those features that depend on words alone.
fn word_features(sentence: &[Word], i: usize, out: &mut Features) {
    let word = &sentence[i];
    let hash_at = |j: Option<usize>| j.and_then(|j| sentence.get(j)).map_or(EDGE, |word| word.hash);
    let (before, after, after2) = (hash_at(i.checked_sub(1)), hash_at(Some(i + 1)), hash_at(Some(i + 2)));
    let next = sentence.get(i + 1).map_or(EDGE, |word| word.usual);
    let [two, three, four] = word.suffixes;
    let features: [u32; WORD_FEATURES] = [
        feature(1, word.hash, 0),
        feature(2, three, word.shape),
        feature(3, two, word.case as u32),
        feature(6, before, 0),
        feature(7, after, 0),
        feature(10, word.usual, next),
        feature(12, before, word.hash),
        feature(13, word.hash, after),
        feature(15, after2, word.usual),
        feature(16, four, 0),
    ];
    out.extend(features);
}

/// Those features that depend on the tags before.
fn history_features(sentence: &[Word], i: usize, tags: &[Tag], out: &mut Features) {
    let word = &sentence[i];
    let previous = |back: usize| i.checked_sub(back).map_or(EDGE, |j| tags[j] as u32);
    let (last, before_last) = (previous(1), previous(2));
    let (next, next_case) = sentence.get(i + 1).map_or((EDGE, 3), |next| (next.usual, next.case as u32));
    let features: [u32; TAG_FEATURES - WORD_FEATURES] = [
        feature(4, last, before_last),
        feature(5, word.hash, last),
        feature(8, last, next),
        feature(9, word.usual, last),
        feature(11, word.shape, mix(last, next_case)),
        feature(14, word.usual, mix(last, before_last)),
    ];
    out.extend(features);
}
