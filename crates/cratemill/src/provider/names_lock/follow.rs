//! Names follow shapes: what lies in another place than before and has the shape of what is gone from there is the same.

use super::NamesLock;
use std::collections::{BTreeMap, BTreeSet};

/// A place, and the digest of the shape there.
type Shaped<'a> = (&'a str, &'a str);

impl NamesLock {
    /// The places that are new, each with the place that is gone where the type was before. `shapes` are the places of today
    /// with the digests of their shapes.
    pub fn moved(&self, shapes: &BTreeMap<String, String>) -> Vec<(String, String)> {
        let known = self.known();
        let gone = self.names.keys().filter(|place| !shapes.contains_key(*place));
        let mut gone: Vec<Shaped<'_>> = gone
            .filter_map(|place| Some((place.as_str(), self.shapes.get(place)?.as_str())))
            .collect();
        let mut come: Vec<Shaped<'_>> = shapes
            .iter()
            .filter(|(place, _)| !known.contains_key(*place))
            .map(|(place, shape)| (place.as_str(), shape.as_str()))
            .collect();
        let mut moved = Vec::new();
        // What a file or folder with another name holds, what is called the same elsewhere, and at last what has the shape.
        let likenesses: [fn(&str) -> &str; 3] = [
            |place| place.split_once('#').map_or(place, |(_, pointer)| pointer),
            |place| place.rsplit('/').next().unwrap_or(place),
            |_| "",
        ];
        for likeness in likenesses {
            let key = |one: &Shaped<'_>| (one.1.to_owned(), likeness(one.0).to_owned());
            let (olds, news) = (lone(&gone, key), lone(&come, key));
            let found: Vec<(&str, &str)> = olds
                .iter()
                .filter_map(|(key, old)| Some((*old, *news.get(key)?)))
                .collect();
            let taken: BTreeSet<&str> = found.iter().flat_map(|(old, new)| [*old, *new]).collect();
            gone.retain(|(place, _)| !taken.contains(place));
            come.retain(|(place, _)| !taken.contains(place));
            let owned = found.into_iter().map(|(old, new)| (old.to_owned(), new.to_owned()));
            moved.extend(owned);
        }
        moved
    }

    /// Takes over the places to which types moved: `known` has their names there.
    pub fn follow(&mut self, known: BTreeMap<String, String>) {
        let before = self.known();
        for (place, name) in &known {
            if before.get(place) != Some(name) {
                self.names.retain(|_, other| other != name);
                self.names.insert(place.clone(), name.clone());
            }
        }
    }
}

/// The places that are the only ones of their key.
fn lone<'a>(
    places: &[Shaped<'a>],
    key: impl Fn(&Shaped<'a>) -> (String, String),
) -> BTreeMap<(String, String), &'a str> {
    let mut all: BTreeMap<(String, String), Vec<&'a str>> = BTreeMap::new();
    for one in places {
        all.entry(key(one)).or_default().push(one.0);
    }
    all.into_iter()
        .filter(|(_, places)| places.len() == 1)
        .map(|(key, places)| (key, places[0]))
        .collect()
}
