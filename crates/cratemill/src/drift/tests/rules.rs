//! The table of rules: each example is told by its rule, with its verdicts, and each rule has its mirror.

use super::changes;
use crate::drift::{RULES, Rule, rule};
use serde_json::Value;

/// The rules of more than one file, of the manifest, or that need more than a change of one schema.
const WITHOUT_EXAMPLE: &[&str] = &[
    "CM-D103", "CM-D104", "CM-D105", "CM-D107", "CM-D207", "CM-D503", "CM-D504", "CM-D505", "CM-D506", "CM-D507",
    "CM-D601", "CM-D602", "CM-D109", "CM-D110", "CM-D111", "CM-D112", "CM-D405", "CM-D406", "CM-D407", "CM-D604",
];

#[test]
fn every_example_is_told_by_its_rule() {
    let mut wrong = Vec::new();
    for one in RULES.iter().filter(|one| !one.old.is_empty()) {
        let [old, new] = [one.old, one.new].map(|text| serde_json::from_str::<Value>(text).expect("JSON"));
        let found = changes(old, new);
        let verdicts = |wanted: &Rule| {
            let told = found.iter().find(|change| change.rule == wanted.id)?;
            Some([told.reader.verdict, told.writer.verdict, told.rust.verdict])
        };
        if verdicts(one) != Some(one.verdicts) {
            let lines: Vec<String> = found.iter().map(|one| format!("{} {one}", one.rule)).collect();
            wrong.push(format!("{} {:?}: {lines:#?}", one.id, one.verdicts));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_its_mirror_and_its_words() {
    for one in RULES {
        let mirror = rule(one.mirror).unwrap_or_else(|| panic!("{}", one.id));
        assert_eq!(mirror.mirror, one.id);
        assert!(!one.title.is_empty() && !one.because.is_empty(), "{}", one.id);
        assert_eq!(one.old.is_empty(), WITHOUT_EXAMPLE.contains(&one.id), "{}", one.id);
        if mirror.id != one.id {
            assert_eq!((mirror.old, mirror.new), (one.new, one.old), "{}", one.id);
        }
        assert!(one.explanation().contains(one.title));
    }
    assert!(RULES.is_sorted_by_key(|one| one.id));
    assert_eq!(rule("cm-d203").map(|one| one.id), Some("CM-D203"));
    assert_eq!(rule("CM-D999"), None);
}
