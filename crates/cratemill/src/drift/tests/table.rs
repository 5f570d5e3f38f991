//! Single changes and what is right to say of them. A judge on instances of both versions is the second referee.

use super::{changes, provider, systematic};
use crate::drift::{Change, Verdict, verdicts};
use crate::normalize::{json_schema, reference};
use crate::pipeline::{instances, travel};
use serde_json::Value;
use std::collections::BTreeSet;

/// A single change; the letters are for reader, writer and code: `b` breaking, `u` not decidable, `?` a matter of names, any
/// other none.
pub(super) struct Case {
    pub(super) what: String,
    pub(super) old: Value,
    pub(super) new: Value,
    pub(super) right: String,
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
    /// Witnesses that hold.
    proofs: usize,
    /// Instances that were judged by both versions.
    judged: usize,
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
    let mut cases = written();
    cases.extend(systematic::cases());
    assert!(cases.len() > 250);
    let unjudged = cases.iter().filter(|case| !is_judged(case)).count();
    assert_eq!(unjudged, 30, "what no validator of the latest draft takes");
    let mut score = Score::default();
    for (number, case) in cases.iter().enumerate() {
        let found = changes(case.old.clone(), case.new.clone());
        score.add(case, &found);
        score.proofs += proofs(case, &found);
        // Making the instances takes its time.
        if number % 8 == 0 {
            score.referee(case, &found);
        }
    }
    let Score {
        right,
        wrong_safe,
        wrong_breaking,
        unknown,
        proofs,
        judged,
    } = score;
    assert!(wrong_safe.is_empty(), "wrong safe:\n{}", wrong_safe.join("\n"));
    let few = |wrong: &[String]| 50 * wrong.len() <= cases.len();
    assert!(few(&wrong_breaking), "wrong breaking:\n{}", wrong_breaking.join("\n"));
    assert!(few(&unknown), "unknown:\n{}", unknown.join("\n"));
    assert!(
        50 * (cases.len() - right) <= cases.len(),
        "{right} right of {}",
        cases.len()
    );
    assert!(proofs > 300 && judged > 1000);
}

/// Whether the second referee can judge: by the latest draft, and schemas alone.
fn is_judged(case: &Case) -> bool {
    let is_schema = |schema: &Value| jsonschema::draft202012::new(schema).is_ok();
    let is_latest = |schema: &Value| {
        let draft = schema.get("$schema").and_then(Value::as_str);
        schema.get("openapi").is_none() && draft.is_none_or(|draft| draft.contains("2020-12"))
    };
    let mut both = [&case.old, &case.new].into_iter();
    both.all(|schema| is_latest(schema) && is_schema(schema))
}

fn valid(schema: &Value) -> jsonschema::Validator {
    jsonschema::draft202012::new(schema).expect("a schema")
}

/// What the crate of a version reads.
fn reads(schema: &Value) -> jsonschema::Validator {
    let journey = travel(&provider(schema)).expect("types");
    let mut form = json_schema(&journey.schema);
    let root = journey
        .types
        .types
        .iter()
        .find(|one| one.stands_for.iter().any(|place| place == "a.json#"));
    form["$ref"] = reference(&root.expect("the root's type").name).into();
    valid(&form)
}

/// How many witnesses of the document's own type there are. Each is one.
fn proofs(case: &Case, found: &[Change]) -> usize {
    let mut count = 0;
    let of_whole = |one: &&Change| one.path == "A" || one.path.starts_with("A::");
    for one in found.iter().filter(of_whole).filter(|_| is_judged(case)) {
        assert_eq!(
            one.writer.is_breaking(),
            one.witness.writer.is_some(),
            "{}: {one}",
            case.what
        );
        assert_eq!(
            one.reader.is_breaking(),
            one.witness.reader.is_some(),
            "{}: {one}",
            case.what
        );
        assert_eq!(
            one.rust.is_breaking(),
            one.witness.rust.is_some(),
            "{}: {one}",
            case.what
        );
        if let Some(witness) = &one.witness.writer {
            assert!(valid(&case.old).is_valid(witness), "{}: {witness}", case.what);
            assert!(!valid(&case.new).is_valid(witness), "{}: {witness}", case.what);
            count += 1;
        }
        if let Some(witness) = &one.witness.reader {
            let ways = [(&case.old, &case.new), (&case.new, &case.old)];
            let refused = |(from, by): (&Value, &Value)| valid(from).is_valid(witness) && !reads(by).is_valid(witness);
            assert!(ways.into_iter().any(refused), "{}: {witness}", case.what);
            count += 1;
        }
    }
    count
}

/// The names of all properties that a schema names, or an instance has.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

impl Score {
    /// Judges the instances of each version by the other: what that finds must have been told.
    fn referee(&mut self, case: &Case, found: &[Change]) {
        if !is_judged(case) {
            return;
        }
        let all = verdicts(found);
        let sides = [&case.old, &case.new];
        let [old, new] = sides.map(valid);
        let [reads_old, reads_new] = sides.map(reads);
        let names = sides.map(|schema| {
            let mut names = BTreeSet::new();
            keys(schema, &mut names);
            names
        });
        let pool: Vec<Value> = sides
            .into_iter()
            .flat_map(|schema| instances(&provider(schema)))
            .collect();
        for one in pool {
            self.judged += 1;
            let mut has = BTreeSet::new();
            keys(&one, &mut has);
            // What one version alone names could hold anything in the other.
            let foreign = |own: usize| {
                has.iter()
                    .any(|key| names[1 - own].contains(key) && !names[own].contains(key))
            };
            let (was, is) = (old.is_valid(&one) && !foreign(0), new.is_valid(&one) && !foreign(1));
            let mut must = |broken: bool, verdict: Verdict, whom: &str| {
                if broken && verdict == Verdict::Compatible {
                    self.wrong_safe.push(format!("{}: {whom} of {one}", case.what));
                }
            };
            must(was && !new.is_valid(&one), all.writer, "writer");
            must(was && !reads_new.is_valid(&one), all.reader, "the new crate's reader");
            must(is && !reads_old.is_valid(&one), all.reader, "the old crate's reader");
        }
    }
}
