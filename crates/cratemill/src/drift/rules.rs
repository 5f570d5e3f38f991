//! The kinds of change: a table from which reports are made, documentation is printed, and tests are run.

mod table;

use super::Verdict;
use super::fact::Fact;
use super::fit::Relation;

pub use table::RULES;

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable id, `CM-D201`.
    pub id: &'static str,
    /// What changes, in one sentence without a full stop.
    pub title: &'static str,
    /// What the example means to a reader, a writer and Rust code.
    pub verdicts: [Verdict; 3],
    /// Why, in a sentence or two.
    pub because: &'static str,
    /// The id of the rule for the change back.
    pub mirror: &'static str,
    /// An example: the older schema, as JSON text.
    pub old: &'static str,
    /// The newer schema.
    pub new: &'static str,
}

/// The rule of an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id.eq_ignore_ascii_case(id))
}

/// The rule that a fact falls under.
pub(super) fn of(fact: &Fact) -> &'static str {
    let fitting = |read: Relation, valid: Relation| {
        let either = |one: Relation| [read, valid].contains(&one) || [read, valid].contains(&Relation::Other);
        of_type(either(Relation::Narrower), either(Relation::Wider))
    };
    match fact {
        Fact::TypeAdded => "CM-D101",
        Fact::TypeRemoved => "CM-D102",
        Fact::TypeRenamed { aliased: true, .. } => "CM-D103",
        Fact::TypeRenamed { aliased: false, .. } => "CM-D104",
        Fact::TypeMoved { stays: false, .. } => "CM-D105",
        Fact::TypeMoved { stays: true, .. } => "CM-D112",
        Fact::BuilderChanged { asks: true } => "CM-D113",
        Fact::BuilderChanged { asks: false } => "CM-D114",
        Fact::SchemaMoved { .. } => "CM-D108",
        Fact::TypeParted { .. } => "CM-D111",
        Fact::ExampleBroken { .. } => "CM-D604",
        Fact::KindChanged { .. } => "CM-D106",
        Fact::PositionsChanged { old, new } if old < new => "CM-D109",
        Fact::PositionsChanged { .. } => "CM-D110",
        Fact::ContentChanged { fit, .. } | Fact::PlaceChanged { fit, .. } | Fact::FieldTypeChanged { fit, .. } => {
            fitting(fit.read, fit.valid)
        }
        Fact::FieldAdded { required: false } => "CM-D201",
        Fact::FieldRemoved { perhaps: Some(_), .. } => "CM-D205",
        Fact::FieldRemoved { required: false, .. } => "CM-D202",
        Fact::FieldAdded { required: true } => "CM-D203",
        Fact::FieldRemoved { required: true, .. } => "CM-D204",
        Fact::WireNameChanged { .. } => "CM-D206",
        Fact::DeprecatedChanged { on: true } => "CM-D218",
        Fact::DeprecatedChanged { on: false } => "CM-D219",
        Fact::ReadOnlyChanged { on: true } => "CM-D220",
        Fact::ReadOnlyChanged { on: false } => "CM-D221",
        Fact::CrateRenamed { .. } => "CM-D107",
        Fact::Renamed { .. } => "CM-D207",
        Fact::PresenceChanged { old, new, .. } => presence(old, new),
        Fact::AdditionalChanged { .. } => "CM-D212",
        Fact::SecretChanged { secret: true } => "CM-D213",
        Fact::SecretChanged { secret: false } => "CM-D214",
        Fact::DefaultChanged { old: None, .. } => "CM-D215",
        Fact::DefaultChanged { new: None, .. } => "CM-D216",
        Fact::DefaultChanged { .. } => "CM-D217",
        Fact::VariantAdded { counted: false, .. } => "CM-D401",
        Fact::VariantAdded { counted: true, .. } => "CM-D405",
        Fact::VariantRemoved { now: None, .. } => "CM-D402",
        Fact::VariantRemoved { now: Some(_), .. } => "CM-D404",
        Fact::ConstantChanged { .. } => "CM-D403",
        Fact::AlternativeAdded { .. } => "CM-D501",
        Fact::AlternativeRemoved { .. } => "CM-D502",
        Fact::AlternativeChanged { .. } => "CM-D503",
        Fact::OpennessChanged {
            open: true,
            counted: false,
        } => "CM-D504",
        Fact::OpennessChanged {
            open: false,
            counted: false,
        } => "CM-D505",
        Fact::OpennessChanged {
            open: true,
            counted: true,
        } => "CM-D406",
        Fact::OpennessChanged {
            open: false,
            counted: true,
        } => "CM-D407",
        Fact::OverlapChanged { on: true } => "CM-D508",
        Fact::OverlapChanged { on: false } => "CM-D509",
        Fact::TagChanged { .. } => "CM-D506",
        Fact::TagValuesChanged { .. } => "CM-D507",
        Fact::ConstraintChanged { new: None, .. } => "CM-D602",
        Fact::ConstraintChanged { old: None, .. } => "CM-D601",
        Fact::PatternChanged { .. } | Fact::ConstraintChanged { .. } => "CM-D603",
    }
}

/// The rule for a type that takes fewer values, or more, or both.
pub(super) fn of_type(narrowed: bool, widened: bool) -> &'static str {
    match (narrowed, widened) {
        (false, true) => "CM-D301",
        (true, false) => "CM-D302",
        (true, true) => "CM-D303",
        (false, false) => "CM-D304",
    }
}

/// The rule for a property that can be missing or null where it could not, or the other way round.
fn presence(old: &str, new: &str) -> &'static str {
    let must = |one: &str| one.starts_with("required");
    match (must(old), must(new)) {
        (false, true) => "CM-D208",
        (true, false) => "CM-D209",
        _ if new.ends_with("null") => "CM-D210",
        _ => "CM-D211",
    }
}

/// The rule for a keyword that takes fewer values than before, or more, or both.
pub(super) fn of_keyword(keyword: &str, narrowed: bool, widened: bool) -> &'static str {
    let narrowing = format!("`{keyword}` takes fewer values");
    let rule = RULES.iter().find(|rule| rule.title == narrowing);
    match (narrowed, widened, rule) {
        (true, true, _) => "CM-D603",
        (true, false, Some(rule)) => rule.id,
        (true, false, None) => "CM-D601",
        (false, _, Some(rule)) => rule.mirror,
        (false, _, None) => "CM-D602",
    }
}

impl Rule {
    /// What the rule says, at length, in Markdown.
    pub fn explanation(&self) -> String {
        let [reader, writer, rust] = self.verdicts;
        let mut text = format!(
            "# {}: {}\n\nReader: {reader}. Writer: {writer}. Rust code: {rust}.\n\n{}.\n",
            self.id,
            self.title,
            sentence(self.because)
        );
        if !self.old.is_empty() {
            text.push_str(&format!("\nFrom\n\n    {}\n\nto\n\n    {}\n", self.old, self.new));
        }
        if self.mirror != self.id {
            text.push_str(&format!("\nThe change back is {}.\n", self.mirror));
        }
        text.push_str(
            "\nThe verdicts are those of the example. Of a change that is reported they are proven from both schemas: what \
             breaks has a witness, and what may break has neither a witness nor a proof that it doesn't.\n",
        );
        text
    }
}

/// With a capital letter, where it begins with one.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
