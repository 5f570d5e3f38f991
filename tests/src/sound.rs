//! What every run of the generator owes, whatever it is given.

use crate::roomy;
use cratemill::Generated;
use cratemill::diagnostic::Severity;
use cratemill::provider::NamesLock;

/// There is a crate or an error that says why not, all that is Rust in the crate is Rust, and the lock can be read by the
/// next run.
///
/// # Errors
/// What is wrong.
pub fn sound(generated: &Generated) -> Result<(), String> {
    let Some(files) = &generated.crate_files else {
        let mut diagnostics = generated.diagnostics.iter();
        let told = diagnostics.any(|diagnostic| diagnostic.severity() == Severity::Error);
        return if told {
            Ok(())
        } else {
            Err("neither a crate nor an error".to_owned())
        };
    };
    NamesLock::parse(&generated.lock).map_err(|diagnostic| diagnostic.message)?;
    roomy(|| {
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
            let text = std::str::from_utf8(bytes).map_err(|error| format!("{path}: {error}"))?;
            syn::parse_file(text).map_err(|error| format!("{path}: {error}"))?;
        }
        Ok(())
    })
}
