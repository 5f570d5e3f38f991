//! Where two schemas part: the places and keywords at which the one is not proven to take the values of the other.

use super::inclusion::{Assertion, Conjunction, Id, Inner, Miss, Prover, Step, types};
use std::collections::BTreeSet;

/// A keyword of the wider schema that is not proven to hold for all values of the narrower one.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// The Rust path of its place.
    pub path: String,
    /// The keyword; `false` for a schema that nothing is valid under.
    pub keyword: String,
    /// What lies around its place, from the outside in.
    pub around: Vec<Inner>,
    /// What both versions say at the place.
    pub narrow: Conjunction,
    pub wide: Conjunction,
    /// The schema that the keyword stands in.
    pub owner: Id,
    /// Whether it lies in two types that are no versions of one: that their keywords differ is no change of either.
    pub is_apart: bool,
}

/// The differences of two schemas, and the pairs of schemas, narrower and wider, in which they were sought.
pub(super) type Differences = (Vec<Leaf>, BTreeSet<(Id, Id)>);

/// What is known of the places that have a type.
pub(super) struct Paths<'t> {
    /// Whether a schema of the narrower side and one of the wider side are two versions of one type; none where one of them
    /// has no type.
    pub kin: &'t dyn Fn(Id, Id) -> Option<bool>,
    /// The Rust name of a property, by the path of its type.
    pub field: &'t dyn Fn(&str, &str) -> String,
    /// Whether the schemas themselves are those of two types that are no versions of one.
    pub is_apart: bool,
}

/// How many values deep differences are told apart.
const DEEPEST: usize = 16;
/// How many are told of one type.
const MOST: usize = 64;

/// The differences inside a type: what `narrow` of the version `side` has that `wide` of the other does not take.
pub(super) fn differences(
    prover: &mut Prover<'_, '_>,
    paths: &Paths<'_>,
    side: usize,
    path: &str,
    narrow: &Conjunction,
    wide: &Conjunction,
) -> Differences {
    let mut walk = Walk {
        prover,
        paths,
        side,
        leaves: Vec::new(),
        seen: BTreeSet::new(),
        sought: BTreeSet::new(),
        around: Vec::new(),
        others: Vec::new(),
        is_apart: paths.is_apart,
    };
    walk.walk(path, narrow, wide);
    (walk.leaves, walk.sought)
}

struct Walk<'x, 'w, 'a, 't> {
    prover: &'x mut Prover<'w, 'a>,
    paths: &'x Paths<'t>,
    side: usize,
    leaves: Vec<Leaf>,
    seen: BTreeSet<(Conjunction, Conjunction)>,
    sought: BTreeSet<(Id, Id)>,
    around: Vec<Inner>,
    /// The alternatives that the narrower schema has beside the one that is looked at.
    others: Vec<Id>,
    is_apart: bool,
}

impl Walk<'_, '_, '_, '_> {
    fn walk(&mut self, path: &str, narrow: &Conjunction, wide: &Conjunction) {
        if self.leaves.len() >= MOST || self.prover.takes(self.side, narrow, wide) {
            return;
        }
        let both = self.both(narrow, wide);
        let is_inside = !self.around.is_empty();
        let kin = both
            .filter(|_| is_inside)
            .and_then(|(one, other)| (self.paths.kin)(one, other));
        if kin == Some(true) || !self.seen.insert((narrow.clone(), wide.clone())) {
            return;
        }
        self.sought.extend(both);
        let was_apart = self.is_apart;
        self.is_apart |= kin == Some(false);
        self.walk_through(path, narrow, wide);
        self.is_apart = was_apart;
    }

    fn walk_through(&mut self, path: &str, narrow: &Conjunction, wide: &Conjunction) {
        if self.around.len() < DEEPEST && self.walk_apart(path, narrow, wide) {
            return;
        }
        let misses = self.prover.misses(self.side, narrow, wide);
        if misses.is_empty() || self.around.len() >= DEEPEST {
            let owner = wide.ids[0];
            self.add(path, "", owner, narrow, wide);
        }
        for miss in misses {
            self.miss(path, &miss, narrow, wide);
        }
    }

    fn add(&mut self, path: &str, keyword: &str, owner: Id, narrow: &Conjunction, wide: &Conjunction) {
        self.leaves.push(Leaf {
            path: path.to_owned(),
            keyword: keyword.to_owned(),
            around: self.around.clone(),
            narrow: narrow.clone(),
            wide: wide.clone(),
            owner,
            is_apart: self.is_apart,
        });
    }

    /// Goes on with the types or alternatives of the narrower schema that are the cause, if it is not all of them.
    fn walk_apart(&mut self, path: &str, narrow: &Conjunction, wide: &Conjunction) -> bool {
        let summary = self.prover.summary(self.side, narrow);
        // Each part with the alternatives that are left out of it.
        type Part = (Conjunction, Vec<Id>);
        let parts: Vec<Part> = types(summary.types).map(|one| (narrow.only(one), Vec::new())).collect();
        let mut ways = vec![parts];
        for (group, arms, _) in summary.groups() {
            let but = |arm: &Id| arms.iter().copied().filter(|other| other != arm).collect();
            let part = |arm: &Id| (narrow.choosing(group, *arm), but(arm));
            ways.push(arms.iter().map(part).collect());
        }
        for parts in ways {
            let (prover, side) = (&mut *self.prover, self.side);
            let failing: Vec<&Part> = parts
                .iter()
                .filter(|(part, _)| !prover.takes(side, part, wide))
                .collect();
            if !failing.is_empty() && failing.len() < parts.len() {
                for (part, others) in failing {
                    let known = self.others.len();
                    self.others.extend(others);
                    self.walk(path, part, wide);
                    self.others.truncate(known);
                }
                return true;
            }
        }
        false
    }

    fn miss(&mut self, path: &str, miss: &Miss<'_>, narrow: &Conjunction, wide: &Conjunction) {
        match &miss.what {
            Assertion::Required(name) => {
                let path = self.below(path, name);
                self.add(&path, "required", miss.owner, narrow, wide);
            }
            Assertion::Group(arms, _) => self.group(path, miss, arms, narrow, wide),
            what if miss.inner.is_empty() => self.add(path, what.keyword(), miss.owner, narrow, wide),
            what => {
                for inner in &miss.inner {
                    let path = match &inner.step {
                        Step::Property(name) => self.below(path, name),
                        _ => path.to_owned(),
                    };
                    self.around.push(Inner {
                        step: inner.step.clone(),
                        narrow: narrow.clone(),
                        wide: wide.clone(),
                    });
                    if self.prover.is_impossible(1 - self.side, &inner.wide) {
                        let keyword = match (&inner.step, what) {
                            (Step::Property(name), _) if self.names(wide, name) => "false",
                            (_, what) => what.keyword(),
                        };
                        self.add(&path, keyword, miss.owner, &inner.narrow, &inner.wide);
                    } else if inner.narrow.ids.is_empty() && !matches!(inner.step, Step::Property(_)) {
                        // What the narrower schema does not reach at all has no keyword that was another.
                        let keyword = match &inner.step {
                            Step::Matching(_) => "patternProperties",
                            _ => what.keyword(),
                        };
                        self.add(&path, keyword, miss.owner, &inner.narrow, &inner.wide);
                    } else {
                        let others = std::mem::take(&mut self.others);
                        self.walk(&path, &inner.narrow, &inner.wide);
                        self.others = others;
                    }
                    self.around.pop();
                }
            }
        }
    }

    /// Whether a conjunction of the wider side has a property of a name.
    fn names(&self, wide: &Conjunction, name: &str) -> bool {
        let summary = self.prover.summary(1 - self.side, wide);
        super::inclusion::names(&summary).contains(name)
    }

    /// The alternative that a value was most likely meant to be tells more than that none of them takes it.
    fn group(&mut self, path: &str, miss: &Miss<'_>, arms: &[Id], narrow: &Conjunction, wide: &Conjunction) {
        let own = self.prover.summary(self.side, narrow);
        let mut best: Option<(usize, Conjunction)> = None;
        for arm in self.alternatives(arms) {
            let arm = Conjunction::of([arm]);
            if self.prover.takes(self.side, narrow, &arm) {
                // It is one of them; the trouble is that it is another, too.
                best = None;
                break;
            }
            let both = self.both(narrow, &arm);
            let kin = both.and_then(|(one, other)| (self.paths.kin)(one, other));
            if kin == Some(true) {
                return;
            }
            let other = self.prover.summary(1 - self.side, &arm);
            if other.types.intersection(own.types).is_empty() {
                continue;
            }
            if kin == Some(false) || self.is_of_another(&arm) {
                continue;
            }
            let count = self.prover.misses(self.side, narrow, &arm).len();
            if best.as_ref().is_none_or(|(known, _)| count < *known) {
                best = Some((count, arm));
            }
        }
        match best {
            Some((_, arm)) if arms.len() == 1 || own.groups().is_empty() && self.has_type(&arm) => {
                let before = self.leaves.len();
                self.walk(path, narrow, &arm);
                // What the whole refuses is what counts, not what the alternative does.
                for leaf in &mut self.leaves[before..] {
                    if leaf.around.len() == self.around.len() {
                        leaf.wide = wide.clone();
                    }
                }
            }
            _ => self.add(path, miss.what.keyword(), miss.owner, narrow, wide),
        }
    }

    /// The alternatives, those of one that is nothing but alternatives in its place.
    fn alternatives(&self, arms: &[Id]) -> Vec<Id> {
        let schemas = &self.prover.worlds[1 - self.side].schemas;
        let mut found = Vec::new();
        let mut pending: Vec<Id> = arms.iter().rev().copied().collect();
        let mut seen = BTreeSet::new();
        while let Some(arm) = pending.pop() {
            let id = schemas.resolved(arm);
            if !seen.insert(id) {
                continue;
            }
            let read = schemas.read(id);
            match &read.assertions[..] {
                [Assertion::Group(inner, _)] if read.all_of.is_empty() => pending.extend(inner.iter().rev()),
                _ => found.push(arm),
            }
        }
        found
    }

    /// Whether an alternative is more than a limit.
    fn has_type(&self, arm: &Conjunction) -> bool {
        let summary = self.prover.summary(1 - self.side, arm);
        let says = summary.each(|one| matches!(one, Assertion::Types(_) | Assertion::Values(_)).then_some(()));
        !says.is_empty()
    }

    /// Whether an alternative of the wider schema is one that the narrower schema has beside the one that is looked at: then it
    /// is no version of that.
    fn is_of_another(&mut self, arm: &Conjunction) -> bool {
        let side = self.side;
        self.others.clone().into_iter().any(|other| {
            let other = Conjunction::of([other]);
            let both = self.both(&other, arm);
            let is_pair = both.is_some_and(|(one, two)| (self.paths.kin)(one, two) == Some(true));
            is_pair || self.prover.takes(side, &other, arm) && self.prover.takes(1 - side, arm, &other)
        })
    }

    /// The schemas that both come down to, where each is one.
    fn both(&self, narrow: &Conjunction, wide: &Conjunction) -> Option<(Id, Id)> {
        let narrow = self.prover.lone(self.side, narrow)?;
        Some((narrow, self.prover.lone(1 - self.side, wide)?))
    }

    fn below(&self, path: &str, name: &str) -> String {
        (self.paths.field)(path, name)
    }
}
