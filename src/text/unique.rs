//! Names that nobody else has: of equal ones the later get a number behind them.

use std::collections::{HashMap, HashSet};

/// Hands out names, each once.
#[derive(Clone, Debug, Default)]
pub struct Unique {
    taken: HashSet<String>,
    /// The last number put behind each.
    numbers: HashMap<String, usize>,
}

impl Unique {
    /// Takes names that somebody else has.
    pub fn without<'a>(taken: impl IntoIterator<Item = &'a str>) -> Self {
        Self { taken: taken.into_iter().map(str::to_owned).collect(), numbers: HashMap::new() }
    }

    /// `name` itself, or with `-2`, `-3`... behind it where that is taken.
    ///
    /// ```
    /// # use quotewright::text::Unique;
    /// let mut unique = Unique::without(["top"]);
    /// assert_eq!(["sea", "sea", "top"].map(|name| unique.claim(name.into())), ["sea", "sea-2", "top-2"]);
    /// ```
    pub fn claim(&mut self, name: String) -> String {
        if self.taken.insert(name.clone()) {
            return name;
        }
        // Counted on from the last time: there may be very many of one name.
        let number = self.numbers.entry(name.clone()).or_insert(1);
        loop {
            *number += 1;
            let numbered = format!("{name}-{number}");
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}
