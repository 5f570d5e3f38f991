//! Sets of small numbers: the alternatives of a union, the names that a schema gives.

/// A set of numbers; where all are below 64 it is a word.
#[derive(Clone, Default)]
pub(crate) struct SmallSet {
    first: u64,
    others: Vec<u64>,
}

impl SmallSet {
    /// Those of the first `count` numbers that have what is asked.
    #[inline]
    pub(crate) fn new(count: usize, has: impl Fn(usize) -> bool) -> Self {
        let mut set = SmallSet::default();
        (0..count)
            .filter(|number| has(*number))
            .for_each(|number| set.add(number));
        set
    }

    /// Adds a number, which may be there already.
    #[inline]
    pub(crate) fn add(&mut self, number: usize) {
        let bit = 1 << (number % 64);
        match number / 64 {
            0 => self.first |= bit,
            word => {
                if self.others.len() < word {
                    self.others.resize(word, 0);
                }
                self.others[word - 1] |= bit;
            }
        }
    }

    fn words(&self) -> impl Iterator<Item = u64> + '_ {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.first == 0 && self.others.iter().all(|word| *word == 0)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.words().map(|word| word.count_ones() as usize).sum()
    }

    /// The only one.
    #[inline]
    pub(crate) fn only(&self) -> Option<usize> {
        if self.others.is_empty() {
            return self
                .first
                .is_power_of_two()
                .then(|| self.first.trailing_zeros() as usize);
        }
        (self.len() == 1).then(|| self.iter().next()).flatten()
    }

    /// The numbers, in order.
    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words().enumerate().flat_map(|(place, word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(place * 64 + bit)
            })
        })
    }

    /// Leaves those that have what is asked.
    #[inline]
    pub(crate) fn retain(&mut self, has: impl Fn(usize) -> bool) {
        retain_of(&mut self.first, 0, &has);
        for (place, word) in self.others.iter_mut().enumerate() {
            retain_of(word, (place + 1) * 64, &has);
        }
    }
}

#[inline]
fn retain_of(word: &mut u64, base: usize, has: &impl Fn(usize) -> bool) {
    let mut left = *word;
    while left != 0 {
        let bit = left.trailing_zeros();
        left &= left - 1;
        if !has(base + bit as usize) {
            *word &= !(1 << bit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_counts_once_wherever_it_lies() {
        let mut set = SmallSet::default();
        [0, 63, 64, 64, 200, 0].into_iter().for_each(|number| set.add(number));
        assert_eq!(set.len(), 4);
    }

    #[test]
    fn it_is_a_set_of_any_size() {
        for count in [0, 1, 63, 64, 65, 200] {
            let mut set = SmallSet::new(count, |index| index % 3 != 0);
            let expected: Vec<usize> = (0..count).filter(|index| index % 3 != 0).collect();
            assert_eq!(set.iter().collect::<Vec<_>>(), expected);
            assert_eq!((set.len(), set.is_empty()), (expected.len(), expected.is_empty()));
            set.retain(|index| index + 1 == count);
            assert_eq!(set.only(), (count % 3 != 1 && count > 0).then(|| count - 1), "{count}");
        }
    }
}
