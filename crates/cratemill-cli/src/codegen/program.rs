//! Which build of the generator this is, told the same on every machine that has it.

use std::fs;
use std::sync::OnceLock;

use super::digest::Digest;

/// The digest of this program's own file; none where the system does not tell which that is.
pub(crate) fn digest() -> Option<&'static str> {
    static TOLD: OnceLock<Option<String>> = OnceLock::new();
    let told = TOLD.get_or_init(|| {
        let bytes = fs::read(std::env::current_exe().ok()?).ok()?;
        let mut digest = Digest::default();
        digest.part(&bytes);
        Some(digest.text())
    });
    told.as_deref()
}
