//! The changes: what the types show, with what the schemas prove of it, and what the schemas alone show.

use super::assess::{Assessment, Question, Told, assess};
use super::effects::{Rough, is_rough, rough};
use super::fact::{Fact, plain};
use super::kinds::facts;
use super::pairs::Pairs;
use super::spot::Found;
use super::{Change, Effect, Place, Verdict, Version, Witness, code, rules};
use std::collections::BTreeMap;

/// Every difference between two versions of a provider, the gravest first; empty where there is none.
pub(crate) fn compare(old: Version<'_>, new: Version<'_>) -> Vec<Change> {
    let pairs = Pairs::new(old.types, new.types);
    let mut found = facts(&pairs);
    found.extend(super::annotations::found(old, new, &pairs));
    found.extend(renamed(old, new));
    let Assessment {
        told,
        compared,
        found: at_places,
    } = assess(old, new, &pairs);
    found.extend(at_places);
    let told = credible(told);
    let mut report = Report {
        old,
        new,
        changes: Vec::new(),
    };
    let mut by_path: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
    for one in &found {
        by_path.entry(&one.path).or_default().push(one);
    }
    let mut left: BTreeMap<(&str, &str), Vec<&Told>> = BTreeMap::new();
    let mut taken: BTreeMap<&str, Vec<&Told>> = BTreeMap::new();
    for one in &told {
        let here = by_path.get(one.path.as_str());
        if here.is_some_and(|all| all.iter().any(|found| takes(&found.what, one))) {
            taken.entry(&one.path).or_default().push(one);
        } else {
            left.entry((&one.path, &one.keyword)).or_default().push(one);
        }
    }
    for (path, found) in by_path {
        let is_compared =
            compared.contains(path) || path.rsplit_once("::").is_some_and(|(one, _)| compared.contains(one));
        let told = taken.remove(path).unwrap_or_default();
        report.of_types(&found, &told, is_compared);
    }
    for ((path, keyword), told) in left {
        report.of_schemas(path, keyword, &told);
    }
    let mut changes = report.changes;
    changes.sort_by_cached_key(|one| (one.gravity(), one.path.clone(), one.message.clone()));
    changes
}

/// The crate, if it is called otherwise.
fn renamed(old: Version<'_>, new: Version<'_>) -> Option<Found> {
    let (before, after) = (old.package?, new.package?);
    let what = Fact::CrateRenamed {
        old: before.to_owned(),
        new: after.to_owned(),
    };
    (before != after).then(|| Found {
        path: after.replace('-', "_"),
        old_path: before.replace('-', "_"),
        what,
        is_apart: false,
        old: None,
        new: None,
    })
}

/// What is told of reading without a witness is believed only where what is valid changes too: reading takes whatever is
/// valid.
fn credible(told: Vec<Told>) -> Vec<Told> {
    let is_told = |path: &str, question: Question| told.iter().any(|one| one.path == path && one.question == question);
    let is_credible = |one: &&Told| {
        one.witness.is_some()
            || match one.question {
                Question::ReadsOld => is_told(&one.path, Question::StaysValid),
                Question::ReadsNew => is_told(&one.path, Question::WasValid),
                _ => true,
            }
    };
    told.iter().filter(is_credible).cloned().collect()
}

/// Whether what the types show is what a keyword says.
fn takes(fact: &Fact, told: &Told) -> bool {
    let is_shape = is_rough(fact)
        || matches!(
            fact,
            Fact::AdditionalChanged { .. }
                | Fact::VariantAdded { .. }
                | Fact::VariantRemoved { .. }
                | Fact::AlternativeAdded { .. }
                | Fact::AlternativeRemoved { .. }
                | Fact::OpennessChanged { .. }
                | Fact::TagChanged { .. }
                | Fact::TagValuesChanged { .. }
                | Fact::ConstantChanged { .. }
        );
    let is_another = matches!(
        fact,
        Fact::FieldTypeChanged { .. }
            | Fact::ContentChanged { .. }
            | Fact::PlaceChanged { .. }
            | Fact::AlternativeChanged { .. }
    );
    match (fact, told.keyword.as_str()) {
        _ if told.is_apart && is_another => true,
        (Fact::FieldAdded { .. } | Fact::FieldRemoved { .. } | Fact::WireNameChanged { .. }, _) => true,
        (Fact::PresenceChanged { .. }, "required") => true,
        (Fact::PatternChanged { .. }, "pattern") => true,
        (
            _,
            "type"
            | "false"
            | ""
            | "enum"
            | "anyOf"
            | "oneOf"
            | "items"
            | "additionalProperties"
            | "patternProperties"
            | "if",
        ) => is_shape,
        (Fact::FieldTypeChanged { .. } | Fact::ContentChanged { .. }, "pattern") => true,
        _ => false,
    }
}

struct Report<'a> {
    old: Version<'a>,
    new: Version<'a>,
    changes: Vec<Change>,
}

/// A party's side of what is told.
const READS: [Question; 2] = [Question::ReadsOld, Question::ReadsNew];
const WRITES: [Question; 1] = [Question::StaysValid];

impl Report<'_> {
    /// The changes that the types show at one path.
    fn of_types(&mut self, found: &[&Found], told: &[&Told], is_compared: bool) {
        let sides: [&[Question]; 2] = [&READS, &WRITES];
        let nominal: Vec<[Rough; 3]> = found.iter().map(|one| rough(&one.what)).collect();
        for (index, one) in found.iter().enumerate() {
            let mut witness = Witness::default();
            let mut effects = [Effect::NONE, Effect::NONE];
            for (party, questions) in sides.iter().enumerate() {
                let mine: Vec<&&Told> = told
                    .iter()
                    .filter(|told| questions.contains(&told.question) && takes(&one.what, told))
                    .collect();
                let claims = |index: usize| matches!(nominal[index][party], Rough::Breaking(_));
                // Where none of the changes at the place is known to do it, the first that can is taken for it.
                let can = |index: usize| mine.iter().any(|told| takes(&found[index].what, told));
                let claimed = (0..found.len()).any(|index| claims(index) && can(index));
                let is_cause = !mine.is_empty()
                    && (claims(index) || !claimed && (0..found.len()).find(|index| can(*index)) == Some(index));
                let said = nominal[index][party];
                effects[party] = match (said, is_cause) {
                    (said, true) => {
                        let proof = mine.iter().find_map(|told| told.witness.clone());
                        let effect = proven(party, &mine, proof.is_some(), said, &one.what);
                        *[&mut witness.reader, &mut witness.writer][party] = proof;
                        effect
                    }
                    (Rough::Breaking(sentence), false) if !is_compared => Effect::new(Verdict::Unknown, sentence),
                    (Rough::Compatible(sentence), false) => Effect::new(Verdict::Compatible, sentence),
                    _ => Effect::NONE,
                };
            }
            let [reader, writer] = effects;
            let of_code = if one.is_apart { Rough::None } else { nominal[index][2] };
            let rust = self.code(one, of_code, &mut witness);
            self.changes.push(Change {
                rule: rule(&one.what, told, is_compared),
                reader,
                writer,
                rust,
                path: plain(&one.path),
                old: one.old.as_deref().and_then(|address| place(self.old, address)),
                new: one.new.as_deref().and_then(|address| place(self.new, address)),
                message: one.what.to_string(),
                witness,
            });
        }
    }

    fn code(&self, found: &Found, said: Rough, witness: &mut Witness) -> Effect {
        match said {
            Rough::None => Effect::NONE,
            Rough::Compatible(sentence) => Effect::new(Verdict::Compatible, sentence),
            Rough::Breaking(sentence) => {
                witness.rust = code::line(self.old.types, found);
                let verdict = match witness.rust {
                    Some(_) => Verdict::Breaking,
                    None => Verdict::Unknown,
                };
                Effect::new(verdict, sentence)
            }
        }
    }

    /// The change that a keyword shows where the types show none.
    fn of_schemas(&mut self, path: &str, keyword: &str, told: &[&Told]) {
        let about = |questions: &[Question]| -> Vec<&&Told> {
            let all = told.iter().filter(|one| questions.contains(&one.question));
            all.collect()
        };
        let (reads, writes) = (about(&READS), about(&WRITES));
        let widened = !about(&[Question::WasValid]).is_empty();
        let proof = |all: &[&&Told]| all.iter().find_map(|one| one.witness.clone());
        let witness = Witness {
            reader: proof(&reads),
            writer: proof(&writes),
            rust: None,
        };
        let fact = |old, new| Fact::ConstraintChanged {
            keyword: keyword.to_owned(),
            old,
            new,
        };
        let none = fact(None, None);
        let effect = |party: usize, all: &[&&Told], proof: bool| match all.is_empty() {
            true => Effect::NONE,
            false => proven(party, all, proof, Rough::None, &none),
        };
        let reader = effect(0, &reads, witness.reader.is_some());
        let mut writer = effect(1, &writes, witness.writer.is_some());
        if writes.is_empty() && widened {
            writer = Effect::new(Verdict::Compatible, "values that were not valid are so now");
        }
        let valid = told.iter().find(|one| !READS.contains(&one.question)).or(told.first());
        let Some(first) = valid else { return };
        // What is read is the normal form's to say, whose words are no schema's.
        let what = match READS.contains(&first.question) {
            true => none,
            false => fact(first.old.1.clone(), first.new.1.clone()),
        };
        self.changes.push(Change {
            rule: rules::of_keyword(keyword, !writes.is_empty() || !reads.is_empty(), widened),
            reader,
            writer,
            rust: Effect::NONE,
            path: plain(path),
            old: first.old.0.as_deref().and_then(|address| place(self.old, address)),
            new: first.new.0.as_deref().and_then(|address| place(self.new, address)),
            message: what.to_string(),
            witness,
        });
    }
}

/// The rule: where types changed, by the values that both versions are proven to take.
fn rule(fact: &Fact, told: &[&Told], is_compared: bool) -> &'static str {
    let about = |questions: [Question; 2]| {
        told.iter()
            .any(|one| questions.contains(&one.question) && takes(fact, one))
    };
    match fact {
        Fact::ContentChanged { .. } | Fact::PlaceChanged { .. } | Fact::FieldTypeChanged { .. } if is_compared => {
            rules::of_type(
                about([Question::StaysValid, Question::ReadsOld]),
                about([Question::WasValid, Question::ReadsNew]),
            )
        }
        fact => rules::of(fact),
    }
}

/// What is told, for a reader (0) or a writer (1).
fn proven(party: usize, told: &[&&Told], proof: bool, said: Rough, fact: &Fact) -> Effect {
    let asks = |question: Question| {
        let mut all = told
            .iter()
            .filter(|one| one.question == question && (one.witness.is_some() || !proof));
        all.next().is_some()
    };
    let own = match said {
        Rough::Breaking(sentence) if !is_rough(fact) => Some(sentence),
        _ => None,
    };
    let (known, unknown) = match (party, asks(Question::ReadsOld), asks(Question::ReadsNew)) {
        (0, true, true) => (
            "each version refuses documents of the other",
            "each version may refuse documents of the other: no proof and no witness was found",
        ),
        (0, true, false) => (
            "the new crate refuses documents that were valid",
            "the new crate may refuse documents that were valid: no proof and no witness was found",
        ),
        (0, ..) => (
            "an older crate refuses documents that are valid now",
            "an older crate may refuse documents that are valid now: no proof and no witness was found",
        ),
        _ => (
            "documents that were valid no longer are",
            "documents that were valid may no longer be: no proof and no witness was found",
        ),
    };
    match proof {
        true => Effect::new(Verdict::Breaking, own.unwrap_or(known)),
        false => Effect::new(Verdict::Unknown, unknown),
    }
}

/// The place that an address, `file.json#/pointer`, names in the published files.
fn place(version: Version<'_>, address: &str) -> Option<Place> {
    let (name, pointer) = address.split_once('#')?;
    let pointer = pointer.split(" (").next().unwrap_or(pointer);
    let bundle = version.published.unwrap_or(version.bundle);
    let document = bundle.documents().iter().find(|document| document.name() == name)?;
    let at = document.location(pointer);
    let line = at.span.map(|span| document.line(span.start));
    Some(Place {
        file: at.file,
        line: line.filter(|_| version.published.is_some()),
        pointer: at.pointer,
    })
}
