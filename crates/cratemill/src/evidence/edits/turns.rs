//! Whose turn it is: kinds of edits one after the other, within a kind place after place, within a place value after value.

use super::{KINDS, List, Offer};
use crate::evidence::spots::Spot;
use std::collections::VecDeque;

/// The offers of all kinds at all places, made when their turn comes.
pub(super) struct Turns<'a, 's, 'v> {
    spots: &'s [Spot<'a, 'v>],
    /// The place that each kind begins with.
    first: usize,
    kinds: VecDeque<Kind<'a>>,
}

/// What is left of a kind's offers.
struct Kind<'a> {
    number: usize,
    /// How many places were asked.
    asked: usize,
    /// The offers that follow, of the places asked, with the number of the next one.
    open: VecDeque<(usize, usize, std::vec::IntoIter<Offer<'a>>)>,
}

impl<'a, 's, 'v> Turns<'a, 's, 'v> {
    /// The turns for a schema, of those lists that are judged. Which kind and place begin depends on the schema's name:
    /// many types with small allowances show all kinds together.
    pub fn new(spots: &'s [Spot<'a, 'v>], reference: &str, is_judged: impl Fn(List) -> bool) -> Self {
        let kind = |number| Kind {
            number,
            asked: 0,
            open: VecDeque::new(),
        };
        let judged = (0..KINDS.len()).filter(|number| is_judged(KINDS[*number].0));
        let mut kinds: VecDeque<Kind<'a>> = judged.map(kind).collect();
        let salt = super::super::synthesize::salt(reference);
        let below = |salt: u64, count: usize| (salt % count.max(1) as u64) as usize;
        kinds.rotate_left(below(salt, kinds.len()));
        Turns {
            spots,
            first: below(salt >> 32, spots.len()),
            kinds,
        }
    }

    /// The next offer: its list, and its place among the edits of that list.
    pub fn next(&mut self) -> Option<(List, (usize, usize, usize), Offer<'a>)> {
        while let Some(mut kind) = self.kinds.pop_front() {
            if let Some((spot, index, offer)) = kind.next(self.spots, self.first) {
                let number = kind.number;
                self.kinds.push_back(kind);
                return Some((KINDS[number].0, (spot, number, index), offer));
            }
        }
        None
    }

    /// Takes no more of a list; how many offers are left out by that.
    pub fn close(&mut self, list: List) -> usize {
        let (closed, open) = std::mem::take(&mut self.kinds)
            .into_iter()
            .partition(|kind| KINDS[kind.number].0 == list);
        self.kinds = open;
        self.count(closed)
    }

    /// How many offers are left.
    pub fn rest(&mut self) -> usize {
        let all = std::mem::take(&mut self.kinds);
        self.count(all)
    }

    fn count(&self, kinds: VecDeque<Kind<'a>>) -> usize {
        let of = |kind: &Kind<'a>| {
            let asked: usize = kind.open.iter().map(|(_, _, offers)| offers.len()).sum();
            let others = self.spots.iter().cycle().skip(self.first + kind.asked);
            let others = others.take(self.spots.len() - kind.asked);
            asked + others.map(|spot| KINDS[kind.number].1(spot).len()).sum::<usize>()
        };
        kinds.iter().map(of).sum()
    }
}

impl<'a> Kind<'a> {
    fn next(&mut self, spots: &[Spot<'a, '_>], first: usize) -> Option<(usize, usize, Offer<'a>)> {
        while self.asked < spots.len() {
            let spot = (first + self.asked) % spots.len();
            self.asked += 1;
            let mut offers = KINDS[self.number].1(&spots[spot]).into_iter();
            if let Some(offer) = offers.next() {
                self.open.push_back((spot, 1, offers));
                return Some((spot, 0, offer));
            }
        }
        while let Some((spot, index, mut offers)) = self.open.pop_front() {
            if let Some(offer) = offers.next() {
                self.open.push_back((spot, index + 1, offers));
                return Some((spot, index, offer));
            }
        }
        None
    }
}
