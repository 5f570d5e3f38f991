//! What a manifest chooses for a crate besides names: what changes in it alone is a change for those who depend on the crate.

use std::collections::BTreeMap;

use toml::{Table, Value};

/// The tables whose every word decides about the crate.
const TABLES: [&str; 2] = ["secrets", "types"];

/// The choices of a manifest, as `names.lock` holds them: the key of each and its value as TOML. None of text that is no manifest.
pub fn choices(manifest: &str) -> BTreeMap<String, String> {
    let table = manifest.parse::<Table>().unwrap_or_default();
    let name = table.get("crate").and_then(|package| package.get("name"));
    let tables = TABLES.into_iter().filter_map(|key| Some((key, table.get(key)?)));
    let all = name.map(|name| ("crate", name)).into_iter().chain(tables);
    all.map(|(key, value)| (key.to_owned(), value.to_string())).collect()
}

/// Gives a manifest these choices in place of its own; what can't be read is none.
pub(crate) fn put_choices(manifest: &mut Table, choices: &BTreeMap<String, String>) {
    let chosen = |key: &str| {
        let text = format!("it = {}", choices.get(key)?);
        text.parse::<Table>().ok()?.remove("it")
    };
    for key in TABLES {
        manifest.remove(key);
        manifest.extend(chosen(key).map(|value| (key.to_owned(), value)));
    }
    let package = manifest.entry("crate").or_insert_with(|| Value::Table(Table::new()));
    if let Value::Table(package) = package {
        package.remove("name");
        package.extend(chosen("crate").map(|name| ("name".to_owned(), name)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_come_back() {
        let text = "homepage = \"x\"\n[crate]\nname = \"a-types\"\nversion = \"1.0.0\"\n[secrets]\npublic = [\"pin\"]\n\
                    [secrets.places]\n\"a.json#/properties/x\" = true\n[types.\"a.json#/x y\"]\nclosed = true\n";
        let known = choices(text);
        assert_eq!(known.keys().collect::<Vec<_>>(), ["crate", "secrets", "types"]);
        assert!(known.values().all(|value| !value.contains('\n')), "{known:?}");
        let mut other = "[crate]\nname = \"b-types\"\nversion = \"1.0.0\"\n[types.y]\nclosed = true\n"
            .parse::<Table>()
            .expect("a table");
        put_choices(&mut other, &known);
        assert_eq!(choices(&other.to_string()), known);
        assert_eq!(other["crate"]["version"].as_str(), Some("1.0.0"));
        put_choices(&mut other, &BTreeMap::new());
        assert_eq!(choices(&other.to_string()), BTreeMap::new());
        assert_eq!(choices("<<<<"), BTreeMap::new());
    }
}
