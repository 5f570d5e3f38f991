//! Text as words, and words as Rust identifiers.

use unicode_normalization::UnicodeNormalization;

/// A word that is written with a capital inside, and is one word all the same.
const ONE_WORD: &str = "OAuth";

/// Text as a Rust type name: UpperCamelCase, and unchanged by being made a name once more. Letters of any script stay;
/// what separates two digits is an underscore, and the signs in `C++` and `C#` are spelled.
pub fn identifier(text: &str) -> String {
    let mut name = match text.contains(['+', '#']) {
        true => camel(&spelled_signs(text)),
        false => camel(text),
    };
    if name.is_empty() {
        let codes = text.chars().filter(|c| !c.is_whitespace()).take(8);
        name = format!("X{}", codes.map(|c| format!("{:x}", c as u32)).collect::<String>());
    }
    if !name.starts_with(unicode_ident::is_xid_start) {
        name.insert(0, 'X');
    }
    name
}

/// Text in the letters of a Rust module: `check_run`.
pub(super) fn snake(text: &str) -> String {
    let mut name = String::new();
    for word in words(&composed(text)) {
        if !name.is_empty() {
            name.push('_');
        }
        match word.is_ascii() {
            true => name.push_str(&word.to_ascii_lowercase()),
            false => name.extend(word.chars().flat_map(char::to_lowercase)),
        }
    }
    composed(&name)
}

/// Whether a character can stand in a name, and is no separator there.
pub fn is_word(c: char) -> bool {
    c != '_' && unicode_ident::is_xid_continue(c)
}

/// A name that is taken, told apart by a number, which never stands behind a digit.
pub fn numbered(name: &str, number: usize) -> String {
    let separator = if name.ends_with(char::is_numeric) { "_" } else { "" };
    format!("{name}{separator}{number}")
}

/// Text in its composed form (NFC), which that of ASCII is.
fn composed(text: &str) -> String {
    if text.is_ascii() {
        text.to_owned()
    } else {
        text.nfc().collect()
    }
}

fn camel(text: &str) -> String {
    let mut name = composed(text);
    // Words that were brought together can be divided otherwise, as the letters of `a b c`; it comes to rest within a few rounds.
    for _ in 0..8 {
        let mut again = String::with_capacity(name.len());
        for word in words(&name) {
            if again.ends_with(char::is_numeric) && word.starts_with(char::is_numeric) {
                again.push('_');
            }
            let version = word.strip_prefix(ONE_WORD);
            if version.is_some_and(|version| version.chars().all(char::is_numeric)) {
                again.push_str(word);
                continue;
            }
            push_capitalized(&mut again, word);
        }
        let again = composed(&again);
        if again == name {
            break;
        }
        name = again;
    }
    name
}

fn push_capitalized(name: &mut String, word: &str) {
    let start = name.len();
    if word.is_ascii() {
        name.push_str(word);
        let (first, others) = name[start..].split_at_mut(1);
        first.make_ascii_uppercase();
        return others.make_ascii_lowercase();
    }
    let mut letters = word.chars();
    name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
    name.extend(letters.flat_map(char::to_lowercase));
}

/// The words of a text: what separators separate, and a change of case within.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let pieces = text.split(|c| !is_word(c)).filter(|piece| !piece.is_empty());
    pieces.flat_map(by_case)
}

/// `HTTPServer` is two words, `OAuthToken` two, `userIDs` two, `B2BSession` two, `D1Query` two.
fn by_case(piece: &str) -> Vec<&str> {
    if piece.is_ascii() {
        let at = |index: usize| piece.as_bytes().get(index).map(|byte| char::from(*byte));
        return divided(piece, piece.len(), at, |index| index);
    }
    let chars: Vec<(usize, char)> = piece.char_indices().collect();
    divided(
        piece,
        chars.len(),
        |index| chars.get(index).map(|(_, c)| *c),
        |index| chars[index].0,
    )
}

/// The words of a piece of so many characters, `at` which lies what, and which begin at which byte.
fn divided(
    piece: &str,
    length: usize,
    at: impl Fn(usize) -> Option<char>,
    byte_of: impl Fn(usize) -> usize,
) -> Vec<&str> {
    let is_upper = |index: usize| at(index).is_some_and(char::is_uppercase);
    let is_lower = |index: usize| at(index).is_some_and(char::is_lowercase);
    let is_digit = |index: usize| at(index).is_some_and(char::is_numeric);
    // The `s` of `IDs` and `URLsOf` belongs to the letters before it.
    let ends_plural = |index: usize| at(index) == Some('s') && !is_lower(index + 1) && !is_digit(index + 1);
    let is_one_word = |index: usize| piece[byte_of(index)..].starts_with(ONE_WORD) && !is_lower(index + ONE_WORD.len());
    let mut found = Vec::new();
    let (mut start, mut index) = (0, 1);
    while index < length {
        let here = byte_of(index);
        let one_word = is_one_word(start).then_some(start + ONE_WORD.len());
        let divides = match one_word {
            Some(end) if index < end => false,
            Some(end) if index == end => is_upper(index),
            _ if !is_upper(index) => false,
            _ if is_one_word(index) => true,
            _ if is_lower(index - 1) => true,
            _ if is_upper(index - 1) && is_lower(index + 1) && !ends_plural(index + 1) => true,
            _ if is_digit(index - 1) && (is_lower(index + 1) || is_digit(index + 1)) => true,
            // `B2B`, `M2M`
            _ => index - start == 3 && is_upper(start) && at(start + 1) == Some('2') && is_upper(index - 1),
        };
        if divides {
            found.push(&piece[byte_of(start)..here]);
            start = index;
        }
        index += 1;
    }
    found.push(&piece[byte_of(start)..]);
    found
}

/// `C++` is another name than `C`: signs that end a word, and mean something there, are words.
fn spelled_signs(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let signs = rest.len() - rest.trim_start_matches(['+', '#']).len();
        let after = rest[signs..].chars().next();
        if signs > 0 && spelled.ends_with(is_word) && after.is_none_or(char::is_whitespace) {
            let words = rest[..signs].chars().map(|c| if c == '+' { " plus" } else { " sharp" });
            words.for_each(|word| spelled.push_str(word));
            rest = &rest[signs..];
        } else {
            spelled.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    spelled
}

/// One of what a name in the plural means; `None` where it is no plural that can be told.
pub(super) fn singular(name: &str) -> Option<String> {
    const ALIKE: &[&str] = &[
        "alias",
        "always",
        "analytics",
        "atlas",
        "bias",
        "canvas",
        "chaos",
        "cors",
        "graphics",
        "headquarters",
        "https",
        "kubernetes",
        "lens",
        "logistics",
        "macos",
        "news",
        "series",
        "species",
    ];
    const ODD: &[(&str, &str)] = &[
        ("children", "child"),
        ("people", "person"),
        ("criteria", "criterion"),
        ("indices", "index"),
        ("matrices", "matrix"),
        ("vertices", "vertex"),
        ("shelves", "shelf"),
        ("halves", "half"),
        ("leaves", "leaf"),
        ("caches", "cache"),
        ("buses", "bus"),
        ("lenses", "lens"),
        ("shoes", "shoe"),
        ("movies", "movie"),
        ("cookies", "cookie"),
        ("aliases", "alias"),
        ("statuses", "status"),
        ("bonuses", "bonus"),
        ("viruses", "virus"),
        ("analyses", "analysis"),
        ("axes", "axis"),
        ("ids", "id"),
    ];
    let last = words(name).last()?.to_owned();
    let before = &name[..name.rfind(last.as_str())?];
    let word = last.to_lowercase();
    if let Some((_, one)) = ODD.iter().find(|(many, _)| *many == word) {
        return Some(format!("{before}{}{}", if before.is_empty() { "" } else { " " }, one));
    }
    let cut = |count: usize, ending: &str| Some(format!("{before}{}{ending}", last.get(..last.len() - count)?));
    let plain = word.is_ascii() && word.len() > 3 && !ALIKE.contains(&word.as_str());
    match () {
        () if !plain => None,
        () if word.ends_with("ies") && word.len() > 4 => cut(3, "y"),
        () if ["sses", "shes", "ches", "xes", "zzes", "oes"]
            .iter()
            .any(|end| word.ends_with(end)) =>
        {
            cut(2, "")
        }
        () if ["ss", "us", "is", "'s"].iter().any(|end| word.ends_with(end)) => None,
        () if word.ends_with('s') => cut(1, ""),
        () => None,
    }
}

/// Several of what a name in the singular means.
pub fn plural(name: &str) -> String {
    let before_last = name.chars().rev().nth(1).unwrap_or_default();
    match name.chars().next_back() {
        Some('y') if !"aeiou".contains(before_last) => format!("{}ies", &name[..name.len() - 1]),
        Some('s') if singular(name).is_some() => format!("{name}List"),
        Some('s' | 'x' | 'z') => format!("{name}es"),
        Some('h') if "cs".contains(before_last) => format!("{name}es"),
        Some(c) if c.is_alphabetic() => format!("{name}s"),
        _ => format!("{name}List"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_stay_as_they_are_under_casing() {
        for (text, name) in [
            ("foo-bar", "FooBar"),
            ("HTTPServer", "HttpServer"),
            ("2fa", "X2fa"),
            ("", "X"),
            ("日本", "日本"),
            ("größe", "Größe"),
            ("C", "C"),
            ("C++", "CPlusPlus"),
            ("C# item", "CSharpItem"),
            ("v1.2", "V1_2"),
            ("ld+json", "LdJson"),
            ("\u{2126}", "\u{3a9}"),
            ("api_b2b_session_v1_MemberSession", "ApiB2bSessionV1MemberSession"),
            ("../../x", "X"),
            ("v1_OAuthRegistration", "V1OAuthRegistration"),
            ("oauth", "Oauth"),
            ("OAuth2Token", "OAuth2Token"),
            ("OAuthenticate", "OAuthenticate"),
            ("d1 D1QueryResponse", "D1D1QueryResponse"),
            ("IMs", "Ims"),
            ("v1_IMs", "V1Ims"),
            ("userIDs", "UserIds"),
            ("URLsList", "UrlsList"),
            ("B2BTOTPsConfig", "B2bTotpsConfig"),
            ("B2BSessions", "B2bSessions"),
            ("Sha256Hash", "Sha256Hash"),
            ("APIErrorResponse", "ApiErrorResponse"),
            ("a b c", "Abc"),
        ] {
            assert_eq!(identifier(text), name, "{text}");
            assert_eq!(identifier(name), name);
        }
    }

    #[test]
    fn modules_are_called_by_the_same_words() {
        for (text, name) in [
            ("CheckRun", "check_run"),
            ("OAuthRegistration", "oauth_registration"),
            ("D1QueryResponse", "d1_query_response"),
            ("B2bSessions", "b2b_sessions"),
            ("Ims", "ims"),
            ("V1_2", "v1_2"),
            ("Größe", "größe"),
        ] {
            assert_eq!(snake(text), name);
        }
    }

    #[test]
    fn a_plural_has_a_singular() {
        for (many, one) in [
            ("line_items", Some("line_item")),
            ("addresses", Some("address")),
            ("databases", Some("database")),
            ("entries", Some("entry")),
            ("boxes", Some("box")),
            ("userStatuses", Some("user status")),
            ("orderLines", Some("orderLine")),
            ("shelves", Some("shelf")),
            ("caches", Some("cache")),
            ("branches", Some("branch")),
            ("heroes", Some("hero")),
            ("responses", Some("response")),
            ("replicas", Some("replica")),
            ("alias", None),
            ("apis", None),
            ("status", None),
            ("access", None),
            ("analysis", None),
            ("data", None),
            ("sms", None),
            ("series", None),
            ("has", None),
        ] {
            assert_eq!(singular(many).as_deref(), one, "{many}");
        }
        for (one, many) in [
            ("String", "Strings"),
            ("Entry", "Entries"),
            ("Key", "Keys"),
            ("Address", "Addresses"),
            ("Box", "Boxes"),
            ("Settings", "SettingsList"),
            ("日本", "日本s"),
            ("V1", "V1List"),
        ] {
            assert_eq!(plural(one), many);
        }
    }
}
