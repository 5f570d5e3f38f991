//! Where a document can be looked at on the web.

use super::{Manifest, Origin, SCHEMAS, SourceLock};

/// Hosts of Git repositories that show a file of a revision, and what stands before the revision in its address.
const HOSTS: [(&str, &str); 3] = [
    ("https://github.com/", "blob"),
    ("https://gitlab.com/", "-/blob"),
    ("https://codeberg.org/", "src/commit"),
];

/// The web address of the document `file`, a path below `json-schema/`, as it was fetched; `None` where that is not known.
pub fn link(manifest: &Manifest, lock: Option<&SourceLock>, file: &str) -> Option<String> {
    // What was put beside the fetched files by hand is not there.
    let lock = lock.filter(|lock| lock.files.contains_key(&format!("{SCHEMAS}/{file}")))?;
    match manifest.source.origin().ok()?? {
        Origin::Git { address, schemas, .. } => {
            let address = address.trim_end_matches('/').trim_end_matches(".git");
            let (_, infix) = HOSTS.iter().find(|(host, _)| address.starts_with(host))?;
            let folder = match schemas.as_str() {
                "" => String::new(),
                // One file, and no folder.
                one if one.ends_with(file) => one[..one.len() - file.len()].to_owned(),
                folder => format!("{folder}/"),
            };
            Some(encoded(&format!("{address}/{infix}/{}/{folder}{file}", lock.revision)))
        }
        Origin::Web { documents, .. } => {
            let found = documents.into_iter().find(|(path, _)| path == file);
            found
                .map(|(_, address)| encoded(&address))
                .filter(|address| address.starts_with("https://"))
        }
        Origin::Folder { .. } => None,
    }
}

/// An address in which nothing ends the link that it is part of; what is encoded stays so.
fn encoded(address: &str) -> String {
    let mut out = String::new();
    for byte in address.bytes() {
        match byte {
            byte if byte.is_ascii_alphanumeric() || b"-._~/?#@!$&+,;=%:".contains(&byte) => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::Pin;

    #[test]
    fn a_document_is_shown_where_it_was_fetched() {
        let lock = SourceLock {
            revision: "abc".to_owned(),
            files: [("json-schema/a/b (1).json".to_owned(), Pin::default())].into(),
            ..SourceLock::default()
        };
        let shown = |source: &str, file: &str| {
            let manifest = Manifest::parse(&format!("[source]\n{source}")).expect("a manifest");
            link(&manifest, Some(&lock), file)
        };
        let file = "a/b (1).json";
        let git = "git = 'https://github.com/x/y.git'\nschemas = 'in/it'";
        let found = "https://github.com/x/y/blob/abc/in/it/a/b%20%281%29.json";
        assert_eq!(shown(git, file).as_deref(), Some(found));
        assert_eq!(shown(git, "other.json"), None);
        assert_eq!(shown("git = 'https://git.example.com/x/y'", file), None);
        let web = "url = 'https://example.com/s/'\nfiles = ['a/b (1).json']";
        assert_eq!(
            shown(web, file).as_deref(),
            Some("https://example.com/s/a/b%20%281%29.json")
        );
        assert_eq!(shown("folder = '../x'", file), None);
        assert_eq!(link(&Manifest::default(), None, file), None);
    }
}
