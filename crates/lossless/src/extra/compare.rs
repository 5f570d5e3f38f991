//! Lists of properties compared, in less than quadratic time.

use std::borrow::Borrow;

/// So many names are compared with each other; more are sorted, so that a hundred thousand take no quadratic time.
const FEW: usize = 16;

pub(super) fn repeated<N: Ord + Borrow<str>, V>(all: &[(N, V)]) -> Option<&str> {
    if all.len() <= FEW {
        let mut names = all.iter().enumerate();
        let again = names.find(|(index, (name, _))| all[..*index].iter().any(|(other, _)| other == name));
        return again.map(|(_, (name, _))| name.borrow());
    }
    let names = sorted(all);
    let again = names.windows(2).find(|pair| pair[0].0 == pair[1].0);
    again.map(|pair| pair[0].0.borrow())
}

/// The properties by name.
fn sorted<N: Ord, V>(all: &[(N, V)]) -> Vec<&(N, V)> {
    let mut sorted: Vec<_> = all.iter().collect();
    sorted.sort_by(|left, right| left.0.cmp(&right.0));
    sorted
}

/// Whether two lists of properties, of which neither repeats a name, are equal but for their order. Most often they are in
/// the same order.
pub(super) fn equal<N: Ord, V>(left: &[(N, V)], right: &[(N, V)], same: impl Fn(&V, &V) -> bool) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let alike = left.iter().zip(right).take_while(|(left, right)| left.0 == right.0);
    let alike = alike.count();
    let (begin, rest) = (
        left[..alike].iter().zip(&right[..alike]),
        (&left[alike..], &right[alike..]),
    );
    let mut rest = sorted(rest.0).into_iter().zip(sorted(rest.1));
    begin
        .map(|(left, right)| (&left.1, &right.1))
        .all(|(left, right)| same(left, right))
        && rest.all(|(left, right)| left.0 == right.0 && same(&left.1, &right.1))
}

#[cfg(test)]
mod tests {
    use super::repeated;
    use std::borrow::Borrow;
    use std::cell::Cell;
    use std::cmp::Ordering;

    thread_local! {
        static COMPARISONS: Cell<usize> = const { Cell::new(0) };
    }

    /// A name that counts how often it is compared.
    struct Counted(String);

    impl Ord for Counted {
        fn cmp(&self, other: &Self) -> Ordering {
            COMPARISONS.set(COMPARISONS.get() + 1);
            self.0.cmp(&other.0)
        }
    }
    impl PartialOrd for Counted {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }
    impl PartialEq for Counted {
        fn eq(&self, other: &Self) -> bool {
            self.cmp(other).is_eq()
        }
    }
    impl Eq for Counted {}
    impl Borrow<str> for Counted {
        fn borrow(&self) -> &str {
            &self.0
        }
    }

    const MANY: usize = 1 << 14;

    fn equal(left: &[(Counted, usize)], right: &[(Counted, usize)]) -> bool {
        super::equal(left, right, usize::eq)
    }

    fn names(order: impl Iterator<Item = usize>) -> Vec<(Counted, usize)> {
        order.map(|index| (Counted(format!("x{index}")), index)).collect()
    }

    fn counted<T>(work: impl FnOnce() -> T) -> (T, usize) {
        COMPARISONS.set(0);
        (work(), COMPARISONS.get())
    }

    #[test]
    fn many_properties_are_compared_in_less_than_quadratic_time() {
        let (all, again) = (names(0..MANY), names(0..MANY));
        assert_eq!(counted(|| equal(&all, &again)), (true, MANY));
        let scattered = names((0..MANY).map(|index| index * 5 % MANY));
        for other in [names((0..MANY).rev()), scattered] {
            let (same, comparisons) = counted(|| equal(&all, &other));
            assert!(same && comparisons < 3 * MANY * MANY.ilog2() as usize, "{comparisons}");
        }
    }

    #[test]
    fn a_repeated_name_is_found_in_less_than_quadratic_time() {
        let mut all = names((0..MANY).map(|index| index * 5 % MANY));
        let (found, comparisons) = counted(|| repeated(&all).map(str::to_owned));
        assert!(
            found.is_none() && comparisons < 3 * MANY * MANY.ilog2() as usize,
            "{comparisons}"
        );
        all.push((Counted("x77".to_owned()), 0));
        assert_eq!(repeated(&all), Some("x77"));
    }
}
