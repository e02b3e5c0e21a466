//! Part-of-speech tags and the tagger: a greedy averaged perceptron behind a dictionary of unambiguous words
//! (Collins 2002; the dictionary after Brants' and Honnibal's taggers). Tags are Penn's, with the rare ones folded in.

use super::linear::{Linear, feature, mix};
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
    features: Vec<[u32; TAG_FEATURES]>,
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
        let Scratch { words, features } = scratch;
        let (first, end) = (start.saturating_sub(REACH), sentence.len().min(start + PIECE));
        let seen = sentence[first..sentence.len().min(end + REACH)].iter().enumerate();
        words.clear();
        words.extend(seen.map(|(i, token)| Word::new(text, token, first + i == 0, &self.dictionary)));
        let tagged = tags.len() - (start - first);
        tags.extend(words[start - first..end - first].iter().map(|word| word.guess));
        let tags = &mut tags[tagged..];
        let mut open = [0; AT_ONCE];
        for part in (start - first..tags.len()).step_by(AT_ONCE) {
            features.clear();
            for i in (part..tags.len().min(part + AT_ONCE)).filter(|&i| words[i].known.is_none()) {
                open[features.len()] = i;
                features.push(tag_features(words, i, tags));
            }
            let sums = features.iter().map(|features| {
                let (of_words, of_history) = features.split_at(WORD_FEATURES);
                (self.weights.sum(of_words), self.weights.sum(of_history))
            });
            for (&i, (of_words, of_history)) in open.iter().zip(sums) {
                let is_as_guessed = |j: usize| j < part || tags[j] == words[j].guess;
                tags[i] = if (i.saturating_sub(2)..i).all(is_as_guessed) {
                    best_tag(&of_words, &of_history)
                } else {
                    best_tag(&of_words, &self.weights.sum(&history_features(words, i, tags)))
                };
                if matches!(tags[i], Tag::Wp | Tag::Prp) && is_acronym(words, i, tags) {
                    tags[i] = Tag::Nnp;
                }
            }
        }
    }
}

/// Whether a word that would be a pronoun is an acronym: `the WHO`, as no article stands before a pronoun; `WHO said`, as this
/// one is shouted alone by nobody.
fn is_acronym(words: &[Word], i: usize, tags: &[Tag]) -> bool {
    let is_shouted = |i: usize| words.get(i).is_some_and(|word| word.case == Case::Upper);
    let after_article = i > 0 && tags[i - 1] == Tag::Dt;
    let alone = !(is_shouted(i + 1) || (i > 0 && is_shouted(i - 1)));
    is_shouted(i) && (after_article || words[i].hash == word_hash("who") && alone)
}

/// The tag with the highest score, the first of several.
fn best_tag(of_words: &[i32; TAG_LANES], of_history: &[i32; TAG_LANES]) -> Tag {
    let sums: [i32; TAG_LANES] = std::array::from_fn(|lane| of_words[lane] + of_history[lane]);
    let most = sums[..WORD_TAGS.len()].iter().fold(i32::MIN, |most, &sum| most.max(sum));
    Tag::from_lane(sums.iter().position(|&sum| sum == most).unwrap_or_default())
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
    /// Case and signs, and whether it stands first; only where there is a choice.
    shape: u32,
    /// Hashes of its last two, three and four bytes; only where there is a choice.
    suffixes: [u32; 3],
}

impl Word {
    /// The word of a token.
    pub fn new(text: &str, token: &Token, is_first: bool, dictionary: &Dictionary) -> Self {
        let entry = dictionary.get(token.hash);
        let sure = || entry.filter(|&(tag, sure)| sure && (token.case == Case::Lower || tag == Tag::Nnp));
        let known = fixed_tag(text, token).or_else(|| sure().map(|(tag, _)| tag));
        let likely = || entry.map_or(if token.case == Case::Lower { Tag::Nn } else { Tag::Nnp }, |(tag, _)| tag);
        let guess = known.unwrap_or_else(likely);
        let usual = entry.map_or(EDGE, |(tag, sure)| tag as u32 * 2 + u32::from(sure));
        let mut own = Self { known, guess, hash: token.hash, case: token.case, usual, shape: 0, suffixes: [0; 3] };
        if known.is_none() {
            let word = token.span.of(text);
            own.shape = token.case as u32 * 4
                + u32::from(word.bytes().any(|byte| byte == b'-')) * 2
                + u32::from(word.bytes().any(|byte| byte.is_ascii_digit()))
                + if is_first { 16 } else { 0 };
            // One that would cut through a letter is none.
            let suffix = |n: usize| word_hash(word.get(word.len().saturating_sub(n)..).unwrap_or("?"));
            own.suffixes = [2, 3, 4].map(suffix);
        }
        own
    }
}

const EDGE: u32 = 0xffff_0001;
/// Features of a tag.
pub const TAG_FEATURES: usize = WORD_FEATURES + HISTORY_FEATURES;
const WORD_FEATURES: usize = 10;
const HISTORY_FEATURES: usize = 6;

/// The features of the tag of `sentence[i]`, given the `tags` before it: those that depend on words alone first.
pub fn tag_features(sentence: &[Word], i: usize, tags: &[Tag]) -> [u32; TAG_FEATURES] {
    let (words, history) = (word_features(sentence, i), history_features(sentence, i, tags));
    std::array::from_fn(|f| if f < WORD_FEATURES { words[f] } else { history[f - WORD_FEATURES] })
}

fn word_features(sentence: &[Word], i: usize) -> [u32; WORD_FEATURES] {
    let word = &sentence[i];
    let hash_at = |j: Option<usize>| j.and_then(|j| sentence.get(j)).map_or(EDGE, |word| word.hash);
    let (before, after, after2) = (hash_at(i.checked_sub(1)), hash_at(Some(i + 1)), hash_at(Some(i + 2)));
    let next = sentence.get(i + 1).map_or(EDGE, |word| word.usual);
    let [two, three, four] = word.suffixes;
    [
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
    ]
}

/// Those features that depend on the tags before, too.
fn history_features(sentence: &[Word], i: usize, tags: &[Tag]) -> [u32; HISTORY_FEATURES] {
    let word = &sentence[i];
    let previous = |back: usize| i.checked_sub(back).map_or(EDGE, |j| tags[j] as u32);
    let (last, before_last) = (previous(1), previous(2));
    let (next, next_case) = sentence.get(i + 1).map_or((EDGE, 3), |next| (next.usual, next.case as u32));
    [
        feature(4, last, before_last),
        feature(5, word.hash, last),
        feature(8, last, next),
        feature(9, word.usual, last),
        feature(11, word.shape, mix(last, next_case)),
        feature(14, word.usual, mix(last, before_last)),
    ]
}
