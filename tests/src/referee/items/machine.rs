//! What the macros of the runtime make: builders, setters, conversions.

use super::{House, What};
use crate::referee::tokens::{Scope, absolute, split};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

impl House {
    /// What a macro of the runtime makes of its words.
    pub(super) fn call(&mut self, name: &str, scope: &Scope, tokens: TokenStream) {
        let mut rows = split(tokens, ';').into_iter();
        let Some(head) = rows.next().filter(|head| !head.is_empty()) else {
            return;
        };
        let path = absolute(head[..1].iter().cloned().collect(), scope);
        match name {
            "object" => {
                let is_asking = head.iter().any(|token| token.to_string() == "asking");
                self.builder(&path, is_asking);
                for row in rows.filter(|row| row.len() > 6) {
                    self.setters(&path, &row, scope);
                }
            }
            "union_methods" => {
                for row in rows.filter(|row| row.len() > 4) {
                    let held = inner(&row[2], scope);
                    for (token, (by, gives)) in row[3..].iter().zip([
                        ("&", "bool".to_owned()),
                        ("", format!("Option<{held}>")),
                        ("&", format!("Option<&{held}>")),
                    ]) {
                        let code = format!("(it: {by}{path}) -> {gives} {{ it.{token}() }}");
                        self.add(&path, &token.to_string(), What::Method, &code);
                    }
                }
            }
            "union_from" | "union_into" => {
                for one in head[1..].chunks(3).filter(|one| one.len() == 3) {
                    let held = inner(&one[2], scope);
                    let code = match name {
                        "union_from" => format!("(it: {held}) -> {path} {{ {path}::from(it) }}"),
                        _ => format!("(it: {path}) -> Option<{held}> {{ <{held}>::try_from(it).ok() }}"),
                    };
                    self.add(&path, &one[1].to_string(), What::Method, &code);
                }
            }
            "union_from_text" => {
                self.add(
                    &path,
                    "",
                    What::Method,
                    &format!("() -> {path} {{ {path}::from(\"\") }}"),
                );
            }
            _ => {}
        }
    }

    fn builder(&mut self, path: &str, is_asking: bool) {
        let made = match is_asking {
            true => format!("Result<{path}, lossless::MissingProperties>"),
            false => path.to_owned(),
        };
        // How a builder itself is called is nobody's word: it is had from its type.
        for code in [
            format!("(it: &{path}) -> {made} {{ it.to_builder().build() }}"),
            format!("() -> {made} {{ {path}::builder().build() }}"),
        ] {
            self.add(path, "", What::Builder, &code);
        }
    }

    /// `0 "petName" pet_name required into[with_pet_name] String, read_only`.
    fn setters(&mut self, path: &str, row: &[TokenTree], scope: &Scope) {
        let field = row[2].to_string();
        let mut value: Vec<TokenTree> = row[6..].to_vec();
        if value.last().is_some_and(|last| last.to_string() == "read_only") {
            value.truncate(value.len() - 2);
        }
        let value = absolute(value.into_iter().collect(), scope);
        let with = match &row[5] {
            TokenTree::Group(group) => group.stream().to_string(),
            _ => String::new(),
        };
        let bare = value.strip_prefix("Option<").and_then(|inner| inner.strip_suffix('>'));
        for taken in [Some(value.as_str()), bare].into_iter().flatten() {
            let code = format!("(to: {taken}) {{ let _ = {path}::builder().{field}(to); }}");
            self.add(path, &field, What::Setter, &code);
            if !with.is_empty() {
                let code = format!("(it: {path}, to: {taken}) -> {path} {{ it.{with}(to) }}");
                self.add(path, &field, What::Setter, &code);
            }
        }
    }
}

/// The type between parentheses.
fn inner(token: &TokenTree, scope: &Scope) -> String {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => absolute(group.stream(), scope),
        other => other.to_string(),
    }
}
