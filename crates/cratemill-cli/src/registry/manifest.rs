//! A Cargo.toml as it is published, and the line of the index that says the same.

use std::path::Path;

use serde_json::{Value as Json, json};
use toml::{Table, Value};

use crate::Failure;

/// How the index calls the registry that Cargo has by itself.
const DEFAULT_REGISTRY: &str = "https://github.com/rust-lang/crates.io-index";

/// What a manifest depends on besides itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'a> {
    /// The workspace's Cargo.toml.
    pub(super) workspace: &'a Table,
    /// The packages that are taken from this registry.
    pub(super) ours: &'a [&'a str],
    /// The address of this registry's index.
    pub(super) index: &'a str,
}

/// A package that can be published.
#[derive(Clone, Debug)]
pub(super) struct Published {
    pub(super) name: String,
    pub(super) version: String,
    /// Its Cargo.toml.
    pub(super) text: String,
    dependencies: Vec<Json>,
    features: Json,
    rust_version: Json,
}

impl Published {
    /// Name and version.
    pub(super) fn stem(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }

    /// The line of the index about this version.
    pub(super) fn line(&self, digest: &str) -> Json {
        json!({
            "name": self.name,
            "vers": self.version,
            "deps": self.dependencies,
            "cksum": digest,
            "features": {},
            // Where features may name dependencies with `dep:`.
            "features2": self.features,
            "yanked": false,
            "links": null,
            "rust_version": self.rust_version,
            "v": 2,
        })
    }
}

/// Reads a Cargo.toml.
pub(super) fn table(path: &Path) -> Result<Table, Failure> {
    let text = std::fs::read_to_string(path).map_err(|cause| Failure::io("read", path, cause))?;
    text.parse().map_err(|cause| Failure::io("read", path, cause))
}

/// A manifest without what it takes from the workspace, and without what only its own tests need.
///
/// # Errors
///
/// What can't be published, in words.
pub(super) fn published(text: &str, terms: Terms<'_>) -> Result<Published, String> {
    let mut manifest: Table = text.parse().map_err(|error| format!("{error}"))?;
    for table in ["build-dependencies", "target"] {
        if manifest.contains_key(table) {
            return Err(format!("`[{table}]` is not read here"));
        }
    }
    for table in ["dev-dependencies", "lints", "workspace", "profile"] {
        manifest.remove(table);
    }
    let shared = |table: &str| {
        terms
            .workspace
            .get("workspace")
            .and_then(|it| it.get(table)?.as_table())
    };
    if let Some(Value::Table(package)) = manifest.get_mut("package") {
        for (key, value) in package.iter_mut().filter(|(_, value)| is_inherited(value)) {
            let found = shared("package").and_then(|package| package.get(key));
            *value = found.ok_or_else(|| format!("the workspace has no `{key}`"))?.clone();
        }
    }
    let mut listed = Vec::new();
    if let Some(Value::Table(dependencies)) = manifest.get_mut("dependencies") {
        for (name, dependency) in dependencies.iter_mut() {
            let of_workspace = shared("dependencies").and_then(|all| all.get(name));
            let mut whole = whole(name, dependency, of_workspace)?;
            let package = whole.get("package").and_then(Value::as_str).unwrap_or(name).to_owned();
            let is_ours = terms.ours.contains(&package.as_str());
            if whole.remove("path").is_some() && !is_ours {
                return Err(format!("`{name}` is a path, and no package of this registry"));
            }
            listed.push(entry(name, &package, &whole, is_ours)?);
            if is_ours {
                whole.insert("registry-index".to_owned(), terms.index.into());
            }
            *dependency = Value::Table(whole);
        }
    }
    let said = |key: &str| {
        manifest
            .get("package")
            .and_then(|it| it.get(key)?.as_str().map(str::to_owned))
    };
    let features = manifest.get("features").cloned().unwrap_or_else(|| Table::new().into());
    Ok(Published {
        name: said("name").ok_or("it has no name")?,
        version: said("version").ok_or("it has no version")?,
        rust_version: json!(said("rust-version")),
        dependencies: listed,
        features: json!(features),
        text: toml::to_string(&manifest).map_err(|error| error.to_string())?,
    })
}

fn is_inherited(value: &Value) -> bool {
    value.get("workspace").and_then(Value::as_bool) == Some(true)
}

/// A dependency with all that the workspace says of it.
fn whole(name: &str, dependency: &Value, of_workspace: Option<&Value>) -> Result<Table, String> {
    let spelled = |value: &Value| match value {
        Value::String(version) => Ok(Table::from_iter([("version".to_owned(), version.as_str().into())])),
        Value::Table(table) => Ok(table.clone()),
        _ => Err(format!("`{name}` is no dependency")),
    };
    if !is_inherited(dependency) {
        return spelled(dependency);
    }
    let mut whole = spelled(of_workspace.ok_or_else(|| format!("the workspace has no dependency `{name}`"))?)?;
    for (key, value) in spelled(dependency)?.into_iter().filter(|(key, _)| key != "workspace") {
        match (key.as_str(), whole.get_mut(&key), value) {
            ("features", Some(Value::Array(all)), Value::Array(more)) => all.extend(more),
            (_, _, value) => drop(whole.insert(key, value)),
        }
    }
    Ok(whole)
}

/// What the index says of a dependency.
fn entry(name: &str, package: &str, whole: &Table, is_ours: bool) -> Result<Json, String> {
    let version = whole.get("version").and_then(Value::as_str);
    let flag = |key: &str| whole.get(key).and_then(Value::as_bool);
    let mut entry = json!({
        "name": name,
        "req": version.ok_or_else(|| format!("`{name}` has no version"))?,
        "features": whole.get("features").cloned().unwrap_or_else(|| Vec::<Value>::new().into()),
        "optional": flag("optional").unwrap_or(false),
        "default_features": flag("default-features").unwrap_or(true),
        "target": null,
        "kind": "normal",
        "registry": if is_ours { Json::Null } else { DEFAULT_REGISTRY.into() },
    });
    if package != name {
        entry["package"] = package.into();
    }
    Ok(entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKSPACE: &str = r#"
        [workspace.package]
        version = "0.3.0"
        [workspace.dependencies]
        serde_json = { version = "1", features = ["std"] }
        lossless = { path = "crates/lossless", version = "0.3.0" }
    "#;

    fn of(text: &str) -> Result<Published, String> {
        let workspace: Table = WORKSPACE.parse().expect("a manifest");
        published(
            text,
            Terms {
                workspace: &workspace,
                ours: &["lossless"],
                index: "sparse+http://x/index/",
            },
        )
    }

    #[test]
    fn what_is_published_stands_alone() {
        let text = r#"
            [package]
            name = "a"
            version.workspace = true
            rust-version = "1.88"
            [features]
            default = []
            json = ["dep:serde_json"]
            [dependencies]
            lossless.workspace = true
            serde_json = { workspace = true, features = ["raw_value"], optional = true }
            other = { version = "2", package = "another", default-features = false }
            [dev-dependencies]
            round-trip = { path = "../round-trip" }
            [lints]
            workspace = true
        "#;
        let published = of(text).expect("a manifest");
        assert_eq!(published.stem(), "a-0.3.0");
        for gone in ["workspace", "path", "dev-dependencies", "lints"] {
            assert!(!published.text.contains(gone), "{gone} in\n{}", published.text);
        }
        assert!(published.text.contains("registry-index = \"sparse+http://x/index/\""));
        let line = published.line("00");
        assert_eq!(line["features2"]["json"][0], "dep:serde_json");
        let dependency = |name: &str| {
            let all = line["deps"].as_array().expect("a list");
            all.iter().find(|one| one["name"] == name).expect(name).clone()
        };
        assert_eq!(dependency("lossless")["registry"], Json::Null);
        assert_eq!(dependency("lossless")["req"], "0.3.0");
        assert_eq!(dependency("serde_json")["features"], json!(["std", "raw_value"]));
        assert_eq!(dependency("serde_json")["optional"], true);
        assert_eq!(dependency("other")["package"], "another");
        assert_eq!(dependency("other")["default_features"], false);
        assert_eq!(dependency("other")["registry"], DEFAULT_REGISTRY);
    }

    #[test]
    fn what_can_not_be_published_is_told() {
        let package = "[package]\nname = \"a\"\nversion = \"0.1.0\"\n";
        for (rest, why) in [
            ("[dependencies]\nx = { path = \"../x\", version = \"1\" }", "is a path"),
            (
                "[dependencies]\nlossless = { path = \"../lossless\" }",
                "has no version",
            ),
            ("[dependencies]\ngone.workspace = true", "no dependency `gone`"),
            ("[build-dependencies]\nx = \"1\"", "build-dependencies"),
            ("[dependencies]\nx = 1", "is no dependency"),
        ] {
            let error = of(&format!("{package}{rest}")).expect_err(rest);
            assert!(error.contains(why), "{error}");
        }
        assert!(
            of("[package]\nname = \"a\"\n")
                .expect_err("no version")
                .contains("version")
        );
    }
}
