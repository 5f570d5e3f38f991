//! The coarsest partition of a graph's nodes that agrees with their labels and edges (Hopcroft's algorithm, after "An
//! n log n algorithm for minimizing states in a finite automaton", 1971): two nodes are of one class exactly if no way
//! through the graph tells them apart. An edge is looked at as often as its target's class is the smaller half of a
//! split: at most log n times.

use std::collections::BTreeMap;

/// The class of each node, by its label and the targets of its edges, in order. Nodes of one label have as many edges.
pub(super) fn classes(labels: &[usize], edges: &[Vec<usize>]) -> Vec<usize> {
    let mut partition = Partition::new(labels);
    let mut sources: Vec<Vec<(usize, usize)>> = vec![Vec::new(); labels.len()];
    for (source, targets) in edges.iter().enumerate() {
        for (position, target) in targets.iter().enumerate() {
            sources[*target].push((position, source));
        }
    }
    while let Some(splitter) = partition.pending.pop() {
        partition.is_pending[splitter] = false;
        let into = partition.members[splitter].iter();
        let mut into: Vec<(usize, usize)> = into.flat_map(|node| sources[*node].iter().copied()).collect();
        into.sort_unstable();
        for same in into.chunk_by(|one, other| one.0 == other.0) {
            partition.split(same.iter().map(|(_, source)| *source));
        }
    }
    partition.class
}

struct Partition {
    class: Vec<usize>,
    members: Vec<Vec<usize>>,
    /// Where each node stands among the members of its class.
    position: Vec<usize>,
    pending: Vec<usize>,
    is_pending: Vec<bool>,
}

impl Partition {
    fn new(labels: &[usize]) -> Self {
        let mut known: BTreeMap<usize, usize> = BTreeMap::new();
        let mut partition = Partition {
            class: Vec::with_capacity(labels.len()),
            members: Vec::new(),
            position: Vec::with_capacity(labels.len()),
            pending: Vec::new(),
            is_pending: Vec::new(),
        };
        for (node, label) in labels.iter().enumerate() {
            let next = known.len();
            let class = *known.entry(*label).or_insert(next);
            if class == next {
                partition.members.push(Vec::new());
            }
            partition.position.push(partition.members[class].len());
            partition.members[class].push(node);
            partition.class.push(class);
        }
        partition.pending = (0..partition.members.len()).collect();
        partition.is_pending = vec![true; partition.members.len()];
        partition
    }

    /// Parts these nodes, each named once, from the others of their classes.
    fn split(&mut self, nodes: impl Iterator<Item = usize>) {
        let mut hit: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        nodes.for_each(|node| hit.entry(self.class[node]).or_default().push(node));
        for (class, nodes) in hit {
            if nodes.len() == self.members[class].len() {
                continue;
            }
            let new = self.members.len();
            for (position, node) in nodes.iter().enumerate() {
                let old = std::mem::replace(&mut self.position[*node], position);
                self.members[class].swap_remove(old);
                if let Some(moved) = self.members[class].get(old) {
                    self.position[*moved] = old;
                }
                self.class[*node] = new;
            }
            let is_smaller = nodes.len() <= self.members[class].len();
            self.members.push(nodes);
            self.is_pending.push(false);
            let next = if self.is_pending[class] || is_smaller {
                new
            } else {
                class
            };
            self.is_pending[next] = true;
            self.pending.push(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::classes;
    use std::collections::BTreeMap;

    /// The same by rounds: what is different so far, until a round tells no more apart.
    fn by_rounds(labels: &[usize], edges: &[Vec<usize>]) -> Vec<usize> {
        let mut class = labels.to_vec();
        loop {
            let mut known: BTreeMap<(usize, Vec<usize>), usize> = BTreeMap::new();
            let next: Vec<usize> = (0..labels.len())
                .map(|node| {
                    let key = (class[node], edges[node].iter().map(|target| class[*target]).collect());
                    let fresh = known.len();
                    *known.entry(key).or_insert(fresh)
                })
                .collect();
            if known.len() == class.iter().collect::<std::collections::BTreeSet<_>>().len() {
                return next;
            }
            class = next;
        }
    }

    #[test]
    fn it_is_what_rounds_of_comparing_give() {
        let mut seed = 1u64;
        let mut random = |below: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        for round in 0..400 {
            let count = 1 + random(40);
            let kinds = 1 + random(3);
            let labels: Vec<usize> = (0..count).map(|_| random(kinds)).collect();
            // Nodes of one label have as many edges.
            let edges: Vec<Vec<usize>> = labels
                .iter()
                .map(|label| (0..*label).map(|_| random(count)).collect())
                .collect();
            let (found, expected) = (classes(&labels, &edges), by_rounds(&labels, &edges));
            for one in 0..count {
                for other in 0..count {
                    let same = (found[one] == found[other], expected[one] == expected[other]);
                    assert_eq!(
                        same.0, same.1,
                        "round {round}: {one} and {other} of {labels:?} {edges:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_long_chain_takes_no_round_for_each_link() {
        let count = 100_000;
        let labels: Vec<usize> = (0..count).map(|node| usize::from(node + 1 < count)).collect();
        let edges: Vec<Vec<usize>> = (0..count)
            .map(|node| (node + 1..count.min(node + 2)).collect())
            .collect();
        let found = classes(&labels, &edges);
        assert_eq!(found.iter().collect::<std::collections::BTreeSet<_>>().len(), count);
    }
}
