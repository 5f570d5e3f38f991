//! Which properties there are.

/// A set of property indices, as wide as the type asks for: `[u64; N]` holds 64 N of them.
pub trait Seen {
    /// The empty set.
    const EMPTY: Self;
    /// Adds an index; whether it was in the set before.
    fn mark(&mut self, index: u16) -> bool;
    /// Whether an index is in the set.
    fn has(&self, index: u16) -> bool;
    /// The least index of `required` that is not in the set.
    fn first_missing(&self, required: &Self) -> Option<usize>;
    /// The indexes of `required` that are not in the set, in order.
    fn missing(&self, required: &Self) -> Vec<u16>;
}

impl<const N: usize> Seen for [u64; N] {
    const EMPTY: Self = [0; N];
    #[inline]
    fn mark(&mut self, index: u16) -> bool {
        let bit = 1 << (index % 64);
        let Some(word) = self.get_mut(usize::from(index / 64)) else {
            return false;
        };
        let before = *word & bit != 0;
        *word |= bit;
        before
    }
    fn has(&self, index: u16) -> bool {
        let word = self.get(usize::from(index / 64));
        word.is_some_and(|word| word & (1 << (index % 64)) != 0)
    }
    #[inline]
    fn first_missing(&self, required: &Self) -> Option<usize> {
        (0..N).find_map(|word| {
            let missing = required[word] & !self[word];
            (missing != 0).then(|| word * 64 + missing.trailing_zeros() as usize)
        })
    }
    fn missing(&self, required: &Self) -> Vec<u16> {
        let is_missing = |index: &u16| required.has(*index) && !self.has(*index);
        (0..N as u16 * 64).filter(is_missing).collect()
    }
}
