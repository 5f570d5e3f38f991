use super::translate;
use lossless::pattern::Matcher;

#[test]
fn what_means_the_same_is_written_the_same() {
    for pattern in [
        "^[a-z]+(\\.[a-z]+)*$",
        "^did:[a-z]{1,8}$",
        "a|b|",
        "^$",
        "x{2,}",
        "^(?!a)b?$",
    ] {
        assert_eq!(translate(pattern).as_deref(), Some(pattern));
    }
}

#[test]
fn what_means_something_else_is_spelled_out() {
    let check = |pattern: &str, expected: &str| assert_eq!(translate(pattern).as_deref(), Some(expected), "{pattern}");
    check(r"^\d{5}$", "^[0-9]{5}$");
    check(r"\w\W", "[0-9A-Z_a-z][^0-9A-Z_a-z]");
    check(".", r"[^\n\r\x{2028}\x{2029}]");
    check("(a)*?", "(a)*");
    check(r"(a)\1", r"(a)(?(1)\1)");
    check(r"(?<x>a)\k<x>", r"(a)(?(1)\1)");
    check(r"\/\-\@", r"/\-@");
    check("é{,5}", r"\x{E9}\{,5\}");
    check(r"[^]", r"[\x{0}-\x{10FFFF}]");
    check("[]", r"[^\x{0}-\x{10FFFF}]");
    check(r"[\w-.]", r"[\-.0-9A-Z_a-z]");
    check(r"[--b]", r"[\--b]");
    check("[a&&b~~[]", r"[\&\[ab\~]");
    check(r"\ud83d\ude00[\u{1F600}-\u{1F603}]", r"\x{1F600}[\x{1F600}-\x{1F603}]");
    check(r"[\uD800-\uDFFFa]", "[a]");
}

#[test]
fn what_is_malformed_or_beyond_the_engine_has_no_translation() {
    for pattern in [
        "(",
        ")",
        "[",
        "a**",
        "*",
        "(?i)a",
        "^*",
        "(?=a)*",
        "a{2,1}",
        "{1}",
        r"\",
        "[b-a]",
        "(?<a",
        r"\p{Nothing}",
        r"\p{",
        "a{99999999999}",
        // Too large.
        "^((((((((a{1,100}){1,100}){1,100}){1,100})))))$",
    ] {
        assert_eq!(translate(pattern), None, "{pattern}");
    }
    assert_eq!(translate(&"(".repeat(100_000)), None);
}

/// Each pattern on each text, by an engine that is ECMA-262's own.
#[test]
fn the_engine_says_what_ecma_262_says() {
    let texts: Vec<String> = texts();
    for pattern in PATTERNS {
        let matcher = Matcher::new(&translate(pattern).unwrap_or_else(|| panic!("{pattern}")));
        let regress = regress::Regex::with_flags(pattern, "u").or_else(|_| regress::Regex::new(pattern));
        let regress = regress.unwrap_or_else(|error| panic!("{pattern}: {error}"));
        for text in &texts {
            assert_eq!(
                matcher.is_match(text),
                regress.find(text).is_some(),
                "{pattern} on {text:?}"
            );
        }
    }
}

fn texts() -> Vec<String> {
    let parts = [
        "",
        "a",
        "b",
        "ab",
        "A",
        "7",
        "٣",
        "_",
        "-",
        ".",
        " ",
        "\n",
        "\r",
        "\u{2028}",
        "\u{85}",
        "\u{feff}",
        "é",
        "😀",
        "\0",
        "{",
        "}",
        "]",
        "/",
        "\\",
        "aa",
        "aab",
        "a-b",
        "did:plc:abc",
        "x{,5}",
        "\u{8}",
        "\u{1}",
        "K",
        "\u{212a}",
        "ſ",
    ];
    let pairs = parts
        .iter()
        .flat_map(|left| parts.iter().map(move |right| format!("{left}{right}")));
    pairs.collect()
}

const PATTERNS: &[&str] = &[
    "^a$",
    "^a*$",
    "^$",
    "^.$",
    "^.{2}$",
    ".",
    "^[^a]$",
    "^[^]$",
    "[]",
    r"^\d$",
    r"^\D\d$",
    r"\w",
    r"^\W+$",
    r"^\s$",
    r"^\S+$",
    r"\ba",
    r"a\b",
    r"\Ba",
    r"a\B",
    r"^\b\w\b$",
    "^(a|b)+$",
    "^(?:a|ab)$",
    "^(a+)+$",
    "^(?!a).*$",
    "^(?=.*b)a",
    "a(?!b)",
    "(?<=a)b",
    "(?<!a)b",
    "(?<=a+)b",
    r"^(a)\1$",
    r"^(a)?\1$",
    r"^(a)|\1b$",
    r"^(?<x>a)\k<x>$",
    "^a{2}$",
    "^a{1,}b?$",
    "^a??b$",
    "^x{,5}$",
    "^{$",
    "^}$",
    "^]$",
    r"^\]$",
    r"^\/$",
    r"^\\$",
    r"^[\]\\/]$",
    r"^[\-_.]$",
    r"^[\w-.]$",
    r"^[a-]$",
    r"^[-a]$",
    r"^[\b]$",
    r"^\0$",
    r"^\cA$",
    r"^\x61$",
    r"^\u0061$",
    r"^\u{61}$",
    r"^\u{1F600}$",
    r"^[\u{1F600}-\u{1F603}]$",
    r"^\ud83d\ude00$",
    r"^[\ud83d\ude00]$",
    r"^[\uD800-\uDBFF]$",
    r"^[^\uD800-\uDFFF]$",
    r"^\p{L}$",
    r"^\P{L}$",
    r"^\p{Lu}+$",
    r"^\p{Script=Greek}$",
    r"^[\p{L}\d]+$",
    r"^[^\p{L}]$",
    r"^\p{Nd}$",
    "^[A-Z]$",
    "^[a&&b]$",
    "^[[]$",
    "^[a~~b]$",
    "^[--/]$",
    r"^\.$",
    "^#$",
    "a b",
    "^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$",
    "é",
    "^[é-ü]$",
    r"^(?:a\b|\B7)$",
];

#[test]
fn matching_ends() {
    let evil = format!("{}!", "a".repeat(40));
    for pattern in [
        "^(a+)+$",
        "^(a|aa)+$",
        r"^(a+)+\b$",
        r"^((a+)+)\2$",
        "^(?=(a+)+$)a",
        "(?!(a+)+!)^(a*)*$",
        "^(a|a)*(?=b)$",
    ] {
        let matcher = Matcher::new(&translate(pattern).expect("a pattern"));
        assert!(!matcher.is_match(&evil), "{pattern}");
    }
    let linear = Matcher::new(&translate("^(a+)+$").expect("a pattern"));
    assert!(linear.is_match(&"a".repeat(1 << 16)) && !linear.is_match(&format!("{}!", "a".repeat(1 << 16))));
}
