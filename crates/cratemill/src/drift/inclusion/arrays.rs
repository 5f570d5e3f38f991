//! What arrays hold, place by place.

use super::assertion::{Assertion, Items};
use super::schemas::Id;
use super::summary::{Conjunction, Summary};
use super::takes::{Inner, Prover, Step};

impl<'a> Prover<'_, 'a> {
    /// The places of an array at which the items are to be compared.
    pub(super) fn items(&mut self, side: usize, summary: &Summary<'a>, wide: &Items) -> Vec<Inner> {
        let known = summary.each(|one| {
            if let Assertion::Items(items) = one {
                Some(items.clone())
            } else {
                None
            }
        });
        let longest = known
            .iter()
            .chain([wide])
            .map(|one| one.prefix.len())
            .max()
            .unwrap_or(0);
        let most = self.most_items(side, summary);
        let at = |items: &Items, index: usize| items.prefix.get(index).copied().or(items.rest);
        let places = (0..=longest).filter(|index| most.is_none_or(|most| (*index as u64) < most));
        places
            .map(|index| Inner {
                step: Step::Item(index),
                narrow: Conjunction::of(known.iter().filter_map(|items| at(items, index))),
                wide: Conjunction::of(at(wide, index)),
            })
            .collect()
    }

    pub(super) fn least_items(&self, summary: &Summary<'a>) -> u64 {
        let contained = summary.each(|one| match one {
            Assertion::Contains(_, least, _) => Some(*least),
            _ => None,
        });
        contained.into_iter().max().unwrap_or(0).max(summary.min_items())
    }

    /// How many items there can be.
    pub(super) fn most_items(&mut self, side: usize, summary: &Summary<'a>) -> Option<u64> {
        let mut most = summary.each(|one| match one {
            Assertion::MaxItems(most) => Some(*most),
            _ => None,
        });
        for items in summary.each(|one| {
            if let Assertion::Items(items) = one {
                Some(items.clone())
            } else {
                None
            }
        }) {
            let mut all = items.prefix.iter().chain(&items.rest).enumerate();
            let closed = all.find(|(_, id)| self.is_impossible(side, &Conjunction::of([**id])));
            most.extend(closed.map(|(index, _)| index as u64));
        }
        most.into_iter().min()
    }

    pub(super) fn contains(
        &mut self,
        side: usize,
        summary: &Summary<'a>,
        item: Id,
        least: u64,
        most: Option<u64>,
    ) -> bool {
        let known = summary.each(|one| match one {
            Assertion::Contains(item, least, most) => Some((*item, *least, *most)),
            _ => None,
        });
        let wanted = Conjunction::of([item]);
        let mut enough = least == 0;
        let mut few = most.is_none_or(|most| self.most_items(side, summary).is_some_and(|known| known <= most));
        for (other, other_least, other_most) in known {
            let other = Conjunction::of([other]);
            enough |= other_least >= least && self.takes(side, &other, &wanted);
            let no_more = other_most.is_some_and(|known| most.is_some_and(|most| known <= most));
            few |= no_more && self.takes(1 - side, &wanted, &other);
        }
        if !enough && summary.min_items() >= least {
            let rest = Items {
                prefix: Vec::new(),
                rest: Some(item),
            };
            let places = self.items(side, summary, &rest);
            enough = places.iter().all(|one| self.takes(side, &one.narrow, &one.wide));
        }
        enough && few
    }
}
