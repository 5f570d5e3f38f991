//! The names of the crates, before one is written: a workspace with two packages of one name can't be loaded.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cratemill::diagnostic::{Code, Diagnostic, Location};
use cratemill::package;
use cratemill::provider::{MANIFEST, Manifest};

use super::crates;
use crate::{Failure, paths, providers};

/// What is wrong with the crates' names, by provider.
pub(super) fn clashes(schemas: &Path, providers: &[String], root: &Path, out: &Path) -> BTreeMap<String, Diagnostic> {
    let taken = taken(root, out);
    let mut names: BTreeMap<String, Vec<Claim>> = BTreeMap::new();
    for claim in providers.iter().filter_map(|provider| claim(schemas, provider)) {
        names.entry(folded(&claim.name)).or_default().push(claim);
    }
    let mut found = BTreeMap::new();
    for (name, claims) in names {
        for claim in &claims {
            let others = claims.iter().filter(|other| other.provider != claim.provider);
            let others = others.map(|other| schemas.join(&other.provider));
            let others: Vec<PathBuf> = others.chain(taken.get(&name).cloned()).collect();
            if !others.is_empty() {
                found.insert(claim.provider.clone(), claim.refused(&others));
            }
        }
    }
    found
}

/// What would be wrong with the name of the crate of a provider that is not there yet.
///
/// # Errors
///
/// The folder of the providers can't be read.
pub(crate) fn clash(schemas: &Path, provider: &str, root: &Path, out: &Path) -> Result<Option<Diagnostic>, Failure> {
    let mut all = match schemas.is_dir() {
        true => providers::list(schemas)?,
        false => Vec::new(),
    };
    all.push(provider.to_owned());
    Ok(clashes(schemas, &all, root, out).remove(provider))
}

/// A provider whose crate is to have a name.
struct Claim {
    provider: String,
    name: String,
    /// Where the manifest says so.
    location: Option<Location>,
}

/// `None` where there is no name yet: the generator tells why.
fn claim(schemas: &Path, provider: &str) -> Option<Claim> {
    let text = providers::manifest(&schemas.join(provider));
    let manifest = Manifest::parse(text.as_deref().unwrap_or_default()).ok()?;
    Some(Claim {
        provider: provider.to_owned(),
        name: package::package_name(provider, &manifest)?,
        location: Manifest::place(text.as_deref().unwrap_or_default(), &["crate", "name"]),
    })
}

impl Claim {
    fn refused(&self, others: &[PathBuf]) -> Diagnostic {
        let others: Vec<String> = others.iter().map(|path| format!("`{}`", paths::shown(path))).collect();
        Diagnostic {
            code: Code::CrateName,
            message: format!(
                "the crate of `{}` would be called `{}`, as that of {}",
                self.provider.escape_debug(),
                self.name,
                others.join(", ")
            ),
            location: self.location.clone(),
            help: format!("give it another name in `{MANIFEST}`: `[crate]`, `name = \"...\"`"),
        }
    }
}

/// The packages that the workspace has besides the generated ones, by name.
fn taken(root: &Path, out: &Path) -> BTreeMap<String, PathBuf> {
    let manifest = table(&root.join("Cargo.toml")).unwrap_or_default();
    let members = manifest.get("workspace").and_then(|it| it.get("members"));
    let members = members.and_then(toml::Value::as_array).into_iter().flatten();
    let mut folders = vec![root.to_owned()];
    for member in members.filter_map(toml::Value::as_str) {
        match member.strip_suffix("/*") {
            Some(parent) => folders.extend(below(&root.join(parent))),
            None => folders.push(root.join(member)),
        }
    }
    folders.extend(below(out));
    folders.retain(|folder| !crates::is_ours(folder));
    let named = folders.into_iter().filter_map(|folder| {
        let manifest = table(&folder.join("Cargo.toml"))?;
        let name = manifest.get("package")?.get("name")?.as_str()?.to_owned();
        Some((folded(&name), folder))
    });
    named.collect()
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn table(path: &Path) -> Option<toml::Table> {
    fs::read_to_string(path).ok()?.parse().ok()
}

/// Cargo and rustc take `-` and `_` for one.
fn folded(name: &str) -> String {
    name.replace('-', "_")
}
