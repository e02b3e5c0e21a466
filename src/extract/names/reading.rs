//! The analysed document as the naming stages read it: tokens with their word classes, and what is said inside quotations.

use std::collections::HashMap;
use std::ops::Range;

use crate::extract::BlockKind;
use crate::extract::analysis::Analysis;
use crate::extract::attribution::Kind;
use crate::extract::find::Found;
use crate::extract::lexicon::{Classes, Lexicon};
use crate::extract::tag::Tag;
use crate::text::{Case, TokenKind, word_hash};

/// No attribution's words.
const NOBODY: u32 = u32::MAX;

/// Marks an attribution's words as quoted ones.
const QUOTED: u32 = 1 << 31;

/// Tokens with classes.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    /// What is read.
    pub analysis: &'a Analysis<'a>,
    /// The list of words.
    pub lexicon: &'static Lexicon,
    /// The classes of each token.
    classes: Vec<Classes>,
    /// The attribution whose content a token belongs to, with the bit [`QUOTED`] where all of that is quoted.
    content: Vec<u32>,
    /// Tokens of words that are reported inside quoted ones, with the attribution that quotes them.
    nested: HashMap<usize, u32>,
    /// For each sentence, whether its capitals say nothing (headlines in title case, ALL-CAPS lines).
    shouting: Vec<bool>,
}

impl<'a> Reading<'a> {
    /// Reads the document and the attributions found in it.
    pub(crate) fn new(analysis: &'a Analysis<'a>, found: &[Found]) -> Self {
        let lexicon = Lexicon::embedded();
        let mut classes: Vec<Classes> =
            analysis.tokens.iter().map(|t| classes_of(lexicon, t.hash, t.span.of(analysis.text))).collect();
        // `the attorney general`
        for t in 1..classes.len() {
            if classes[t - 1].any(Classes::PERSON) && analysis.word(t) == "general" {
                classes[t] = classes[t].or(Classes::PERSON);
            }
        }
        let mut nested = HashMap::new();
        let mut content = vec![NOBODY; analysis.tokens.len()];
        for (index, attribution) in found.iter().enumerate() {
            let quoted = if attribution.kind == Kind::Direct { QUOTED } else { 0 };
            for token in attribution.content.iter().flat_map(|span| analysis.tokens_of(*span)) {
                let before = std::mem::replace(&mut content[token], index as u32 | quoted);
                if quoted == 0 && before != NOBODY && before & QUOTED != 0 {
                    nested.insert(token, before & !QUOTED);
                }
            }
        }
        let shouting = (0..analysis.sentences.len()).map(|s| shouts(analysis, lexicon, s)).collect();
        Self { analysis, lexicon, classes, content, nested, shouting }
    }

    /// The classes of a token; none past the end.
    pub(crate) fn classes(&self, token: usize) -> Classes {
        self.classes.get(token).copied().unwrap_or_default()
    }

    /// Whether a token is in one of these classes.
    pub(crate) fn is(&self, token: usize, classes: Classes) -> bool {
        self.classes(token).any(classes)
    }

    /// The tag of a token; a common noun past the end.
    pub(crate) fn tag(&self, token: usize) -> Tag {
        self.analysis.tags.get(token).copied().unwrap_or_default()
    }

    /// The text of a token.
    pub(crate) fn word(&self, token: usize) -> &'a str {
        self.analysis.word(token)
    }

    /// Hash of the token in lower case; 0 past the end.
    pub(crate) fn hash(&self, token: usize) -> u32 {
        self.analysis.tokens.get(token).map_or(0, |t| t.hash)
    }

    /// The text from the first token to the last.
    pub(crate) fn phrase(&self, tokens: Range<usize>) -> &'a str {
        self.analysis.span(tokens).of(self.analysis.text)
    }

    /// A word written with a capital, clitics and `I` apart; or with a particle before the capital: `al-Hakim`.
    pub(crate) fn is_capital(&self, token: usize) -> bool {
        self.analysis.tokens.get(token).is_some_and(|t| {
            let word = t.span.of(self.analysis.text);
            let capital = t.case != Case::Lower || has_particle(word);
            t.kind == TokenKind::Word && capital && self.tag(token) != Tag::Pos && word != "I"
        })
    }

    /// Whether the token is this word, in any case.
    pub(crate) fn is_word(&self, token: usize, word: &str) -> bool {
        // Most are of another length, and need not be looked at.
        let length = self.analysis.tokens.get(token).map_or(0, |t| t.span.len());
        length == word.len() && self.word(token).eq_ignore_ascii_case(word)
    }

    /// Whether the token is a possessive clitic, or the apostrophe of a plural.
    pub(crate) fn is_possessive(&self, token: usize) -> bool {
        self.tag(token) == Tag::Pos && matches!(self.word(token), "'s" | "’s" | "'S" | "’S" | "'" | "’")
    }

    /// The attribution whose quoted words the token belongs to.
    pub(crate) fn speaker_of(&self, token: usize) -> Option<usize> {
        match *self.content.get(token)? {
            NOBODY => None,
            content if content & QUOTED != 0 => Some((content & !QUOTED) as usize),
            _ => self.nested.get(&token).map(|&speech| speech as usize),
        }
    }

    /// The attribution whose content, quoted or not, the token belongs to.
    pub(crate) fn content_of(&self, token: usize) -> Option<usize> {
        self.content.get(token).filter(|&&content| content != NOBODY).map(|content| (content & !QUOTED) as usize)
    }

    /// Whether the capitals of the token's sentence say nothing.
    pub(crate) fn is_shouting(&self, sentence: usize) -> bool {
        self.shouting.get(sentence).copied().unwrap_or_default()
    }

    /// Whether a capital is forced at this token: it starts a sentence, or stands right after a mark or a colon.
    pub(crate) fn starts(&self, token: usize, sentence: &Range<usize>) -> bool {
        token == sentence.start || matches!(self.tag(token - 1), Tag::Quote | Tag::Colon | Tag::Stop | Tag::Bracket)
    }

    /// Whether the token is a common noun by its class and no adjective, verb or part of a name by its tag.
    pub(crate) fn is_noun(&self, token: usize) -> bool {
        matches!(self.tag(token), Tag::Nn | Tag::Nns) || self.tag(token) == Tag::Nnp && !self.is_capital(token)
    }
}

/// Whether a particle of two letters is joined to the name behind it.
fn has_particle(word: &str) -> bool {
    let joined = word.as_bytes().get(2) == Some(&b'-') && word.as_bytes().get(3).is_some_and(u8::is_ascii_uppercase);
    joined && matches!(&word.as_bytes()[..2], b"al" | b"el" | b"ul" | b"ur" | b"as" | b"an" | b"ad" | b"ar" | b"az")
}

/// The classes of a word; a compound (`co-author`) is a noun for a person if its last part is.
fn classes_of(lexicon: &Lexicon, hash: u32, word: &str) -> Classes {
    let classes = lexicon.classes(hash);
    let Some((_, last)) = word.rsplit_once('-').filter(|_| classes == Classes::default()) else { return classes };
    let person = Classes::PERSON.or(Classes::PEOPLE);
    let tail = lexicon.classes(word_hash(last));
    if tail.any(person) { tail.and(person) } else { classes }
}

/// Whether most words of a sentence have a capital.
fn shouts(analysis: &Analysis<'_>, lexicon: &Lexicon, sentence: usize) -> bool {
    let sentence = &analysis.sentences[sentence];
    let block = analysis.blocks[sentence.block].kind;
    let words = || analysis.tokens[sentence.tokens.clone()].iter().filter(|t| t.kind == TokenKind::Word);
    let small = words().filter(|t| t.case == Case::Lower && !lexicon.classes(t.hash).any(Classes::GRAMMAR)).count();
    let capital = words().filter(|t| t.case != Case::Lower).count();
    let upper = words().filter(|t| t.case == Case::Upper).count();
    let stopped = analysis.word(sentence.tokens.end - 1).ends_with(['.', '?', '!', '"', '”']);
    let top = sentence.block == 0 || matches!(block, BlockKind::Title | BlockKind::Heading);
    let headline = top || capital > 3 && !stopped;
    (headline && capital > 2 && small * 9 <= capital) || (capital > 3 && upper * 10 >= (capital + small) * 9)
}
