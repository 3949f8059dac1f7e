//! A scenario as it is written: what each object may hold, and nothing else.

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;

use super::wrong::{Wrong, wrong};
use crate::domain::account::Payment;
use crate::domain::calendar::Day;
use crate::domain::instance::{PRODUCTION, ReportedBy};
use crate::domain::plan::{Deployment, Tier};

/// An object by its names; serde would take an array by position for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Names<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Names<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }
        from.deserialize_map(Names(std::marker::PhantomData))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub(super) currency: String,
    #[serde(default)]
    pub(super) policy: Object<WrittenPolicy>,
    #[serde(default)]
    pub(super) list_prices: Vec<Object<WrittenPrice>>,
    #[serde(default)]
    pub(super) account: Object<WrittenAccount>,
    pub(super) subscription: Object<WrittenSubscription>,
    #[serde(default)]
    pub(super) events: Vec<Object<WrittenEvent>>,
    pub(super) until: Day,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenPolicy {
    pub(super) notice_days: Option<i64>,
    pub(super) settle_after_days: Option<i64>,
    pub(super) charge_after_days: Option<i64>,
    pub(super) renewal_quantity: Option<String>,
    pub(super) several_instances: Option<String>,
    pub(super) offline_quarterly: Option<bool>,
    pub(super) minimum_version: Option<String>,
    pub(super) programme_start: Option<Day>,
    pub(super) early_renewal_days: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenPrice {
    pub(super) from: Day,
    pub(super) price: String,
}

/// The account as written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WrittenAccount {
    payment: Option<WrittenPayment>,
    pub(super) reseller: bool,
    pub(super) po_required: bool,
    pub(super) public_sector: bool,
}

impl WrittenAccount {
    pub(super) fn payment(&self) -> Payment {
        match self.payment {
            Some(WrittenPayment::Card) => Payment::Card,
            Some(WrittenPayment::Invoice) | None => Payment::Invoice,
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenPayment {
    Invoice,
    Card,
}

/// The subscription as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenSubscription {
    #[serde(default)]
    deployment: WrittenDeployment,
    #[serde(default = "premium")]
    pub(super) tier: String,
    pub(super) anchor: Day,
    #[serde(default = "twelve")]
    pub(super) term_months: u32,
    pub(super) seats: i64,
    pub(super) unit_price: Option<String>,
    #[serde(default = "yes")]
    pub(super) cloud_licensed: bool,
    #[serde(default = "yes")]
    pub(super) auto_renew: bool,
    #[serde(default)]
    pub(super) opted_out: bool,
    #[serde(default)]
    pub(super) hold: bool,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenDeployment {
    #[default]
    SelfManaged,
    Saas,
}

impl WrittenSubscription {
    pub(super) const fn deployment(&self) -> Deployment {
        match self.deployment {
            WrittenDeployment::SelfManaged => Deployment::SelfManaged,
            WrittenDeployment::Saas => Deployment::Saas,
        }
    }
}

fn premium() -> String {
    Tier::Premium.as_str().to_owned()
}

const fn twelve() -> u32 {
    12
}

const fn yes() -> bool {
    true
}

fn production() -> String {
    PRODUCTION.to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenEvent {
    pub(super) at: String,
    pub(super) arrives: Option<String>,
    pub(super) report: Option<Object<WrittenReport>>,
    pub(super) buy_seats: Option<i64>,
    pub(super) cancel_renewal: Option<Object<WrittenReason>>,
    pub(super) resume_renewal: Option<bool>,
    pub(super) renew: Option<Object<WrittenRenew>>,
    pub(super) card: Option<WrittenCard>,
    pub(super) dispute: Option<Object<WrittenQuarter>>,
    pub(super) waive: Option<Object<WrittenQuarter>>,
    pub(super) reject: Option<Object<WrittenQuarter>>,
    pub(super) correct: Option<Object<WrittenCorrection>>,
}

/// A report as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenReport {
    #[serde(default)]
    pub(super) instance: String,
    #[serde(default = "production")]
    pub(super) environment: String,
    pub(super) billable: i64,
    pub(super) active: i64,
    #[serde(default)]
    pub(super) inactive: i64,
    pub(super) max: Option<i64>,
    #[serde(default)]
    pub(super) version: String,
    by: Option<WrittenBy>,
    #[serde(default)]
    pub(super) history: Vec<Object<WrittenDay>>,
    pub(super) arrives: Option<String>,
}

impl WrittenReport {
    pub(super) const fn by(&self) -> ReportedBy {
        match self.by {
            Some(WrittenBy::Paste) => ReportedBy::Paste,
            Some(WrittenBy::Sync) | None => ReportedBy::Sync,
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenBy {
    Sync,
    Paste,
}

/// A day of a report's history as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenDay {
    pub(super) day: Day,
    pub(super) billable: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenReason {
    pub(super) reason: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenRenew {
    pub(super) seats: i64,
}

/// How the card behaves from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum WrittenCard {
    Works,
    Declines,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenQuarter {
    pub(super) term: u32,
    pub(super) quarter: u32,
    pub(super) reason: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCorrection {
    pub(super) term: u32,
    pub(super) quarter: u32,
    pub(super) max: i64,
    pub(super) reason: Option<String>,
}

/// Reads a scenario from its bytes.
pub(super) fn read(bytes: &[u8]) -> Result<Written, Wrong> {
    // PostgreSQL keeps no NUL.
    if bytes.windows(6).any(|six| six == b"\\u0000") {
        return Err(wrong("the scenario", "no text in it may have the character \\u0000"));
    }
    let mut text = serde_json::Deserializer::from_slice(bytes);
    let Object(written): Object<Written> = serde_path_to_error::deserialize(&mut text).map_err(|e| {
        let place = e.path().to_string();
        wrong(if place == "." { "the scenario" } else { &place }, e.inner())
    })?;
    text.end().map_err(|e| wrong("the scenario", e))?;
    Ok(written)
}
