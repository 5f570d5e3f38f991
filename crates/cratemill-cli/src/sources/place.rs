//! Where a source is, in words: as it is recorded, and as a person opens its files.

use cratemill::file_tree::FileTree;
use cratemill::provider::{EXAMPLES, Origin, SCHEMAS};

use super::Fetched;
use crate::paths;
use crate::providers::Provider;
use crate::update::shown_revision;

/// An origin in one line, as it is recorded and published: its address, and what is taken of it.
pub fn described(origin: &Origin) -> String {
    let (address, schemas, examples) = match origin {
        Origin::Git {
            address,
            schemas,
            examples,
            ..
        } => (address.as_str(), schemas.as_str(), examples),
        Origin::Folder {
            path,
            schemas,
            examples,
        } => (path.as_str(), schemas.as_str(), examples),
        Origin::Web { documents, .. } => match documents.as_slice() {
            [(_, address)] => (address.as_str(), "", &None),
            _ => (web_root(origin), "", &None),
        },
    };
    let address = match origin {
        Origin::Web { .. } => address,
        _ => published(address),
    };
    let parts = [address, schemas, examples.as_deref().unwrap_or_default()];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// How far up from a provider's folder a workspace begins.
const UP: usize = 2;

/// An address as others may see it: of a place outside of the workspace, on this machine, the name alone.
fn published(address: &str) -> &str {
    let local = address.strip_prefix("file://").unwrap_or(address);
    let first = local.split(['/', '\\']).next().unwrap_or_default();
    let is_remote = local.len() == address.len() && first.contains(':') && first.len() > 2;
    let ups = local.split('/').take_while(|segment| *segment == "..").count();
    let leaves = first.is_empty() || first == "~" || first.len() == 2 && first.ends_with(':') || ups > UP;
    match leaves && !is_remote && !address.is_empty() {
        true => local
            .trim_end_matches('/')
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or_default(),
        false => address,
    }
}

/// Where the files lie that were fetched: those of a folder by its path, those of the web by their address, those of a
/// repository by their path in a revision of it.
pub(super) fn places(origin: &Origin, provider: &Provider, fetched: &Fetched) -> Vec<(&'static str, String)> {
    let beside = |root: &str, place: &str, tree: &FileTree| {
        // A single file has the path that the source names.
        let (parent, name) = place.rsplit_once('/').unwrap_or(("", place));
        let is_file = tree.len() == 1 && tree.get(name).is_some();
        match if is_file { parent } else { place } {
            "" => root.to_owned(),
            place => format!("{root}{place}/"),
        }
    };
    let (root, schemas, examples) = match origin {
        Origin::Web { .. } => return vec![(SCHEMAS, web_root(origin).to_owned())],
        Origin::Git { schemas, examples, .. } => {
            let address = described(origin);
            let address = address.split(' ').next().unwrap_or_default();
            (
                format!("{address}, {}: ", shown_revision(&fetched.lock)),
                schemas,
                examples,
            )
        }
        Origin::Folder {
            path,
            schemas,
            examples,
        } => {
            let folder = paths::shown(&paths::beneath(&provider.folder, path));
            (format!("{folder}/"), schemas, examples)
        }
    };
    let mut places = vec![(SCHEMAS, beside(&root, schemas, &fetched.schemas))];
    if let (Some(place), Some(tree)) = (examples, &fetched.examples) {
        places.push((EXAMPLES, beside(&root, place, tree)));
    }
    places
}

/// What the addresses of all documents of the web begin with.
fn web_root(origin: &Origin) -> &str {
    let Origin::Web { documents, .. } = origin else {
        return "";
    };
    let first = documents
        .first()
        .map(|(path, address)| (path.as_str(), address.as_str()));
    let (path, address) = first.unwrap_or_default();
    address
        .get(..address.len().saturating_sub(path.len()))
        .unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_of_this_machine_is_published() {
        for (address, expected) in [
            ("https://acme.example/api", "https://acme.example/api"),
            ("git@acme.example:api.git", "git@acme.example:api.git"),
            ("ssh://git@acme.example/api", "ssh://git@acme.example/api"),
            ("../../up", "../../up"),
            ("json", "json"),
            ("../../../lamp", "lamp"),
            ("../../../../home/me/lamp/", "lamp"),
            ("/home/me/lamp", "lamp"),
            ("~/lamp", "lamp"),
            ("file:///home/me/lamp", "lamp"),
            ("C:\\me\\lamp", "lamp"),
        ] {
            assert_eq!(published(address), expected, "{address}");
        }
    }
}
