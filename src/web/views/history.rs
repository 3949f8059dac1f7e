//! What happened to a reconciliation, line by line, as the audit trail has it.

use serde_json::Value;

use crate::domain::audit::Event;
use crate::domain::ids::ReconciliationId;
use crate::domain::language::Language;
use crate::domain::reconciliation::ReconciliationState;
use crate::domain::subscription::Contract;
use crate::http::time::Stamp;
use crate::store::audit::Told;
use crate::store::{self, Conn, Stored};
use crate::words::t;

/// Everything that can happen to a reconciliation.
const EVENTS: &[Event] = &[
    Event::ReconciliationSkipped,
    Event::ReconciliationNotified,
    Event::ReconciliationBilled,
    Event::ReconciliationSuperseded,
    Event::ReconciliationPaymentFailed,
    Event::ReconciliationReverted,
    Event::ReconciliationDisputed,
    Event::DisputeEnded,
    Event::ReconciliationWaived,
];

/// One thing that happened.
pub struct HistoryRow {
    pub at: Stamp,
    pub text: String,
    /// In their own words.
    pub words: Option<String>,
}

/// What happened to a reconciliation, each with the name of the customer's person who did it.
pub fn history(c: &mut Conn<'_>, contract: &Contract, id: ReconciliationId) -> Stored<Vec<(Told, Option<String>)>> {
    let subject = format!("subscription:{}", contract.subscription.number);
    let all = store::audit::about(c, contract.account.id, &subject, EVENTS)?;
    let wanted = Some(id.to_string());
    let mut own = Vec::new();
    for told in all.into_iter().filter(|told| said(told, "reconciliation") == wanted) {
        let person = told.actor.strip_prefix("person:").and_then(|id| id.parse().ok());
        let person = match person {
            Some(person) => store::people::find(c, person)?,
            None => None,
        };
        own.push((told, person.filter(|p| !p.is_staff).map(|p| p.name)));
    }
    Ok(own)
}

fn said(told: &Told, name: &str) -> Option<String> {
    told.after.as_ref()?.get(name).and_then(Value::as_str).map(str::to_owned)
}

impl HistoryRow {
    /// Words for what happened, and for who did it where that is somebody of the customer's.
    #[must_use]
    pub fn of(l: Language, told: &Told, by: Option<&str>) -> Self {
        let words = said(told, "word");
        let text = match told.event {
            Event::ReconciliationNotified => t!(l, "history-notified"),
            Event::ReconciliationBilled
                if said(told, "state").as_deref() == Some(ReconciliationState::Charged.as_str()) =>
            {
                t!(l, "history-charged")
            }
            Event::ReconciliationBilled => t!(l, "history-invoiced"),
            Event::ReconciliationSuperseded => t!(l, "history-superseded"),
            Event::ReconciliationPaymentFailed => t!(l, "history-failed"),
            Event::ReconciliationReverted => t!(l, "history-reverted"),
            Event::ReconciliationDisputed => match by {
                Some(name) => t!(l, "history-disputed-by", name = name),
                None => t!(l, "history-disputed"),
            },
            Event::DisputeEnded => match (&words, by) {
                (Some(_), _) => t!(l, "history-answered"),
                (None, Some(name)) => t!(l, "history-withdrawn-by", name = name),
                (None, None) => t!(l, "history-withdrawn"),
            },
            Event::ReconciliationWaived => t!(l, "history-waived"),
            _ => t!(l, "history-skipped"),
        };
        // The number of an invoice is no word of anybody's.
        let words = words.filter(|_| told.event != Event::ReconciliationBilled);
        Self { at: Stamp::moment(l, told.at), text, words }
    }
}
