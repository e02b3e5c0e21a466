//! Numbers for words, so that many lists of words need little room.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Words with the numbers that they were given in the order in which they turned up.
#[derive(Debug, Default)]
pub struct Vocabulary(Mutex<Numbers>);

/// A vocabulary while nobody else has it.
#[derive(Debug, Default)]
pub struct Numbers(HashMap<String, u32>);

impl Vocabulary {
    /// A vocabulary with these words.
    pub fn of(words: Vec<String>) -> Self {
        Self(Mutex::new(Numbers(words.into_iter().zip(0..).collect())))
    }

    /// The vocabulary for somebody alone.
    pub fn lock(&self) -> MutexGuard<'_, Numbers> {
        // A thread that died while it had the vocabulary left it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All words, by number.
    pub fn words(&self) -> Vec<String> {
        let numbers = self.lock();
        let mut words = vec![String::new(); numbers.0.len()];
        for (word, &number) in &numbers.0 {
            words[number as usize].clone_from(word);
        }
        words
    }
}

impl Numbers {
    /// The number of a word, a new one where it has none.
    pub fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.0.get(word) {
            return number;
        }
        let number = self.0.len() as u32;
        self.0.insert(word.to_owned(), number);
        number
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_numbers() {
        let vocabulary = Vocabulary::default();
        let numbers = ["sea", "pier", "sea"].map(|word| vocabulary.lock().number(word));
        assert_eq!(numbers, [0, 1, 0]);
        let later = Vocabulary::of(vocabulary.words());
        assert_eq!(["tide", "pier", "sea"].map(|word| later.lock().number(word)), [2, 1, 0]);
        assert_eq!(later.words(), ["sea", "pier", "tide"]);
    }
}
