//! Types in groups that fit a page and a picture: by the module or the first word of their component's name.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use crate::catalog::Catalog;
use crate::page::page as shell;
use crate::picture::{Node, picture};
use crate::words::{self, counted, figure};

/// So many components stand in one group, and so many groups in the picture of all.
const COMPONENTS: usize = 40;
/// So many types at most, however few their components.
const TYPES: usize = 240;

/// The groups of a provider.
pub struct Groups {
    /// In the order of their names.
    pub all: Vec<Group>,
    /// The group of each type.
    pub of: Vec<usize>,
}

/// Some components with all that lies in them.
pub struct Group {
    /// What it is called.
    pub name: String,
    /// Its page, in the provider's folder.
    pub page: String,
    /// The components, in the order of their paths.
    pub components: Vec<usize>,
}

/// Divides the components of a provider.
pub fn groups(catalog: &Catalog<'_>) -> Groups {
    let mut components: Vec<usize> = catalog.components().collect();
    components.sort_by_key(|id| catalog.types()[*id].path());
    let mut inside: BTreeMap<usize, usize> = BTreeMap::new();
    catalog
        .owner
        .iter()
        .for_each(|owner| *inside.entry(*owner).or_default() += 1);
    let fits = |ids: &[usize]| ids.len() <= COMPONENTS && ids.iter().map(|id| inside[id]).sum::<usize>() <= TYPES;
    let mut parts: Vec<(String, Vec<usize>)> = Vec::new();
    if fits(&components) {
        parts.push(("All types".to_owned(), components));
    } else {
        divide(catalog, &components, 1, &fits, &mut parts);
    }
    let mut taken = BTreeMap::new();
    let mut of = vec![0; catalog.types().len()];
    let all: Vec<Group> = parts
        .into_iter()
        .enumerate()
        .map(|(index, (name, components))| {
            let slug = name.to_lowercase();
            let slug: Vec<&str> = slug
                .split(|c: char| !c.is_ascii_alphanumeric())
                .filter(|word| !word.is_empty())
                .collect();
            let slug = slug.join("-");
            let count = taken.entry(slug.clone()).and_modify(|count| *count += 1).or_insert(1);
            let number = if *count > 1 { format!("-{count}") } else { String::new() };
            components.iter().for_each(|id| of[*id] = index);
            Group {
                name,
                page: format!("group-{slug}{number}.html"),
                components,
            }
        })
        .collect();
    for id in 0..of.len() {
        of[id] = of[catalog.owner[id]];
    }
    Groups { all, of }
}

/// Puts components under their first words; what is too many goes by one word more, and what has no more words by pages.
fn divide(
    catalog: &Catalog<'_>,
    ids: &[usize],
    depth: usize,
    fits: &dyn Fn(&[usize]) -> bool,
    parts: &mut Vec<(String, Vec<usize>)>,
) {
    let mut by: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for id in ids {
        let words = name_words(&catalog.types()[*id].path());
        by.entry(words[..words.len().min(depth)].join(" "))
            .or_default()
            .push(*id);
    }
    let mut few: Vec<usize> = Vec::new();
    let whole = by.len();
    for (name, ids) in by {
        match (
            ids.len() < 4 && whole > 12,
            fits(&ids),
            depth < 4 && whole > 1 || depth == 1,
        ) {
            (true, _, _) => few.extend(ids),
            (_, true, _) => parts.push((name, ids)),
            (_, _, true) => divide(catalog, &ids, depth + 1, fits, parts),
            _ => pages(&name, &ids, fits, parts),
        }
    }
    few.sort_by_key(|id| catalog.types()[*id].path());
    if !few.is_empty() {
        let first = name_words(&catalog.types()[few[0]].path());
        let name = match depth {
            1 => "Others".to_owned(),
            _ => format!("{}, others", first[..first.len().min(depth - 1)].join(" ")),
        };
        pages(&name, &few, fits, parts);
    }
}

fn pages(name: &str, ids: &[usize], fits: &dyn Fn(&[usize]) -> bool, parts: &mut Vec<(String, Vec<usize>)>) {
    let mut pages: Vec<Vec<usize>> = vec![Vec::new()];
    for id in ids {
        let last = pages.len() - 1;
        pages[last].push(*id);
        if !fits(&pages[last]) && pages[last].len() > 1 {
            pages[last].pop();
            pages.push(vec![*id]);
        }
    }
    let count = pages.len();
    for (index, ids) in pages.into_iter().enumerate() {
        let number = if count > 1 {
            format!(" · {}", index + 1)
        } else {
            String::new()
        };
        parts.push((format!("{name}{number}"), ids));
    }
}

/// The words of a path: modules, and the parts of the name that begin with a capital.
fn name_words(path: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for part in path.split("::") {
        let mut before_capital = false;
        words.push(String::new());
        for c in part.chars() {
            let begins = c.is_uppercase() && before_capital;
            if begins || c == '_' {
                words.push(String::new());
            }
            before_capital = c.is_lowercase() || c.is_ascii_digit();
            if c != '_' {
                words.last_mut().into_iter().for_each(|word| word.push(c));
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The picture of a provider: its types where they are few, else its groups.
pub fn overview(catalog: &Catalog<'_>, groups: &Groups) -> Markup {
    if let [group] = groups.all.as_slice() {
        return html! { (types_picture(catalog, group)) (list(catalog, group)) };
    }
    let nodes: Vec<Node> = groups
        .all
        .iter()
        .map(|group| Node {
            label: format!("{} ({})", group.name, size(catalog, group)),
            address: group.page.clone(),
        })
        .collect();
    let mut edges = BTreeSet::new();
    for (id, held) in catalog.held.iter().enumerate() {
        edges.extend(held.iter().map(|inner| (groups.of[id], groups.of[*inner])));
    }
    html! {
        p {
            (counted(catalog.types().len(), "type")) " in " (counted(groups.all.len(), "group"))
            "; an arrow leads to the group that is referred to. Each group leads to the picture of its types."
        }
        (picture("Groups of types and what they refer to", &nodes, &edges))
        ul.columns {
            @for group in &groups.all {
                li { a href=(group.page) { (group.name) } " " span.quiet { (counted(size(catalog, group), "type")) } }
            }
        }
    }
}

fn size(catalog: &Catalog<'_>, group: &Group) -> usize {
    let inside = |owner: &usize| {
        group
            .components
            .binary_search_by_key(&catalog.types()[*owner].path(), |id| catalog.types()[*id].path())
    };
    catalog.owner.iter().filter(|owner| inside(owner).is_ok()).count()
}

/// `<provider>/group-<name>.html`.
pub fn page(catalog: &Catalog<'_>, groups: &Groups, group: &Group) -> String {
    let mut trail = crate::provider_page::trail();
    trail.push((catalog.display.clone(), "index.html".to_owned()));
    let beyond: BTreeSet<usize> = (0..catalog.types().len())
        .filter(|id| std::ptr::eq(&raw const groups.all[groups.of[*id]], group))
        .flat_map(|id| catalog.held[id].iter().map(|inner| groups.of[*inner]))
        .filter(|of| !std::ptr::eq(&raw const groups.all[*of], group))
        .collect();
    let main = html! {
        h1 { (group.name) }
        p.lead { (counted(size(catalog, group), "type")) " of " (catalog.display) "." }
        (types_picture(catalog, group))
        @if !beyond.is_empty() {
            h2 { "Refers to" }
            ul.columns { @for of in beyond { li { a href=(groups.all[of].page) { (groups.all[of].name) } } } }
        }
        h2 { "Types" }
        (list(catalog, group))
    };
    shell("../", &group.name, &trail, &main)
}

/// The components of a group; a reference of what lies in one is its own.
fn types_picture(catalog: &Catalog<'_>, group: &Group) -> Markup {
    let places: BTreeMap<usize, usize> = group.components.iter().copied().zip(0..).collect();
    let nodes: Vec<Node> = group
        .components
        .iter()
        .map(|id| Node {
            label: words::beginning(&catalog.types()[*id].path(), 48),
            address: catalog.pages[*id].clone(),
        })
        .collect();
    let mut edges = BTreeSet::new();
    for (id, held) in catalog.held.iter().enumerate() {
        let Some(from) = places.get(&catalog.owner[id]) else {
            continue;
        };
        let to = held.iter().filter_map(|inner| places.get(&catalog.owner[*inner]));
        edges.extend(to.map(|to| (*from, *to)));
    }
    picture(
        &format!("Types of {} and what they refer to", group.name),
        &nodes,
        &edges,
    )
}

fn list(catalog: &Catalog<'_>, group: &Group) -> Markup {
    let mut inside: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (id, owner) in catalog.owner.iter().enumerate().filter(|(id, owner)| id != *owner) {
        inside.entry(*owner).or_default().push(id);
    }
    let entry = |id: usize| {
        let one = &catalog.types()[id];
        let summary = words::summary(&one.documentation, 120);
        html! {
            a href=(catalog.pages[id]) { code { (one.path()) } }
            @if !summary.is_empty() { " " span.quiet { (summary) } }
        }
    };
    html! {
        ul.types {
            @for id in &group.components {
                li {
                    (entry(*id))
                    @if let Some(inner) = inside.get(id) {
                        details {
                            summary { (figure(inner.len())) " inside " code { (catalog.types()[*id].name) } }
                            ul { @for id in inner { li { (entry(*id)) } } }
                        }
                    }
                }
            }
        }
    }
}
