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
}

/// What is known of the places that have a type.
pub(super) struct Paths<'t> {
    /// Whether a schema of the narrower side and one of the wider side are two versions of one type.
    pub is_pair: &'t dyn Fn(Id, Id) -> bool,
    /// The Rust name of a property, by the path of its type.
    pub field: &'t dyn Fn(&str, &str) -> String,
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
) -> Vec<Leaf> {
    let mut walk = Walk {
        prover,
        paths,
        side,
        leaves: Vec::new(),
        seen: BTreeSet::new(),
        around: Vec::new(),
    };
    walk.walk(path, narrow, wide);
    walk.leaves
}

struct Walk<'x, 'w, 'a, 't> {
    prover: &'x mut Prover<'w, 'a>,
    paths: &'x Paths<'t>,
    side: usize,
    leaves: Vec<Leaf>,
    seen: BTreeSet<(Conjunction, Conjunction)>,
    around: Vec<Inner>,
}

impl Walk<'_, '_, '_, '_> {
    fn walk(&mut self, path: &str, narrow: &Conjunction, wide: &Conjunction) {
        if self.leaves.len() >= MOST || self.prover.takes(self.side, narrow, wide) {
            return;
        }
        if !self.around.is_empty() && self.is_pair(narrow, wide) || !self.seen.insert((narrow.clone(), wide.clone())) {
            return;
        }
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
        });
    }

    /// Goes on with the types or alternatives of the narrower schema that are the cause, if it is not all of them.
    fn walk_apart(&mut self, path: &str, narrow: &Conjunction, wide: &Conjunction) -> bool {
        let summary = self.prover.summary(self.side, narrow);
        let parts: Vec<Conjunction> = types(summary.types).map(|one| narrow.only(one)).collect();
        let mut ways = vec![parts];
        for (group, arms, _) in summary.groups() {
            ways.push(arms.iter().map(|arm| narrow.choosing(group, *arm)).collect());
        }
        for parts in ways {
            let (prover, side) = (&mut *self.prover, self.side);
            let failing: Vec<&Conjunction> = parts.iter().filter(|part| !prover.takes(side, part, wide)).collect();
            if !failing.is_empty() && failing.len() < parts.len() {
                for part in failing {
                    self.walk(path, part, wide);
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
                        self.walk(&path, &inner.narrow, &inner.wide);
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
        for arm in arms {
            let arm = Conjunction::of([*arm]);
            if self.prover.takes(self.side, narrow, &arm) {
                // It is one of them; the trouble is that it is another, too.
                best = None;
                break;
            }
            let other = self.prover.summary(1 - self.side, &arm);
            if other.types.intersection(own.types).is_empty() {
                continue;
            }
            if self.is_pair(narrow, &arm) {
                return;
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

    /// Whether an alternative is more than a limit.
    fn has_type(&self, arm: &Conjunction) -> bool {
        let summary = self.prover.summary(1 - self.side, arm);
        let says = summary.each(|one| matches!(one, Assertion::Types(_) | Assertion::Values(_)).then_some(()));
        !says.is_empty()
    }

    /// Whether both are, each by itself, two versions of one type, whose differences are told with it.
    fn is_pair(&self, narrow: &Conjunction, wide: &Conjunction) -> bool {
        let lone = |side: usize, one: &Conjunction| self.prover.lone(side, one);
        match (lone(self.side, narrow), lone(1 - self.side, wide)) {
            (Some(narrow), Some(wide)) => (self.paths.is_pair)(narrow, wide),
            _ => false,
        }
    }

    fn below(&self, path: &str, name: &str) -> String {
        (self.paths.field)(path, name)
    }
}
