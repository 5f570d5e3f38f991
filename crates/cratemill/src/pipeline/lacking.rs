//! What a provider can't be generated without.

use crate::diagnostic::{Code, Diagnostic};
use crate::provider::{MANIFEST, ProviderSource, SCHEMAS};

pub(super) fn no_name(provider: &str) -> Diagnostic {
    Diagnostic {
        code: Code::CrateName,
        message: format!("the folder's name `{}` gives the crate none", provider.escape_debug()),
        location: None,
        help: format!("name the crate in `{MANIFEST}`: `[crate]`, `name = \"...-types\"`"),
    }
}

pub(super) fn no_schemas(source: &ProviderSource) -> Diagnostic {
    let name = source.name.escape_debug();
    let (message, help) = match source.schemas.len() {
        0 => (
            format!("`{name}` holds no JSON Schema"),
            format!("put the provider's schema files into its folder `{SCHEMAS}`"),
        ),
        count => (
            format!("`{name}` holds no JSON Schema that can be read"),
            match count {
                1 => "what is wrong with its file is told with the file".to_owned(),
                _ => format!("what is wrong with its {count} files is told with each"),
            },
        ),
    };
    Diagnostic {
        code: Code::NoSchemas,
        message,
        location: None,
        help,
    }
}
