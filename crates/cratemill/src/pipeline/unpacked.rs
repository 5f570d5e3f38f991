//! What is told of a crate that can't be packed.

use crate::diagnostic::{Code, Diagnostic};
use crate::package;

pub(super) fn unpacked(fault: package::Fault) -> Diagnostic {
    let (code, help) = match fault {
        package::Fault::Path(_) => (
            Code::InvalidPath,
            "rename the schema with `[names.override]`, or report it: this is a fault of the generator",
        ),
        package::Fault::Source(_) => (
            Code::GeneratorFailed,
            "please report it with this message and the schemas",
        ),
    };
    Diagnostic {
        code,
        message: fault.to_string(),
        location: None,
        help: help.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    #[test]
    fn a_path_that_leaves_the_crate_is_a_fault_that_is_told() {
        let mut files = crate::file_tree::FileTree::default();
        let error = files.insert("../x.rs", "").expect_err("no path of a crate");
        let told = unpacked(package::Fault::Path(error));
        assert_eq!((told.code, told.severity()), (Code::InvalidPath, Severity::Error));
    }
}
