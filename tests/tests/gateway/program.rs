//! A gateway: people sign in by one of three services, a code host tells what happened, and what was done is billed.

use hub_types::issue::Priority;
use hub_types::issue_changed::Action;
use hub_types::{Delivery, Issue};
use lossless::tolerant::{self, Misfit};
use nhost_types::lossless;
use pay_types::invoice::Customer as Payer;
use pay_types::{Customer, Invoice, Line, Status};
use std::collections::HashMap;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Person {
    pub id: String,
    pub email: Option<String>,
    pub roles: Vec<String>,
}

impl From<nhost_types::Session> for Person {
    fn from(session: nhost_types::Session) -> Self {
        let user = session.user;
        Person { id: user.id.to_string(), email: Some(user.email), roles: user.allowed_roles }
    }
}

impl From<stytch_types::MemberSession> for Person {
    fn from(session: stytch_types::MemberSession) -> Self {
        Person { id: session.member_id, email: None, roles: session.roles }
    }
}

impl From<atproto_types::Session> for Person {
    fn from(session: atproto_types::Session) -> Self {
        let roles = if session.active.unwrap_or(true) { vec!["user".to_owned()] } else { Vec::new() };
        Person { id: session.did.into_string(), email: session.email, roles }
    }
}

/// The services that people sign in by.
pub enum Service {
    Nhost,
    Stytch,
    AtProto,
}

pub fn sign_in(service: Service, body: &str) -> Result<Person> {
    Ok(match service {
        Service::Nhost => nhost_types::Session::from_json(body)?.into(),
        Service::Stytch => stytch_types::MemberSession::from_json(body)?.into(),
        Service::AtProto => atproto_types::Session::from_json(body)?.into(),
    })
}

/// What is worth telling of a delivery, and what of it was not as the schema has it.
pub fn news(body: &str) -> Result<(String, Vec<Misfit>)> {
    let (delivery, misfits) = tolerant::from_str::<Delivery>(body)?;
    let text = match &delivery {
        Delivery::Push(push) => {
            let branch = push.r#ref.rsplit('/').next().unwrap_or_default();
            let authors = push.commits.iter().filter_map(|commit| commit.author.as_ref()?.email.as_deref());
            format!("{} commits on {branch} by {}", push.commits.len(), authors.collect::<Vec<_>>().join(", "))
        }
        Delivery::IssueChanged(change) => match change.action {
            Action::Opened if is_urgent(&change.issue) => format!("urgent: {}", change.issue.title),
            Action::Opened => format!("new: {}", change.issue.title),
            Action::Closed => format!("done: #{}", change.issue.number),
            ref other => format!("{other}: #{}", change.issue.number),
        },
        other => format!("news of a kind that is not known yet: {:?}", lossless::to_value(other)?["kind"]),
    };
    Ok((text, misfits))
}

fn is_urgent(issue: &Issue) -> bool {
    issue.priority == Some(Priority::Urgent)
}

/// A bill for hours of work, by issue.
pub fn bill(person: &Person, hours: &HashMap<i64, i64>) -> Result<Invoice> {
    let mut lines: Vec<Line> = Vec::new();
    for (issue, hours) in hours {
        lines.push(Line::builder().price(80).quantity(*hours).note(format!("#{issue}")).build()?);
    }
    let customer = Customer::builder().id(&*person.id).email(person.email.clone()).build()?;
    let invoice = Invoice::builder()
        .id(pay_types::invoice::Id::try_from(format!("in_{}", person.id))?)
        .status(Status::Draft)
        .total(80 * hours.values().sum::<i64>())
        .customer(customer)
        .lines(lines)
        .metadata([("source", "gateway")])
        .due_at(lossless::Maybe::Null)
        .build()?;
    Ok(invoice)
}

/// Whom to remind of an invoice that is open.
pub fn reminder(invoice: &Invoice) -> Option<&str> {
    match (&invoice.status, invoice.customer.as_ref()?) {
        (Status::Open, Payer::Customer(customer)) => customer.email.as_deref(),
        _ => None,
    }
}

#[test]
fn a_day_at_the_gateway() -> Result<()> {
    let did = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    let session = format!(r#"{{"accessJwt":"a.b.c","refreshJwt":"d.e.f","handle":"ada.example","did":"{did}","email":"ada@example.com"}}"#);
    let ada = sign_in(Service::AtProto, &session)?;
    assert_eq!((&*ada.id, &*ada.roles), (did, &["user".to_owned()][..]));
    let error = sign_in(Service::Nhost, &session).expect_err("another service");
    assert!(error.to_string().starts_with("missing property `accessToken` of Session"), "{error}");
    assert!(sign_in(Service::Stytch, "{}").is_err());

    let (text, misfits) = news(r#"{"kind":"issue","action":"opened","issue":{"number":7,"title":"It burns","priority":3,"position":[1,"x"]}}"#)?;
    assert_eq!(text, "urgent: It burns");
    assert_eq!(misfits[0].to_string(), "/issue/position/1: string instead of integer");
    assert_eq!(news(r#"{"kind":"issue","action":"pinned","issue":{"number":7,"title":""}}"#)?.0, "pinned: #7");
    assert_eq!(news(r#"{"kind":"star","by":1}"#)?.0, r#"news of a kind that is not known yet: String("star")"#);
    let commits = r#"[{"id":"1","message":"m","author":{"email":"ada@example.com"}},{"id":"2","message":"n"}]"#;
    let push = news(&format!(r#"{{"kind":"push","ref":"refs/heads/main","commits":{commits}}}"#))?;
    assert_eq!(push.0, "2 commits on main by ada@example.com");

    let draft = bill(&ada, &HashMap::from([(7, 2)]))?;
    assert_eq!((draft.total == 160, draft.lines[0].quantity, reminder(&draft)), (true, 2, None));
    let open = draft.clone().with_status("open");
    assert_eq!(reminder(&open), Some("ada@example.com"));
    assert_eq!(Invoice::from_json(&lossless::to_string(&open)?)?, open);
    open.validate()?;
    let paid = lossless::to_string(&open)?.replace("\"open\"", "\"settled\"");
    let unknowns = Invoice::from_json(&paid)?.unknowns();
    assert_eq!(unknowns[0].to_string(), "unknown value at /status");
    Ok(())
}
