//! URIs, file paths and JSON Pointers of references.

use fluent_uri::{Uri, UriRef};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde_json::{Map, Value};

/// An object of so many members is looked through.
const FEW_MEMBERS: usize = 8;

/// What a URI's path or fragment can't hold as it stands (RFC 3986, section 3.3 and 3.5).
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The URI under which a document is known to the judge.
pub fn document_uri(file: &str) -> String {
    format!("cratemill:///{}", utf8_percent_encode(file, ENCODED))
}

/// A reference to a JSON Pointer of a document: `cratemill:///file.json#/pointer`.
pub fn reference_to(file: &str, pointer: &str) -> String {
    format!("{}#{}", document_uri(file), fragment(pointer))
}

/// A JSON Pointer as the fragment of a URI (RFC 6901, section 6).
pub fn fragment(pointer: &str) -> String {
    utf8_percent_encode(pointer, ENCODED).to_string()
}

/// The absolute URI that `reference` means under `base`, without a fragment; `None` where it is no URI at all.
pub fn resolve(base: &str, reference: &str) -> Option<String> {
    let reference = reference.split('#').next()?;
    let base = Uri::parse(base).ok()?;
    let reference = UriRef::parse(reference).ok()?;
    let resolved = reference.resolve_against(&base).ok()?;
    Some(resolved.normalize().into_string())
}

/// `path` seen from `folder`; `None` where it leaves the provider's folder or is no plain path.
pub fn join(folder: &str, path: &str) -> Option<String> {
    if path.contains(':') || path.starts_with("//") {
        return None;
    }
    let mut segments: Vec<String> = Vec::new();
    let start = if path.starts_with('/') { "" } else { folder };
    for segment in start.split('/').map(str::to_owned).chain(path.split('/').map(decode)) {
        match segment.as_str() {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            _ => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// Percent-decoded text; text that does not decode to UTF-8 stays as it is.
pub fn decode(text: &str) -> String {
    percent_decode_str(text)
        .decode_utf8()
        .map_or_else(|_| text.to_owned(), |decoded| decoded.into_owned())
}

/// Appends a token to a JSON Pointer, escaped (RFC 6901, section 3).
pub fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    if !token.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        return pointer.push_str(token);
    }
    pointer.push_str(&token.replace('~', "~0").replace('/', "~1"));
}

/// The JSON Pointer of what lies at these tokens below another's.
pub fn below(pointer: &str, tokens: &[impl AsRef<str>]) -> String {
    let length: usize = tokens.iter().map(|token| token.as_ref().len() + 1).sum();
    let mut whole = String::with_capacity(pointer.len() + length);
    whole.push_str(pointer);
    tokens.iter().for_each(|token| push_token(&mut whole, token.as_ref()));
    whole
}

/// A member of an object. Schemas have few, and to compare with each takes less than to find the hash of a name.
pub fn member<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    match object.len() <= FEW_MEMBERS {
        true => object.iter().find(|(known, _)| *known == name).map(|(_, value)| value),
        false => object.get(name),
    }
}

/// The value at a JSON Pointer, as `Value::pointer` finds it; a token without a `~` is looked up as it stands.
pub fn value_at<'v>(value: &'v Value, pointer: &str) -> Option<&'v Value> {
    if pointer.contains('~') {
        return value.pointer(pointer);
    }
    let mut value = value;
    let mut rest = pointer;
    while !rest.is_empty() {
        rest = rest.strip_prefix('/')?;
        let end = rest.bytes().position(|byte| byte == b'/').unwrap_or(rest.len());
        let token = &rest[..end];
        rest = &rest[end..];
        value = match value {
            Value::Object(object) => member(object, token)?,
            Value::Array(items) => {
                let is_index = token == "0" || !token.starts_with(['0', '+']);
                items.get(token.parse::<usize>().ok().filter(|_| is_index)?)?
            }
            _ => return None,
        };
    }
    Some(value)
}

/// The tokens of a JSON Pointer, unescaped.
pub fn pointer_tokens(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer
        .split('/')
        .skip(1)
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
}

/// The pointer with each token escaped in the one canonical way, so that equal places have equal pointers.
pub fn canonical_pointer(pointer: &str) -> String {
    let mut canonical = String::with_capacity(pointer.len());
    pointer_tokens(pointer).for_each(|token| push_token(&mut canonical, &token));
    canonical
}

/// Whether a reference names a meta-schema of the specification, which validators know by heart.
pub fn is_meta_schema(reference: &str) -> bool {
    let rest = reference
        .strip_prefix("https://")
        .or_else(|| reference.strip_prefix("http://"));
    rest.and_then(|rest| rest.strip_prefix("json-schema.org/"))
        .is_some_and(|rest| rest.starts_with("draft-0") || rest.starts_with("draft/20") || rest.starts_with("schema"))
}
