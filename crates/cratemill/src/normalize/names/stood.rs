//! Where alternatives stood when the lock was written: each is known by its shape, never by its position.

use super::claims::without_positions;
use std::collections::{BTreeMap, BTreeSet};

/// The shapes of places.
type Shapes = BTreeMap<String, String>;

/// The places of today inside of alternatives, each with the place where the same shape stood before. What lies inside of
/// an alternative moves with it.
pub fn stood(before: &Shapes, today: &Shapes) -> BTreeMap<String, String> {
    let levels = |address: &String| address.matches('/').count();
    // The place where each is looked for: that of before, below the place of today of what it lies in.
    let mut open: Vec<(String, &String)> = inside(before).map(|address| (address.clone(), address)).collect();
    open.sort_by_key(|(_, address)| levels(address));
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    while let Some(level) = open.first().map(|(_, address)| levels(address)) {
        let rest = open.split_off(open.partition_point(|(_, address)| levels(address) == level));
        let here = |address: &&String| levels(address) == level;
        let mut come: BTreeSet<&String> = inside(today).filter(here).collect();
        let mut pairs: Vec<(String, &String)> = Vec::new();
        open.retain(|(place, old)| {
            let stays = today.get(place) == before.get(*old) && come.remove(place);
            if stays {
                pairs.push((place.clone(), *old));
            }
            !stays
        });
        let olds = lone(open.iter().map(|(place, old)| (place, &before[*old], *old)));
        let news = lone(come.iter().map(|place| (*place, &today[*place], *place)));
        pairs.extend(
            olds.iter()
                .filter_map(|(key, old)| Some(((*news.get(key)?).clone(), *old))),
        );
        let taken: BTreeSet<&str> = pairs.iter().map(|(place, _)| place.as_str()).collect();
        let gone: Vec<&String> = open
            .iter()
            .map(|(place, _)| place)
            .filter(|it| taken.contains(it.as_str()))
            .collect();
        let moves: BTreeMap<&String, &String> = pairs.iter().map(|(place, old)| (*old, place)).collect();
        open = rest
            .into_iter()
            .filter_map(|(place, old)| {
                let above = moves.iter().find(|(above, _)| lies_in(old, above));
                let is_gone = above.is_none() && gone.iter().any(|gone| lies_in(&place, gone));
                let moved = above.map(|(above, now)| format!("{now}{}", &old[above.len()..]));
                (!is_gone).then(|| (moved.unwrap_or(place), old))
            })
            .collect();
        found.extend(pairs.into_iter().map(|(place, old)| (place, old.clone())));
    }
    found
}

/// Moves names to the places of today. What stands where another stood before has not the name of that.
pub fn restored(known: &mut BTreeMap<String, String>, stood: &BTreeMap<String, String>) {
    let moves: Vec<(&String, &String)> = stood.iter().filter(|(now, old)| now != old).collect();
    let names: Vec<Option<String>> = moves.iter().map(|(_, old)| known.get(*old).cloned()).collect();
    moves.iter().for_each(|(_, old)| drop(known.remove(*old)));
    for ((now, _), name) in moves.iter().zip(names) {
        known.extend(name.map(|name| ((*now).clone(), name)));
    }
}

/// The places inside of alternatives that are one schema's.
fn inside(shapes: &Shapes) -> impl Iterator<Item = &String> {
    let is_inside = |address: &&String| !address.contains(" with ") && without_positions(address).is_some();
    shapes.keys().filter(is_inside)
}

fn lies_in(address: &str, above: &str) -> bool {
    address.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

/// The places that are the only ones of their union and shape.
fn lone<'p, 'a>(
    places: impl Iterator<Item = (&'p String, &'a String, &'a String)>,
) -> BTreeMap<(Option<String>, &'a String), &'a String> {
    let mut all: BTreeMap<(Option<String>, &String), Vec<&String>> = BTreeMap::new();
    for (place, shape, found) in places {
        all.entry((without_positions(place), shape)).or_default().push(found);
    }
    all.into_iter()
        .filter(|(_, found)| found.len() == 1)
        .map(|(key, found)| (key, found[0]))
        .collect()
}
