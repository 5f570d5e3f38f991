//! Single changes and what is right to say of them. A judge on instances of both versions is the second referee.

use super::changes;
use crate::drift::{Change, Verdict, verdicts};
use serde_json::Value;

/// A single change; the letters are for reader, writer and code: `b` breaking, `u` not decidable, `?` a matter of names, any
/// other none.
struct Case {
    what: String,
    old: Value,
    new: Value,
    right: String,
}

fn written() -> Vec<Case> {
    let text = include_str!("cases.jsonl");
    let case = |line: &str| {
        let value: Value = serde_json::from_str(line).expect("a case");
        let text = |key: &str| value[key].as_str().expect("a text").to_owned();
        Case {
            what: text("change"),
            old: value["old"].clone(),
            new: value["new"].clone(),
            right: text("right"),
        }
    };
    text.lines().map(case).collect()
}

#[derive(Default)]
struct Score {
    right: usize,
    wrong_safe: Vec<String>,
    wrong_breaking: Vec<String>,
    unknown: Vec<String>,
}

fn letter(verdict: Verdict) -> char {
    match verdict {
        Verdict::Compatible => '-',
        Verdict::Unknown => 'u',
        Verdict::Breaking => 'b',
    }
}

impl Score {
    fn add(&mut self, case: &Case, changes: &[Change]) {
        let all = verdicts(changes);
        let said: String = [all.reader, all.writer, all.rust].into_iter().map(letter).collect();
        let lines = || changes.iter().map(|one| format!("\n      {one}")).collect::<String>();
        let line = || format!("{}: {} and not {}{}", case.what, said, case.right, lines());
        let mut right = true;
        for (said, due) in said.chars().zip(case.right.chars()) {
            match (said, due) {
                ('b', 'b') | ('u', 'u') | (_, '?') => {}
                ('-', 'b' | 'u') => self.wrong_safe.push(line()),
                ('b', 'u') => {}
                ('b', _) => self.wrong_breaking.push(line()),
                ('u', _) => self.unknown.push(line()),
                _ => continue,
            }
            right &= said == due || due == '?';
        }
        self.right += usize::from(right);
    }
}

#[test]
fn single_changes_are_told_rightly() {
    let cases = written();
    let mut score = Score::default();
    for case in &cases {
        score.add(case, &changes(case.old.clone(), case.new.clone()));
    }
    let Score {
        right,
        wrong_safe,
        wrong_breaking,
        unknown,
    } = score;
    println!("{} cases, {right} right", cases.len());
    println!("wrong safe:\n{}", wrong_safe.join("\n"));
    println!("wrong breaking:\n{}", wrong_breaking.join("\n"));
    println!("unknown:\n{}", unknown.join("\n"));
    assert!(wrong_safe.is_empty());
    assert!(50 * wrong_breaking.len() <= cases.len());
}
