//! Which types of a generated crate have `validate()`.

use cratemill::file_tree::FileTree;
use std::collections::BTreeMap;

/// The types that have `validate()`, and the schema that it asks.
pub(crate) fn schemas(files: &FileTree) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (_, text) in files.iter().filter(|(path, _)| path.ends_with("/machine.rs")) {
        let text = String::from_utf8_lossy(text);
        for call in text.split("lossless::validated!{").skip(1) {
            let mut document = "";
            for line in call.lines().take_while(|line| *line != "}") {
                match (line.split_once(' '), line.split('"').nth(1)) {
                    (_, Some(uri)) if document.is_empty() => document = uri,
                    (Some((name, _)), Some(pointer)) => {
                        drop(found.insert(name.to_owned(), format!("{document}{pointer}")))
                    }
                    _ => {}
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_emitted_is_found() {
        let mut source = cratemill::provider::ProviderSource::default();
        let schema = r#"{ "type": "object", "properties": { "x": { "type": "object", "properties": { "y": {} } } } }"#;
        source.schemas.insert("a.json", schema).expect("a path");
        let runtime = cratemill::Runtime::Version("0.1".to_owned());
        let files = cratemill::generate(&source, &cratemill::Options { runtime }).crate_files;
        let found = schemas(&files.expect("a crate"));
        let uris: Vec<&str> = found.values().map(String::as_str).collect();
        assert_eq!(uris, ["cratemill:///a.json#", "cratemill:///a.json#/properties/x"]);
    }
}
