//! What is counted and noted of each case.

use std::collections::BTreeMap;

use crate::batch::Compiled;
use crate::board::{Board, Fault, Score};
use crate::case::{Answer, Case, Milled, Trial};
use crate::mill::NOWHERE;

/// Counts a case and notes its faults.
pub(crate) struct Report<'a> {
    corpus: &'a str,
    case: &'a Case,
    score: &'a mut Score,
    faults: &'a mut Vec<Fault>,
    unjudged: &'a mut BTreeMap<String, String>,
}

impl<'a> Report<'a> {
    /// The report on a case of a corpus, which goes to the board.
    pub(crate) fn new(corpus: &'a str, case: &'a Case, board: &'a mut Board) -> Self {
        Report {
            corpus,
            case,
            score: board.scores.entry(corpus.to_owned()).or_default(),
            faults: &mut board.faults,
            unjudged: &mut board.unjudged,
        }
    }

    fn fault(&mut self, class: &str, instance: Option<&str>, why: &str) {
        self.faults.push(Fault {
            corpus: self.corpus.to_owned(),
            class: class.to_owned(),
            case: self.case.name.clone(),
            instance: instance.map(str::to_owned),
            why: why.to_owned(),
            expected: false,
        });
    }

    /// Whether there is a crate, and what its types don't say.
    pub(crate) fn generation(&mut self, milled: &Milled) {
        self.score.cases += 1;
        self.score.schemas += milled.schemas;
        self.score.types += milled.types;
        self.score.copies += milled.copies;
        for (path, is_stray) in &milled.names {
            let last = path.rsplit("::").next().unwrap_or(path);
            *self.score.lengths.entry(last.chars().count()).or_default() += 1;
            self.score.strays += usize::from(*is_stray);
        }
        self.score.properties += milled.properties;
        self.score.untyped += milled.untyped.len();
        for place in &milled.untyped {
            let nowhere = place.ends_with(NOWHERE);
            self.score.nowhere += usize::from(nowhere);
            let class = if nowhere {
                "untyped, as the reference leads nowhere"
            } else {
                "untyped property"
            };
            self.fault(class, None, place);
        }
        match &milled.failed {
            Some(why) => {
                let crashed = ["panic", "abort", "hang"].iter().any(|how| why.starts_with(how));
                self.score.crashes += usize::from(crashed);
                self.fault("not generated", None, why);
            }
            None => self.score.generated += 1,
        }
    }

    /// Whether there is something to try.
    pub(crate) fn compilation(&mut self, milled: &Milled, name: &str, compiled: &Compiled) -> bool {
        if milled.failed.is_some() {
            return false;
        }
        if let Some(errors) = compiled.errors.get(name) {
            self.fault("does not compile", None, &errors.join("\n"));
            return false;
        }
        match compiled.warnings.get(name) {
            Some(warnings) => self.fault("compiles with warnings", None, &warnings.join("\n")),
            None => self.score.compiled += 1,
        }
        true
    }

    /// Whether each union was read into an alternative that its value is valid under.
    fn choices(&mut self, trial: &Trial, answer: &Answer) {
        for choice in &trial.choices {
            self.score.unions += 1;
            let here = |(pointer, alternative): &&(String, String)| {
                *pointer == choice.pointer
                    && alternative
                        .rsplit_once("::")
                        .is_some_and(|(union, _)| union == choice.union)
            };
            let found = answer
                .alternatives
                .iter()
                .find(here)
                .map(|(_, alternative)| alternative);
            if found.is_some_and(|found| choice.allowed.contains(found)) {
                self.score.chosen += 1;
                continue;
            }
            let found = found.map_or("not read", String::as_str);
            let why = format!(
                "at `{}`: `{found}`, valid is `{}`",
                choice.pointer,
                choice.allowed.join(", ")
            );
            self.fault("another alternative than a valid one", Some(&trial.instance.name), &why);
        }
    }

    /// What the types did with the instances.
    pub(crate) fn trials(&mut self, milled: &Milled, answers: &[Result<Answer, String>]) {
        for (trial, answer) in milled.trials.iter().zip(answers) {
            let name = Some(trial.instance.name.as_str());
            let Some(valid) = trial.valid else {
                self.score.unjudged += 1;
                let place = format!("{}#{}", self.case.name, trial.instance.name);
                let why = match trial.why.is_empty() {
                    true => "hangs on what no document holds".to_owned(),
                    false => trial.why.clone(),
                };
                self.unjudged.insert(place, why);
                self.unjudged(trial, answer);
                continue;
            };
            self.score.disputed += usize::from(trial.instance.claimed.is_some_and(|claimed| claimed != valid));
            let counted = if valid {
                &mut self.score.valid
            } else {
                &mut self.score.invalid
            };
            *counted += 1;
            let answer = match answer {
                Ok(answer) => answer,
                Err(why) => {
                    self.score.crashes += 1;
                    self.fault("abort or hang", name, why);
                    continue;
                }
            };
            if let Some(why) = &answer.panicked {
                self.score.crashes += 1;
                self.fault("panic", name, why);
            }
            match (&answer.refused, valid) {
                (Some(why), true) if trial.implied => self.fault("valid refused for an implied type", name, why),
                (Some(why), true) => self.fault("valid refused", name, why),
                (Some(_), false) => self.score.rejected += 1,
                (None, true) => self.score.accepted += 1,
                (None, false) => {}
            }
            if answer.refused.is_none() {
                self.choices(trial, answer);
            }
            if let Some(why) = answer.misfit.as_ref().filter(|_| valid) {
                self.fault("valid and a misfit", name, why);
            }
            match &answer.differs {
                Some(why) => self.fault(
                    if valid {
                        "valid comes back different"
                    } else {
                        "invalid comes back different"
                    },
                    name,
                    why,
                ),
                None if valid && answer.refused.is_none() && answer.panicked.is_none() => self.score.equal += 1,
                None => {}
            }
            let Some(violations) = answer.violations.as_ref().filter(|_| answer.refused.is_none()) else {
                continue;
            };
            self.score.judged += 1;
            match (valid, violations.is_empty()) {
                (true, true) => self.score.agreed += 1,
                (false, false) => {
                    self.score.agreed += 1;
                    self.score.found += 1;
                }
                (true, false) => self.fault("validate() finds too much", name, violations),
                (false, true) => self.fault(
                    "validate() finds too little",
                    name,
                    &trial.instance.text.chars().take(300).collect::<String>(),
                ),
            }
        }
    }

    /// What no judge can say is valid must come back all the same, if the corpus says that it is.
    fn unjudged(&mut self, trial: &Trial, answer: &Result<Answer, String>) {
        let name = Some(trial.instance.name.as_str());
        let why = match answer {
            Err(why) => Some(why),
            Ok(answer) => answer
                .panicked
                .as_ref()
                .or(answer.differs.as_ref())
                .or(answer.refused.as_ref()),
        };
        if let Some(why) = why.filter(|_| trial.instance.claimed == Some(true)) {
            self.fault("unjudged refused", name, why);
        }
    }
}
