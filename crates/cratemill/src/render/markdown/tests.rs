use super::{is_harmless, is_prose, markdown, read_anew};
use proptest::prelude::*;

#[test]
fn structure_survives() {
    let published = "\
# Login <b>now</b>

Use *one* of `email` and __phone__; see [the guide](https://example.com/a_b), [the rest](../x.html) or https://example.com/c_d.

1. first
2. second
   * nested
   * [`Vec`] is no link

| name | means |
|------|-------|
| `a|b` | a \\| b |

```rust
panic!()
```

    indented
> quoted
> text";
    let written = r"**Login \<b\>now\</b\>**

Use *one* of `email` and **phone**; see [the guide](<https://example.com/a_b>), the rest or <https://example.com/c_d>.

1. first
2. second
   - nested
   - \[`Vec`\] is no link

| name | means |
|---|---|
| \`a | b\` |

```text
panic!()
```

indented

> quoted
> text";
    assert_eq!(markdown(published), written);
}

#[test]
fn nothing_runs_or_leaves_its_place() {
    let hostile = [
        "&#32;&#32;&#32;&#32;panic!()",
        "a\n\n&#9;let x = 1;",
        "~~~\npanic!()",
        "- ```\n  fn main() {}\n  ```",
        "![x](javascript:alert(1))<script>alert(1)</script>",
        "[std::vec::Vec] [a][b] [^1]\n\n[b]: javascript:x\n[^1]: note",
        "</div></details><!--",
        "*/ #![deny(warnings)] \"###",
        "- [ ] todo\n- [x] done",
        "<https://example.com/\u{202e}x>",
        "1986\\. A year\n- - - - -\n===\n---",
        "a | b\n:-: | --\n1 | 2",
    ];
    for text in hostile {
        let written = markdown(text);
        assert!(is_harmless(&written), "{text:?} became {written:?}");
        assert!(!written.is_empty(), "{text:?}");
    }
    let deep = format!("{}deep", "> ".repeat(10_000));
    assert!(is_harmless(&markdown(&deep)));
    assert!(!is_harmless("    code") && !is_harmless("<b>") && !is_harmless("[x]") && !is_harmless("[x](y)"));
}

#[test]
fn plain_text_stays_what_it_says() {
    let same = ["An id.", "2 to 128 characters: `a`, b", "one\ntwo", "a\n\nb"];
    for text in same {
        assert_eq!(markdown(text), text);
    }
    assert_eq!(markdown("snake_case_name and a*b"), r"snake\_case\_name and a\*b");
}

#[test]
fn prose_is_itself() {
    for (text, expected) in [
        ("An id, 2 to 128 letters (a-z): e.g. it's \"a\"?", true),
        ("one\ntwo\n\nthree", true),
        ("- a", false),
        ("a  \nb", false),
        ("a\n\n\nb", false),
        ("a\n---", false),
        ("a\n\n1. b", false),
        (" a", false),
        ("", false),
        ("a_b", false),
        ("see https://a.b/", false),
    ] {
        assert_eq!(is_prose(text), expected, "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn prose_is_what_reading_it_anew_gives(text in "([A-Za-z]{1,2}|[.,;:()'\"/?%@=-]|[ \n]|\n\n|[0-9][.)] |- |    |---|===|\\|){0,12}") {
        if is_prose(&text) {
            prop_assert_eq!(read_anew(&text), text);
        }
    }

    #[test]
    fn any_text_is_harmless(text in "([a-z]{1,3}|[-+*_`~#>|:=!$&;.()\\[\\]<>\\\\0-9]|[ \n\t]|    |https://a.b/|```|&#32;){0,40}") {
        let written = markdown(&text);
        prop_assert!(is_harmless(&written), "{written:?}");
        let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).count();
        // Destinations that are no web addresses and the languages of code are left out, nothing else is.
        if !text.contains(['[', '&', '<']) && !text.contains("```") && !text.contains("~~~") {
            prop_assert!(letters(&written) >= letters(&text), "{written:?}");
        }
    }
}
