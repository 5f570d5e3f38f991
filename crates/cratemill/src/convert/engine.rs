//! typify at work: the normal form goes in as `definitions`, identifiers and boxes come out.

use crate::bundle::Bundle;
use crate::diagnostic::{Code, Diagnostic};
use crate::normalize::{NormalizedSchema, Shape, Use};
use schemars::schema::{InstanceType, ObjectValidation, Schema, SchemaObject, SingleOrVec};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use typify::{Type, TypeDetails, TypeEnumVariant, TypeId, TypeSpace, TypeSpaceSettings};

/// What typify said.
pub(super) struct Engine {
    /// For each definition that is an object, the identifier of each property.
    pub(super) fields: Vec<Vec<String>>,
    /// Fields, alternatives and newtypes that need a box, as (definition, index).
    boxed: BTreeSet<(usize, usize)>,
}

impl Engine {
    /// Whether a field, an alternative, or a newtype's inside (index 0) needs a box.
    pub(super) fn field_boxed(&self, definition: usize, index: usize) -> bool {
        self.boxed.contains(&(definition, index))
    }
}

/// Converts all definitions. One that typify refuses becomes an untyped value, with a diagnostic, and the rest go on.
pub(super) fn run(bundle: &Bundle, schema: &mut NormalizedSchema) -> (Engine, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    if let Ok(engine) = attempt(schema) {
        return (engine, diagnostics);
    }
    for id in 0..schema.definitions.len() {
        let Err(reason) = attempt_alone(schema, id) else {
            continue;
        };
        schema.definitions[id].shape = Shape::Alias(Use::Any);
        diagnostics.push(refused(bundle, schema, id, &reason));
    }
    match attempt(schema) {
        Ok(engine) => (engine, diagnostics),
        Err(reason) => {
            // Nothing alone is to blame: without the engine's word every definition is an untyped value.
            for id in 0..schema.definitions.len() {
                schema.definitions[id].shape = Shape::Alias(Use::Any);
            }
            diagnostics.extend(schema.definitions.first().map(|_| refused(bundle, schema, 0, &reason)));
            let fields = vec![Vec::new(); schema.definitions.len()];
            (
                Engine {
                    fields,
                    boxed: BTreeSet::new(),
                },
                diagnostics,
            )
        }
    }
}

fn refused(bundle: &Bundle, schema: &NormalizedSchema, id: usize, reason: &str) -> Diagnostic {
    let definition = &schema.definitions[id];
    Diagnostic {
        code: Code::EngineRefused,
        message: format!(
            "the engine refused `{}`: {reason}; it became an untyped value",
            definition.path()
        ),
        location: bundle.location(definition.home.schema, &[]),
        help: "report the schema: this is a fault of the generator".to_owned(),
    }
}

fn attempt(schema: &NormalizedSchema) -> Result<Engine, String> {
    let all: Vec<usize> = (0..schema.definitions.len()).collect();
    convert(schema, &all, false)
}

fn attempt_alone(schema: &NormalizedSchema, id: usize) -> Result<Engine, String> {
    convert(schema, &[id], true)
}

/// What the engine knows a definition by: it would change the casing of a name.
fn key(id: usize) -> String {
    format!("D{id}")
}

/// `alone`: references to other definitions are replaced by untyped values.
fn convert(schema: &NormalizedSchema, ids: &[usize], alone: bool) -> Result<Engine, String> {
    let attempt = catch_unwind(AssertUnwindSafe(|| {
        let mut settings = TypeSpaceSettings::default();
        settings
            .with_struct_builder(false)
            .with_map_type("::std::collections::BTreeMap");
        let mut space = TypeSpace::new(&settings);
        let mut definitions: Vec<(String, Schema)> = Vec::with_capacity(ids.len());
        for id in ids {
            definitions.push((key(*id), definition_form(schema, *id, alone)));
        }
        space.add_ref_types(definitions).map_err(|error| error.to_string())?;
        read_back(schema, ids, &space)
    }));
    attempt.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        Err(text
            .or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()))
            .unwrap_or_default())
    })
}

fn definition_form(schema: &NormalizedSchema, id: usize, alone: bool) -> Schema {
    let form = |value: &Use| Schema::Object(use_form(value, alone));
    match &schema.definitions[id].shape {
        Shape::Object { properties, .. } | Shape::Tuple { items: properties, .. } => {
            let mut object = ObjectValidation::default();
            for (index, property) in properties.iter().enumerate() {
                let mut value = property_form(&property.value, alone);
                // typify tells a property's description, but not its name on the wire.
                value.metadata().description = Some(index.to_string());
                object.properties.insert(property.name.clone(), Schema::Object(value));
                // All are required here: presence is the schema's, and an `Option` would not change where boxes go.
                object.required.insert(property.name.clone());
            }
            Schema::Object(of_object(object))
        }
        Shape::Enumeration(_) | Shape::Integers(_) | Shape::Constant(_) | Shape::Pattern(_) => {
            Schema::Object(of_type(InstanceType::String))
        }
        Shape::Union(union) if union.alternatives.len() == 1 => form(&union.alternatives[0].value),
        Shape::Union(union) => {
            let all = union.alternatives.iter().map(|one| form(&one.value));
            Schema::Object(one_of(all.collect()))
        }
        Shape::Alias(value) | Shape::Name(value) => form(value),
    }
}

/// What the engine must know of a property to place its box: the definition that lies in place, if one does.
fn property_form(value: &Use, alone: bool) -> SchemaObject {
    match lies_in_place(value) {
        true => use_form(value, alone),
        false => of_type(InstanceType::Boolean),
    }
}

fn lies_in_place(value: &Use) -> bool {
    match value {
        Use::Definition(_) => true,
        Use::Nullable(inner) | Use::Open(inner) | Use::Implied(inner) => lies_in_place(inner),
        _ => false,
    }
}

fn use_form(value: &Use, alone: bool) -> SchemaObject {
    let form = |value: &Use| Schema::Object(use_form(value, alone));
    match value {
        Use::Any => SchemaObject::default(),
        Use::Null => of_type(InstanceType::Null),
        Use::Boolean => of_type(InstanceType::Boolean),
        Use::Integer(_) => SchemaObject {
            format: Some("int64".to_owned()),
            ..of_type(InstanceType::Integer)
        },
        Use::Number => of_type(InstanceType::Number),
        Use::String | Use::Text(_) | Use::Foreign(..) => of_type(InstanceType::String),
        Use::Definition(_) if alone => of_type(InstanceType::String),
        Use::Definition(id) => SchemaObject::new_ref(format!("#/definitions/{}", key(*id))),
        Use::Array(item) => {
            let mut list = of_type(InstanceType::Array);
            list.array().items = Some(SingleOrVec::from(form(item)));
            list
        }
        Use::Map(value) => of_object(ObjectValidation {
            additional_properties: Some(Box::new(form(value))),
            ..ObjectValidation::default()
        }),
        Use::Nullable(inner) => one_of(vec![form(inner), Schema::Object(of_type(InstanceType::Null))]),
        Use::Open(inner) | Use::Implied(inner) => use_form(inner, alone),
    }
}

fn of_type(kind: InstanceType) -> SchemaObject {
    SchemaObject {
        instance_type: Some(SingleOrVec::from(kind)),
        ..SchemaObject::default()
    }
}

fn of_object(object: ObjectValidation) -> SchemaObject {
    SchemaObject {
        object: Some(Box::new(object)),
        ..of_type(InstanceType::Object)
    }
}

fn one_of(all: Vec<Schema>) -> SchemaObject {
    let mut schema = SchemaObject::default();
    schema.subschemas().one_of = Some(all);
    schema
}

/// Reads the types back, one for each definition, and counts: names, kinds, properties and alternatives.
fn read_back(schema: &NormalizedSchema, ids: &[usize], space: &TypeSpace) -> Result<Engine, String> {
    let mut engine = Engine {
        fields: vec![Vec::new(); schema.definitions.len()],
        boxed: BTreeSet::new(),
    };
    let mut types = space.iter_types();
    for id in ids {
        let definition = &schema.definitions[*id];
        let found = types
            .next()
            .ok_or_else(|| format!("`{}` is missing", definition.name))?;
        if found.name() != key(*id) {
            return Err(format!("`{}` came back as `{}`", definition.name, found.name()));
        }
        match (&definition.shape, found.details()) {
            (
                Shape::Object { properties, .. } | Shape::Tuple { items: properties, .. },
                TypeDetails::Struct(details),
            ) => {
                let mut names = vec![None; properties.len()];
                for property in details.properties_info() {
                    let index = property.description.and_then(|text| text.parse::<usize>().ok());
                    let slot = index.and_then(|index| Some((index, names.get_mut(index)?)));
                    let (index, slot) = slot.ok_or_else(|| format!("a property of `{}` is new", definition.name))?;
                    *slot = Some(property.name.to_owned());
                    if is_boxed(space, &property.type_id) {
                        engine.boxed.insert((*id, index));
                    }
                }
                let names: Option<Vec<String>> = names.into_iter().collect();
                engine.fields[*id] = names.ok_or_else(|| format!("a property of `{}` is lost", definition.name))?;
            }
            (Shape::Union(union), TypeDetails::Enum(details)) if union.alternatives.len() > 1 => {
                let variants: Vec<_> = details.variants_info().collect();
                if variants.len() != union.alternatives.len() {
                    return Err(format!("an alternative of `{}` is lost", definition.name));
                }
                for (index, variant) in variants.iter().enumerate() {
                    let TypeEnumVariant::Tuple(payload) = &variant.details else {
                        return Err(format!("an alternative of `{}` has no type", definition.name));
                    };
                    if payload.first().is_some_and(|payload| is_boxed(space, payload)) {
                        engine.boxed.insert((*id, index));
                    }
                }
            }
            (Shape::Object { .. } | Shape::Tuple { .. }, _) => {
                return Err(format!("`{}` is no struct", definition.name));
            }
            (Shape::Union(union), _) if union.alternatives.len() > 1 => {
                return Err(format!("`{}` is no enum", definition.name));
            }
            (_, TypeDetails::Newtype(details)) => {
                if is_boxed(space, &details.inner()) {
                    engine.boxed.insert((*id, 0));
                }
            }
            (_, _) => return Err(format!("`{}` is no newtype", definition.name)),
        }
    }
    match types.find(is_named) {
        Some(extra) => Err(format!("`{}` was not asked for", extra.name())),
        None => Ok(engine),
    }
}

fn is_named(found: &Type<'_>) -> bool {
    matches!(
        found.details(),
        TypeDetails::Struct(_) | TypeDetails::Enum(_) | TypeDetails::Newtype(_)
    )
}

/// Whether a type is a box, or an option of one.
fn is_boxed(space: &TypeSpace, id: &TypeId) -> bool {
    match space.get_type(id).map(|found| match found.details() {
        TypeDetails::Box(_) => (true, None),
        TypeDetails::Option(inner) => (false, Some(inner)),
        _ => (false, None),
    }) {
        Ok((true, _)) => true,
        Ok((false, Some(inner))) => is_boxed(space, &inner),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::bundle;
    use crate::document::Document;
    use crate::normalize::{Foreign, Naming, normalize};
    use crate::provider::{NameRules, Secrets};
    use std::collections::BTreeMap;

    #[test]
    fn what_the_engine_refuses_is_an_untyped_value_and_told() {
        let text = br#"{ "type": "object", "properties": { "a": { "type": "string" } } }"#;
        let document = Document::parse("json-schema/a.json", text).0;
        let bundle = bundle(document.into_iter().collect(), "acme");
        let naming = Naming {
            provider: "acme",
            rules: &NameRules::default(),
            lock: &BTreeMap::new(),
            settled: &std::collections::BTreeSet::new(),
            fields: &BTreeMap::new(),
        };
        let mut schema = normalize(&bundle, &Secrets::default(), &naming, &Foreign::default());
        let Shape::Object { properties, .. } = &mut schema.definitions[0].shape else {
            panic!("an object");
        };
        properties[0].value = Use::Definition(7);
        let (engine, told) = run(&bundle, &mut schema);
        assert_eq!(
            told.iter().map(|one| one.code).collect::<Vec<_>>(),
            [Code::EngineRefused]
        );
        assert_eq!(schema.definitions[0].shape, Shape::Alias(Use::Any));
        assert!(!engine.field_boxed(0, 0));
    }
}
