//! From conjunctions to shapes: which definitions there are, what each is still to be made of, and how a schema is used.

mod apart;
mod foreign;
mod joined;
mod limits;
mod named;
mod objects;
mod scalars;
pub(super) mod tags;
mod tuples;
mod unions;

use super::keywords::{Unexpressed, group_keyword};
use super::merge::{Alternative, Conjunction, Merger};
use super::rules::Rules;
use super::{Definition, DefinitionId, Foreign, Home, Met, NormalizedSchema, Role, Shape, Use};
use crate::budget::{LISTS_WITHIN_EACH_OTHER, LISTS_WITHOUT_A_NAME};
use crate::bundle::{Bundle, Place, SchemaId};
use limits::Combined;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use unions::{Piece, implied};

/// All shapes of a bundle, without names.
pub(super) fn shapes(bundle: &Bundle, foreign: &Foreign) -> NormalizedSchema {
    let mut shaper = Shaper::new(bundle, foreign);
    shaper.note_foreign();
    shaper.shape_all();
    shaper.tell_combined();
    shaper.tell_unmerged();
    let Shaper { mut schema, rules, .. } = shaper;
    let unions = schema.definitions.iter().filter_map(|one| match &one.shape {
        Shape::Union(union) => Some(union),
        _ => None,
    });
    let named = unions.flat_map(|union| {
        let chosen = union.alternatives.iter().filter_map(|one| one.rule.as_deref());
        chosen.chain(union.untyped.iter().map(String::as_str))
    });
    schema.rules = rules.into_needed(named);
    schema
}

/// What a definition is still to be made of.
enum Draft {
    Object(Conjunction),
    Tuple(Conjunction),
    Union {
        pieces: Vec<Piece>,
        open: bool,
        /// The alternatives of which nothing is known.
        unknown: Vec<Alternative>,
    },
}

type Key = (Conjunction, Role);

struct Shaper<'a> {
    bundle: &'a Bundle,
    foreign: &'a Foreign,
    /// The conjunctions that types of other crates stand for.
    replaced: BTreeMap<Conjunction, (SchemaId, String)>,
    merger: Merger<'a>,
    rules: Rules<'a>,
    schema: NormalizedSchema,
    /// The uses of conjunctions that are done.
    uses: BTreeMap<Conjunction, Use>,
    /// Conjunctions whose use is being made, and the alias that a recursion asked for.
    active: BTreeMap<Conjunction, Option<DefinitionId>>,
    /// Definitions by what they are made of.
    made: BTreeMap<Key, DefinitionId>,
    /// The document root or named definition that a conjunction is.
    canonical: BTreeMap<Conjunction, SchemaId>,
    roots: BTreeSet<Conjunction>,
    pending: VecDeque<(DefinitionId, Draft)>,
    depth: usize,
    combined: Combined,
    /// The fields of all structs so far, and how many there may be.
    fields: (usize, usize),
    /// The alternatives of all unions so far, and how many there may be.
    alternatives: (usize, usize),
    /// The mixtures that are being made of one content.
    mixing: BTreeSet<Key>,
    /// The object and property whose shape is being made.
    context: Option<(DefinitionId, String)>,
}

impl<'a> Shaper<'a> {
    fn new(bundle: &'a Bundle, foreign: &'a Foreign) -> Self {
        let schema = NormalizedSchema {
            definitions: Vec::new(),
            types: BTreeMap::new(),
            partly: BTreeMap::new(),
            marked: BTreeSet::new(),
            called: BTreeMap::new(),
            unexpressed: Vec::new(),
            rules: BTreeMap::new(),
            met: Met::default(),
            diagnostics: Vec::new(),
        };
        Shaper {
            rules: Rules::new(bundle),
            bundle,
            foreign,
            replaced: BTreeMap::new(),
            merger: Merger::new(bundle),
            schema,
            uses: BTreeMap::new(),
            active: BTreeMap::new(),
            made: BTreeMap::new(),
            canonical: BTreeMap::new(),
            roots: BTreeSet::new(),
            pending: VecDeque::new(),
            depth: 0,
            combined: Combined::new(bundle),
            fields: (0, limits::most_fields(bundle)),
            alternatives: (0, limits::most_alternatives(bundle)),
            mixing: BTreeSet::new(),
            context: None,
        }
    }

    fn key(&mut self, ids: &[SchemaId]) -> Conjunction {
        let whole = self.merger.conjunction(ids);
        let mut key = match self.merger.essential(whole.clone()) {
            (essential, false) => essential,
            (_, true) => whole,
        };
        key.sort();
        key
    }

    fn reserve(&mut self, schema: SchemaId, role: Role) -> DefinitionId {
        self.schema.definitions.push(Definition {
            modules: Vec::new(),
            name: String::new(),
            file: Vec::new(),
            home: Home { schema, role },
            sites: Vec::new(),
            copies: Vec::new(),
            closed: false,
            called: None,
            context: self.context.clone(),
            parts: Vec::new(),
            shape: Shape::Alias(Use::Any),
        });
        self.schema.definitions.len() - 1
    }

    fn use_of(&mut self, ids: &[SchemaId], site: SchemaId) -> Use {
        let atoms = self.merger.conjunction(ids);
        let (atoms, nullable) = self.merger.essential(atoms);
        let value = match self.foreign_use(&atoms, ids) {
            Some(value) => value,
            None => self.use_of_conjunction(atoms, ids, site),
        };
        if nullable { nullable_of(value) } else { value }
    }

    fn use_of_conjunction(&mut self, atoms: Conjunction, ids: &[SchemaId], site: SchemaId) -> Use {
        let mut key = atoms.clone();
        key.sort();
        if key.is_empty() {
            if ids
                .iter()
                .any(|id| self.bundle.value(*id).get("$ref").is_some_and(Value::is_string))
            {
                let reason = "what it refers to says nothing, or refers to itself; any value is read";
                self.schema
                    .unexpressed
                    .push(Unexpressed::at(self.bundle, site, "$ref", reason));
            }
            return Use::Any;
        }
        if let Some(known) = self.uses.get(&key).cloned() {
            if let Use::Definition(id) = known {
                self.schema.definitions[id].sites.push(site);
            }
            return known;
        }
        let home = match self.canonical.get(&key) {
            Some(named) => *named,
            None if key.len() == 1 && self.is_placed(key[0].id) => key[0].id,
            None => site,
        };
        if let Some(alias) = self.active.get(&key).copied() {
            let alias = alias.unwrap_or_else(|| {
                let alias = self.reserve(home, Role::Whole);
                self.active.insert(key.clone(), Some(alias));
                alias
            });
            return Use::Definition(alias);
        }
        if self.depth > LISTS_WITHIN_EACH_OTHER {
            self.too_complex(home);
            return Use::Any;
        }
        if self.is_combined(&key) && self.combined.is_spent() {
            self.combined.beyond.insert(home);
            return Use::Any;
        }
        self.active.insert(key.clone(), None);
        self.depth += 1;
        let value = self.fresh_use(&atoms, home);
        self.depth -= 1;
        let alias = self.active.remove(&key).flatten();
        let is_named = match &value {
            Use::Implied(inner) => matches!(**inner, Use::Definition(_)),
            value => matches!(value, Use::Definition(_) | Use::Nullable(_)),
        };
        let wants_name = self.roots.contains(&key) || nesting(&value) >= LISTS_WITHOUT_A_NAME;
        let value = match alias {
            Some(alias) => {
                self.schema.definitions[alias].shape = Shape::Alias(value);
                Use::Definition(alias)
            }
            None if wants_name && !is_named => {
                let alias = self.reserve(home, Role::Whole);
                let (inner, is_implied) = match value {
                    Use::Implied(inner) => (*inner, true),
                    value => (value, false),
                };
                self.schema.definitions[alias].shape = Shape::Alias(inner);
                let value = Use::Definition(alias);
                if is_implied {
                    Use::Implied(Box::new(value))
                } else {
                    value
                }
            }
            None => value,
        };
        self.uses.insert(key, value.clone());
        value
    }

    fn is_placed(&self, id: SchemaId) -> bool {
        matches!(self.bundle.place(id), Place::Document(..))
    }

    fn fresh_use(&mut self, atoms: &Conjunction, home: SchemaId) -> Use {
        if let [only] = atoms[..]
            && self.merger.keywords(only.id).unresolved.is_some()
        {
            return self.opaque(only.id);
        }
        if let Some((lone, nullable)) = self.merger.lone_alternative(atoms) {
            // What is written in place is named after the place that asks for it.
            let key = self.key(&[lone]);
            if self.canonical.get(&key).is_some_and(|named| *named != home) {
                let value = self.use_of(&[lone], lone);
                return if nullable { nullable_of(value) } else { value };
            }
        }
        let alternatives = self.merger.alternatives(atoms);
        if alternatives.is_cut_short() {
            self.too_complex(home);
            return Use::Any;
        }
        if !self.has_room_for_alternatives(alternatives.all.len(), home) {
            return Use::Any;
        }
        for (id, group) in &alternatives.given_up {
            let keyword = group_keyword(*group);
            let reason = "the combinations of its alternatives are too many; only `validate()` knows them";
            self.schema
                .unexpressed
                .push(Unexpressed::at(self.bundle, *id, keyword, reason));
        }
        if !alternatives.implied {
            return self.choose(alternatives, atoms, home);
        }
        let reason = "there is no `type`: a value of another JSON type than the keywords speak of is kept as it came";
        self.schema
            .unexpressed
            .push(Unexpressed::at(self.bundle, home, "", reason));
        let value = self.choose(alternatives, atoms, home);
        implied(value)
    }

    /// One named type for each schema that is not there.
    fn opaque(&mut self, id: SchemaId) -> Use {
        let key: Key = (vec![super::merge::Atom { id, expanded: 0 }], Role::Whole);
        let definition = match self.made.get(&key) {
            Some(definition) => *definition,
            None => {
                let definition = self.reserve(id, Role::Whole);
                self.made.insert(key, definition);
                definition
            }
        };
        Use::Definition(definition)
    }

    /// The definition made of `key`; its contents follow later, so that recursion is no matter.
    fn declare(&mut self, atoms: Conjunction, role: Role, home: SchemaId, draft: Draft) -> Use {
        let kind = match draft {
            Draft::Object(_) => Role::Object,
            Draft::Tuple(_) => Role::Tuple,
            Draft::Union { .. } => Role::Whole,
        };
        let key = (atoms, kind);
        if let Some(known) = self.made.get(&key) {
            return Use::Definition(*known);
        }
        let home = match (kind, self.canonical.get(&key.0)) {
            (_, Some(named)) => *named,
            _ => home,
        };
        let id = self.reserve(home, role);
        self.count_combined(id, &key.0);
        self.schema.definitions[id].parts = key.0.iter().map(|atom| atom.id).collect();
        self.made.insert(key, id);
        self.pending.push_back((id, draft));
        Use::Definition(id)
    }

    fn fill_pending(&mut self) {
        while let Some((id, draft)) = self.pending.pop_front() {
            let home = self.schema.definitions[id].home;
            let shape = match draft {
                Draft::Object(atoms) => self.object(id, &atoms, home.schema),
                Draft::Tuple(atoms) => self.tuple(id, &atoms),
                Draft::Union { .. } if self.combined.definitions.contains(&id) && self.combined.is_spent() => {
                    self.combined.beyond.insert(home.schema);
                    Shape::Alias(Use::Any)
                }
                Draft::Union { pieces, open, unknown } => self.union(pieces, open, &unknown, home.schema),
            };
            self.schema.definitions[id].shape = shape;
            self.context = None;
        }
    }

    fn leaf(&mut self, atoms: Conjunction, kind: Role, role: Role, home: SchemaId, shape: Shape) -> Use {
        let home = self.canonical.get(&atoms).copied().unwrap_or(home);
        let key = (atoms, kind);
        if let Some(known) = self.made.get(&key) {
            return Use::Definition(*known);
        }
        let id = self.reserve(home, role);
        self.count_combined(id, &key.0);
        self.schema.definitions[id].shape = shape;
        self.schema.definitions[id].parts = key.0.iter().map(|atom| atom.id).collect();
        self.made.insert(key, id);
        Use::Definition(id)
    }
}

fn nullable_of(value: Use) -> Use {
    match value {
        Use::Any | Use::Null | Use::Nullable(_) | Use::Open(_) | Use::Implied(_) => value,
        value => Use::Nullable(Box::new(value)),
    }
}

/// How many types without a name lie around one with a name, or a scalar.
fn nesting(value: &Use) -> usize {
    match value {
        Use::Array(inner) | Use::Map(inner) | Use::Nullable(inner) | Use::Open(inner) | Use::Implied(inner) => {
            1 + nesting(inner)
        }
        _ => 0,
    }
}

fn sorted(atoms: &Conjunction) -> Conjunction {
    let mut atoms = atoms.clone();
    atoms.sort();
    atoms
}
