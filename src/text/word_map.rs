//! A table from words to values, by their hashes.

/// Values by the hash of a word (see [`super::word_hash`]). The hashes are taken as they are, so a look-up is a few
/// instructions: open addressing, at most half full.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordMap<V> {
    slots: Vec<(u32, Option<V>)>,
    len: usize,
}

impl<V: Copy> WordMap<V> {
    /// An empty table with room for this many words.
    pub fn with_capacity(words: usize) -> Self {
        Self { slots: vec![(0, None); (words * 2).next_power_of_two().max(4)], len: 0 }
    }

    /// The value of a word.
    pub fn get(&self, hash: u32) -> Option<V> {
        self.slots.get(self.slot(hash)).and_then(|slot| slot.1)
    }

    /// Sets the value of a word.
    pub fn insert(&mut self, hash: u32, value: V) {
        if (self.len + 1) * 2 > self.slots.len() {
            let mut larger = Self::with_capacity(self.slots.len().max(2));
            self.iter().for_each(|(hash, value)| larger.insert(hash, value));
            *self = larger;
        }
        let slot = self.slot(hash);
        self.len += usize::from(self.slots[slot].1.is_none());
        self.slots[slot] = (hash, Some(value));
    }

    /// All words and values, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = (u32, V)> {
        self.slots.iter().filter_map(|&(hash, value)| Some((hash, value?)))
    }

    /// Where the word stands, or could stand.
    fn slot(&self, hash: u32) -> usize {
        let mask = self.slots.len().saturating_sub(1);
        let mut slot = hash as usize & mask;
        while self.slots.get(slot).is_some_and(|&(other, value)| other != hash && value.is_some()) {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

impl<V: Copy> FromIterator<(u32, V)> for WordMap<V> {
    fn from_iter<I: IntoIterator<Item = (u32, V)>>(words: I) -> Self {
        let words = words.into_iter();
        let mut map = Self::with_capacity(words.size_hint().0);
        words.for_each(|(hash, value)| map.insert(hash, value));
        map
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_values_as_the_table_grows() {
        // Many of these fall into the same slots.
        let words = || (0..500u32).map(|i| (i % 7 * 0x1000 + i / 7, i));
        let map: WordMap<u32> = words().filter(|_| true).collect();
        assert!(words().all(|(hash, value)| map.get(hash) == Some(value)));
        assert_eq!(map.get(0xffff), None);
        assert_eq!(map.iter().count(), 500);
    }

    #[test]
    fn the_last_value_counts() {
        let map: WordMap<u8> = [(7, 1), (7, 2)].into_iter().collect();
        assert_eq!(map.get(7), Some(2));
        assert_eq!(WordMap::<u8>::default().get(7), None);
    }
}
