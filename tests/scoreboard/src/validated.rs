//! Which types of a generated crate have `validate()`.

use cratemill::file_tree::FileTree;
use std::collections::BTreeSet;

/// The schemas that the types of a crate are judged by, as `validate()` asks for them.
pub(crate) fn schemas(files: &FileTree) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, text) in files.iter().filter(|(path, _)| path.ends_with("/machine.rs")) {
        let text = String::from_utf8_lossy(text);
        for call in text.split("lossless::validated!{").skip(1) {
            let mut document = "";
            for line in call.lines().take_while(|line| *line != "}") {
                match line.split('"').nth(1) {
                    Some(uri) if document.is_empty() => document = uri,
                    Some(pointer) => drop(found.insert(format!("{document}{pointer}"))),
                    None => {}
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
        let uris: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(uris, ["cratemill:///a.json#", "cratemill:///a.json#/properties/x"]);
    }
}
