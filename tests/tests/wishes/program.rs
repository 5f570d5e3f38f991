//! A program of wishes.

#![cfg(test)]

use nhost_types::user::ActiveMfaType;
use nhost_types::{Session, User, lossless};
use serde_json::json;
use shop_types::{Card, Customer, CustomerStatus, Event, Source};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Debug;
use std::hash::Hash;

type Outcome = Result<(), Box<dyn std::error::Error>>;

const ID: &str = "1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d";

/// The builder of a user; nobody needs to know what it is called.
macro_rules! user {
    () => {
        User::builder()
            .id(ID)
            .email("a@example.com")
            .display_name("A")
            .locale("en")
            .email_verified("true".parse().expect("a boolean"))
            .default_role("user")
            .allowed_roles(["user", "me"])
            .is_anonymous(false)
    };
}

macro_rules! customer {
    () => {
        Customer::builder()
            .id(shop_types::CustomerId::try_from("cus_1").expect("an identifier"))
            .created(0)
            .livemode(false)
            .metadata(HashMap::<String, String>::new())
    };
}

#[test]
fn a_value_is_built_from_what_is_there() -> Outcome {
    let (none, avatar): (Option<String>, Option<String>) = (None, Some("https://example.com/a".to_owned()));
    let at: jiff::Timestamp = "2024-01-15T10:30:00Z".parse()?;
    let id: uuid::Uuid = ID.parse()?;
    let user = user!()
        .phone_number("+49")
        .avatar_url(avatar)
        .phone_number_verified(Some(true))
        .created_at(at)
        .updated_at("yesterday")
        .id(id)
        .metadata(HashMap::from([("a", 1)]))
        .build()?;
    assert_eq!(user.phone_number.as_deref(), Some("+49"));
    assert_eq!(user.avatar_url.as_deref(), Some("https://example.com/a"));
    assert_eq!((user.phone_number_verified, user.id == ID), (Some(true), true));
    assert_eq!(user.created_at.as_ref().ok_or("no time")?, "2024-01-15T10:30:00Z");
    assert_eq!(user.metadata.as_ref().ok_or("none")?["a"], 1);

    // A builder inside a builder, not built yet: what is missing in it is told as well.
    let session = || Session::builder().access_token("t").access_token_expires_in(900).refresh_token(ID);
    assert_eq!(session().user(user.to_builder()).build()?.user, user);
    let missing = session().user(User::builder().id(ID)).build().expect_err("an incomplete user");
    assert!(missing.properties().iter().any(|name| name == "user/email"), "{missing}");
    assert_eq!(session().user(User::builder()).user(user.clone()).build()?.user, user);

    // Changed in place, by value, and through a builder.
    let changed = user.clone().with_email("x").with_avatar_url(none).with_phone_number(lossless::Maybe::Null);
    assert_eq!((&*changed.email, &changed.avatar_url, changed.phone_number.is_null()), ("x", &None, true));
    assert_eq!(changed.to_builder().email("y").build()?.email, "y");
    assert_eq!(changed.with_email("a@example.com").with_phone_number("+49").email, user.email);
    Ok(())
}

#[test]
fn what_has_no_type_is_set_from_json() -> Outcome {
    let object = |value: lossless::Value| shop_types::event::Data::builder().object(value).build();
    assert_eq!(object(json!({ "id": "x" }))?.object["id"], "x");
    let error = object(json!(["x"])).expect_err("no object");
    assert_eq!(error.refused().collect::<Vec<_>>(), [("object", "it is no object")]);
    let pairs = shop_types::event::Data::builder().object([("id", "x")]).extra([("vip", true)]).build()?;
    assert_eq!((&pairs.object["id"], &pairs.extra["vip"]), (&json!("x"), &json!(true)));
    let again = pairs.to_builder().extra(pairs.extra.clone()).build()?;
    assert_eq!(again, pairs);
    Ok(())
}

#[test]
fn what_the_schema_fixes_need_not_be_set() -> Outcome {
    let plain = customer!().build()?;
    assert!(plain.object == "customer");
    assert_eq!(customer!().object("customer").build()?, plain);
    let wrong = customer!().object("event").build().expect_err("another constant");
    assert_eq!(wrong.properties(), ["object"]);
    // Nothing is required of an address: its builder can't fail, and it has a default.
    let address: shop_types::Address = shop_types::Address::builder().city("Rome").lines(["a", "b"]).build();
    assert_eq!(address.clone().with_city(None::<String>).lines, address.lines);
    assert_eq!(shop_types::Address::default(), shop_types::Address::builder().build());
    let full = customer!()
        .address(shop_types::Address::builder().city("Rome"))
        .sources([Source::from("tok"), Card::builder().last4("4242").build()?.into()])
        .email(None::<String>)
        .balance(12.5)
        .limit(3)
        .status("active")
        .metadata([("user_id", "7")])
        .build()?;
    assert_eq!(full.metadata.get("user_id").map(String::as_str), Some("7"));
    assert!(full.email.is_null() && full.balance.as_ref().is_some_and(|balance| *balance == 12.5));
    Ok(())
}

#[test]
fn every_type_is_a_value() {
    fn value<T: Clone + PartialEq + Eq + Hash + Debug + Send + Sync + Unpin>() {}
    fn ordered<T: Ord + AsRef<str> + std::borrow::Borrow<str> + for<'t> PartialEq<&'t str> + PartialEq<str>>() {}
    value::<Session>();
    value::<User>();
    value::<ActiveMfaType>();
    value::<Customer>();
    value::<Source>();
    value::<shop_types::CustomerId>();
    value::<lossless::Extra>();
    value::<lossless::Map<lossless::Open<lossless::Value>>>();
    value::<lossless::Maybe<lossless::Number>>();
    ordered::<ActiveMfaType>();
    ordered::<shop_types::CustomerId>();
    fn unit_of<T: Copy + Default + Ord + Hash + Send + Sync + Unpin>(_: fn(Customer) -> T) {}
    unit_of(|customer| customer.object);
}

#[test]
fn equality_and_hash_are_those_of_json() -> Outcome {
    let text = |balance: &str, more: &str| {
        format!(
            r#"{{"id":"cus_1","object":"customer","created":1.0,"livemode":true,"metadata":{{}},"balance":{balance},{more}}}"#
        )
    };
    let one = Customer::from_json(&text("1", r#""x":{"a":1,"b":[2.0]},"y":null"#))?;
    let same = Customer::from_json(&text("1.0", r#""y":null,"x":{"b":[2],"a":1.0}"#))?;
    let other = Customer::from_json(&text("1", r#""y":null,"x":{"b":[2],"a":1.5}"#))?;
    assert_eq!(one, same);
    assert_ne!(one, other);
    assert_eq!(HashSet::from([one, same, other]).len(), 2);
    let users = HashSet::from([user!().build()?]);
    assert!(users.contains(&user!().build()?));
    let statuses = BTreeMap::from([(CustomerStatus::Active, 1)]);
    assert_eq!((statuses.get("active"), statuses.get("canceled")), (Some(&1), None));
    assert!(HashSet::from([CustomerStatus::PastDue]).contains("past_due"));
    Ok(())
}

#[test]
fn enums_tell_what_they_know() {
    assert_eq!(CustomerStatus::VALUES, ["active", "past_due", "canceled"]);
    assert_eq!(CustomerStatus::known().to_vec()[1], CustomerStatus::PastDue);
    let (known, new) = (CustomerStatus::from("active"), CustomerStatus::from("paused"));
    assert!(known == "active" && !known.is_unknown() && new.is_unknown());
    assert_eq!(CustomerStatus::try_from_known("canceled"), Ok(CustomerStatus::Canceled));
    let error = CustomerStatus::try_from_known("paused").expect_err("unknown");
    assert_eq!(error.to_string(), "no value of CustomerStatus: `active`, `past_due`, `canceled`");
    let name = |mfa: &ActiveMfaType| -> String {
        let text: &str = match mfa {
            ActiveMfaType::Totp => "t",
            ActiveMfaType::Unknown(other) => other,
            _ => "",
        };
        text.to_owned()
    };
    assert_eq!(name(&"sms".into()), "sms");
}

#[test]
fn unions_give_what_they_hold() -> Outcome {
    let source: Source = lossless::from_value(json!({"type": "card", "last4": "4242"}))?;
    assert!(source.is_card() && !source.is_string() && source.as_account().is_none());
    assert_eq!(source.as_card().ok_or("no card")?.last4, "4242");
    let card = Card::try_from(source.clone()).map_err(|_| "no card")?;
    assert_eq!(Source::from(card.clone()), source);
    assert_eq!(source.into_card(), Some(card));
    assert_eq!(String::try_from(Source::from("tok")), Ok("tok".to_owned()));
    Ok(())
}

#[test]
fn maybe_has_what_option_has() -> Outcome {
    let mut user = user!().phone_number("+49").build()?;
    let phone: Option<String> = user.phone_number.clone().into();
    assert_eq!(user.phone_number, phone);
    assert_eq!(user.phone_number.clone().unwrap_or_default(), "+49");
    assert_eq!(user.phone_number.as_ref().map(|phone| phone.len()), lossless::Maybe::Value(3));
    assert_eq!(user.phone_number.iter().count(), 1);
    assert!(user.phone_number.take().is_value() && user.phone_number.is_absent());
    *user.phone_number.insert("+1".to_owned()) += "2";
    assert_eq!(user.phone_number.ok_or("none")?, "+12");
    Ok(())
}

#[test]
fn texts_convert() -> Outcome {
    let user = user!().created_at("2024-01-15T10:30:00+01:00").build()?;
    let at = user.created_at.as_ref().ok_or("no time")?;
    let timestamp: jiff::Timestamp = at.try_into()?;
    let parsed: chrono::DateTime<chrono::FixedOffset> = at.parse()?;
    assert_eq!(timestamp.as_second(), parsed.timestamp());
    assert!(at.parse::<jiff::Zoned>().is_err(), "it has no time zone in brackets");
    let id: uuid::Uuid = user.id.parse()?;
    assert_eq!((id.to_string(), lossless::Uuid::from(id)), (ID.to_owned(), ID.into()));
    assert!(lossless::Number::from(3) == 3 && "0.5".parse::<lossless::Number>()? < 1);
    let id = customer!().build()?.id.into_string();
    assert_eq!(id, "cus_1");
    Ok(())
}

#[test]
fn extra_is_a_map() -> Outcome {
    let mut user: User = lossless::from_value(merged(json!({"beta": true, "n": 7})))?;
    assert_eq!(user.extra["beta"], true);
    let names: Vec<&str> = user.extra.keys().collect();
    assert_eq!((names, user.extra.get_as::<u8>("n")?), (vec!["beta", "n"], Some(7)));
    for (_, value) in &mut user.extra {
        *value = json!(null);
    }
    let mut shown = String::new();
    for (name, value) in &user.extra {
        shown += &format!("{name}={value} ");
    }
    assert_eq!((shown.as_str(), user.extra.contains_key("x")), ("beta=null n=null ", false));
    Ok(())
}

/// A user, as JSON, with these properties besides.
fn merged(more: serde_json::Value) -> serde_json::Value {
    let mut whole = lossless::to_value(&user!().build().expect("a user")).expect("JSON");
    let (Some(whole_map), serde_json::Value::Object(more)) = (whole.as_object_mut(), more) else {
        panic!("objects");
    };
    whole_map.extend(more);
    whole
}

#[test]
fn any_type_is_read_with_the_place_of_its_error() -> Outcome {
    #[derive(Debug, serde::Deserialize, serde::Serialize)]
    struct Envelope {
        users: HashMap<String, (u8, User)>,
    }
    let whole = json!({"users": {"a/b": [1, merged(json!({}))]}});
    let envelope: Envelope = lossless::from_value(whole.clone())?;
    assert_eq!(envelope.users["a/b"].1.email, "a@example.com");
    for text in [lossless::to_string(&envelope)?, lossless::to_string_pretty(&envelope)?] {
        assert_eq!(lossless::from_reader::<Envelope>(text.as_bytes())?.users.len(), 1);
        assert_eq!(lossless::from_slice::<Envelope>(&lossless::to_vec(&envelope)?)?.users.len(), 1);
        assert!(lossless::from_str::<Envelope>(&text).is_ok());
    }
    let mut broken = whole;
    broken["users"]["a/b"][1]["allowedRoles"][1] = json!(7);
    let errors = [
        lossless::from_str::<Envelope>(&broken.to_string()).expect_err("no role"),
        lossless::from_value::<Envelope>(broken).expect_err("no role"),
    ];
    for error in errors {
        assert_eq!(error.path(), "/users/a~1b/1/allowedRoles/1");
        assert!(format!("{error:?}").starts_with("/users/a~1b/1/allowedRoles/1: invalid type: integer, expected string"));
        assert_eq!(std::io::Error::from(error).kind(), std::io::ErrorKind::InvalidData);
    }
    Ok(())
}

#[test]
fn an_event_holds_what_it_is_about() -> Outcome {
    let customer = customer!().build()?;
    let text = json!({
        "id": "evt_1", "object": "event", "type": "customer.created", "data": {"object": customer}
    });
    let event = Event::from_json(&text.to_string())?;
    assert_eq!(event.r#type, "customer.created");
    assert_eq!(lossless::from_value::<Customer>(event.data.object.clone())?, customer);
    assert!(event.validate().is_ok() && user!().build()?.validate().is_ok());
    assert!(event.with_type("x").r#type == "x");
    Ok(())
}

#[test]
fn tolerant_reading_loses_nothing() -> Outcome {
    let mut sent = merged(json!({
        "phoneNumber": 49, "allowedRoles": ["user", 7, "me", null], "activeMfaType": ["x"], "metadata": "none", "new": 1
    }));
    let (user, misfits): (User, _) = lossless::tolerant::from_str(&sent.to_string())?;
    assert_eq!(user.allowed_roles, ["user", "me"]);
    let told: BTreeSet<(&str, &str, &str)> =
        misfits.iter().map(|misfit| (misfit.path(), misfit.expected(), misfit.found())).collect();
    let expected = [
        ("/activeMfaType", "string user::ActiveMfaType", "array"),
        ("/allowedRoles/1", "string", "integer"),
        ("/allowedRoles/3", "string", "null"),
        ("/metadata", "object", "string"),
        ("/phoneNumber", "string", "integer"),
    ];
    assert_eq!(told, BTreeSet::from(expected));
    assert_eq!(lossless::to_value(&user)?, sent);
    assert_eq!(lossless::tolerant::from_value::<User>(sent.clone())?.0, user);
    assert_eq!(lossless::to_string(&user.clone().with_phone_number("+1"))?.matches("phoneNumber\"").count(), 1);
    // Nothing stands in for a required property.
    sent["email"] = json!(1);
    let error = lossless::tolerant::from_slice::<User>(sent.to_string().as_bytes()).expect_err("no email");
    assert_eq!(error.path(), "/email");
    Ok(())
}

#[test]
fn what_is_new_is_told() -> Outcome {
    let sent = merged(json!({"activeMfaType": "sms", "nick/name": "n", "metadata": {"free": 1}}));
    let session: Session = lossless::from_value(json!({
        "accessToken": "t", "accessTokenExpiresIn": 1, "refreshToken": ID, "user": sent, "mfa": null
    }))?;
    let told: Vec<String> = session.unknowns().iter().map(ToString::to_string).collect();
    let expected = [
        "unknown value at /user/activeMfaType",
        "unknown property at /user/nick~1name",
        "unknown property at /mfa",
    ];
    assert_eq!(told, expected);
    let customer = merged_customer(json!({"sources": ["tok", {"type": "crypto"}]}))?;
    let unknown: Vec<_> = customer.unknowns().iter().map(|one| one.path().to_owned()).collect();
    assert_eq!(unknown, ["/sources/1"]);
    Ok(())
}

fn merged_customer(more: serde_json::Value) -> Result<Customer, Box<dyn std::error::Error>> {
    let mut whole = lossless::to_value(&customer!().build()?)?;
    if let (Some(whole), serde_json::Value::Object(more)) = (whole.as_object_mut(), more) {
        whole.extend(more);
    }
    Ok(lossless::from_value(whole)?)
}

#[test]
fn a_text_with_a_pattern_is_judged_when_the_value_is_built() -> Result<(), Box<dyn std::error::Error>> {
    let built = |id: &str, country: &str| {
        let customer = Customer::builder().id(id).created(0).livemode(false);
        customer.metadata([("a", "b")]).country(country).build()
    };
    let customer = built("cus_1", "DE")?;
    assert_eq!((customer.id.as_str(), customer.country.value().map(|it| it.as_str())), ("cus_1", Some("DE")));
    let error = built("secret", "Germany").expect_err("neither matches");
    assert_eq!(error.properties().len(), 0);
    assert_eq!(error.refused().map(|(name, _)| name).collect::<Vec<_>>(), ["id", "country"]);
    let text = error.to_string();
    assert!(text.starts_with("property `id` of Customer: text does not match the pattern `^cus_` of CustomerId; property `country`"), "{text}");
    assert!(!text.contains("secret"), "{text}");
    // What is set again counts as it is set last; a text that is a value already is none that can fail.
    let id = shop_types::CustomerId::try_from("cus_2")?;
    assert_eq!(customer.to_builder().id("x").id(id.clone()).build()?.id, id);
    Ok(())
}

#[test]
fn an_alternative_is_set_by_its_builder() -> Result<(), Box<dyn std::error::Error>> {
    let customer = Customer::builder().id("cus_1").created(0).livemode(false).metadata([("a", "b")]);
    let set = customer.clone().default_source(Card::builder().last4("4242")).sources([Card::builder().last4("1")]);
    let set = set.build()?;
    assert_eq!(set.default_source.as_ref().and_then(Source::as_card).map(|card| card.last4.as_str()), Some("4242"));
    assert!(set.sources.is_some_and(|all| all[0].is_card()));
    let error = customer.default_source(Card::builder()).build().expect_err("a property is missing");
    assert_eq!(error.properties(), ["default_source/last4"]);
    Ok(())
}
