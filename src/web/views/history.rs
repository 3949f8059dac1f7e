//! What happened to a settlement, line by line, as the audit trail has it.

use serde_json::Value;

use crate::domain::audit::Event;
use crate::domain::ids::SettlementId;
use crate::domain::language::Language;
use crate::domain::reconciliation::SettlementState;
use crate::domain::subscription::Contract;
use crate::http::time::Stamp;
use crate::store::audit::Told;
use crate::store::{self, Conn, Stored};
use crate::words::t;

/// Everything that can happen to a settlement.
const EVENTS: &[Event] = &[
    Event::SettlementSkipped,
    Event::SettlementNotified,
    Event::SettlementBilled,
    Event::SettlementSuperseded,
    Event::SettlementPaymentFailed,
    Event::SettlementReverted,
    Event::SettlementDisputed,
    Event::DisputeEnded,
    Event::SettlementWaived,
];

/// One thing that happened.
pub struct HistoryRow {
    pub at: Stamp,
    pub text: String,
    /// In their own words.
    pub words: Option<String>,
}

/// What happened to a settlement, each with the name of the customer's person who did it.
pub fn history(c: &mut Conn<'_>, contract: &Contract, id: SettlementId) -> Stored<Vec<(Told, Option<String>)>> {
    let subject = format!("subscription:{}", contract.subscription.number);
    let all = store::audit::about(c, contract.account.id, &subject, EVENTS)?;
    let wanted = Some(id.to_string());
    let mut own = Vec::new();
    for told in all.into_iter().filter(|told| said(told, "settlement") == wanted) {
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
            Event::SettlementNotified => t!(l, "history-notified"),
            Event::SettlementBilled if said(told, "state").as_deref() == Some(SettlementState::Charged.as_str()) => {
                t!(l, "history-charged")
            }
            Event::SettlementBilled => t!(l, "history-invoiced"),
            Event::SettlementSuperseded => t!(l, "history-superseded"),
            Event::SettlementPaymentFailed => t!(l, "history-failed"),
            Event::SettlementReverted => t!(l, "history-reverted"),
            Event::SettlementDisputed => match by {
                Some(name) => t!(l, "history-objected-by", name = name),
                None => t!(l, "history-objected"),
            },
            Event::DisputeEnded => match (&words, by) {
                (Some(_), _) => t!(l, "history-answered"),
                (None, Some(name)) => t!(l, "history-withdrawn-by", name = name),
                (None, None) => t!(l, "history-withdrawn"),
            },
            Event::SettlementWaived => t!(l, "history-waived"),
            _ => t!(l, "history-skipped"),
        };
        // The number of an invoice is no word of anybody's.
        let words = words.filter(|_| told.event != Event::SettlementBilled);
        Self { at: Stamp::moment(l, told.at), text, words }
    }
}
