//! A scenario as it is written: read strictly, checked whole, and everything by default that need not be said. What is
//! wrong is said in one sentence that names the place.

use std::path::Path;

use rust_decimal::Decimal;
use seatsync_agent::version::Version;
use serde::Deserialize;

use crate::domain::account::Payment;
use crate::domain::calendar::{Day, Instant, days_after, midnight, months_after};
use crate::domain::instance::ReportedBy;
use crate::domain::money::{Currency, Money};
use crate::domain::plan::{Deployment, ListPrice, Tier, list_price_on};
use crate::domain::policy::{LATEST_DAYS, Policy};
use crate::domain::renewal::QuantityPolicy;
use crate::domain::usage::SeveralInstances;

/// Bytes of a scenario at most: years of daily reports of many instances fit.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Years from the anchor to the end at most.
const MOST_YEARS: u32 = 30;
/// Seats and users at most; what the wire allows.
const MOST_USERS: i64 = 1_000_000_000;

/// What is wrong with a scenario, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong(pub(super) String);

fn wrong(place: &str, why: impl std::fmt::Display) -> Wrong {
    Wrong(format!("{place}: {why}"))
}

/// A scenario, checked.
#[derive(Debug, Clone)]
pub(super) struct Scenario {
    pub(super) currency: Currency,
    pub(super) policy: Policy,
    pub(super) offline_quarterly: bool,
    pub(super) prices: Vec<ListPrice>,
    pub(super) account: WrittenAccount,
    pub(super) subscription: WrittenSubscription,
    pub(super) tier: Tier,
    pub(super) per_seat: Money,
    /// By arrival; of those that arrive together, as they are written.
    pub(super) events: Vec<Event>,
    pub(super) until: Day,
}

/// Something that happens.
#[derive(Debug, Clone)]
pub(super) struct Event {
    /// When it happens, or arrives.
    pub(super) at: Instant,
    /// As it was written, to be named when it is refused.
    pub(super) written_at: String,
    pub(super) what: What,
}

/// What happens.
#[derive(Debug, Clone)]
pub(super) enum What {
    Report { made_at: Instant, report: WrittenReport },
    BuySeats(i64),
    Cancel { reason: Option<String> },
    Resume,
    Renew { seats: i64 },
    Card(WrittenCard),
    Dispute { term: u32, quarter: u32, reason: Option<String> },
    Waive { term: u32, quarter: u32, reason: Option<String> },
}

impl What {
    /// Its name in a scenario.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Report { .. } => "report",
            Self::BuySeats(_) => "buy_seats",
            Self::Cancel { .. } => "cancel_renewal",
            Self::Resume => "resume_renewal",
            Self::Renew { .. } => "renew",
            Self::Card(_) => "card",
            Self::Dispute { .. } => "dispute",
            Self::Waive { .. } => "waive",
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    currency: String,
    #[serde(default)]
    policy: WrittenPolicy,
    #[serde(default)]
    list_prices: Vec<WrittenPrice>,
    #[serde(default)]
    account: WrittenAccount,
    subscription: WrittenSubscription,
    #[serde(default)]
    events: Vec<WrittenEvent>,
    until: Day,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPolicy {
    notice_days: Option<i64>,
    settle_after_days: Option<i64>,
    charge_after_days: Option<i64>,
    renewal_quantity: Option<String>,
    several_instances: Option<String>,
    offline_quarterly: Option<bool>,
    minimum_version: Option<String>,
    programme_start: Option<Day>,
    early_renewal_days: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPrice {
    from: Day,
    price: String,
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
    tier: String,
    pub(super) anchor: Day,
    #[serde(default = "twelve")]
    pub(super) term_months: u32,
    pub(super) seats: i64,
    unit_price: Option<String>,
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

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEvent {
    at: String,
    arrives: Option<String>,
    report: Option<WrittenReport>,
    buy_seats: Option<i64>,
    cancel_renewal: Option<WrittenReason>,
    resume_renewal: Option<bool>,
    renew: Option<WrittenRenew>,
    card: Option<WrittenCard>,
    dispute: Option<WrittenQuarter>,
    waive: Option<WrittenQuarter>,
}

/// A report as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenReport {
    #[serde(default)]
    pub(super) instance: String,
    pub(super) billable: i64,
    pub(super) active: i64,
    #[serde(default)]
    pub(super) inactive: i64,
    pub(super) max: Option<i64>,
    #[serde(default)]
    pub(super) version: String,
    by: Option<WrittenBy>,
    #[serde(default)]
    pub(super) history: Vec<WrittenDay>,
    arrives: Option<String>,
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
struct WrittenReason {
    reason: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRenew {
    seats: i64,
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
struct WrittenQuarter {
    term: u32,
    quarter: u32,
    reason: Option<String>,
}

/// Reads and checks a scenario.
pub(super) fn read(file: &Path) -> Result<Scenario, Wrong> {
    let name = file.display().to_string();
    let about = std::fs::metadata(file).map_err(|e| wrong(&name, e))?;
    if !about.is_file() {
        return Err(wrong(&name, "is not a file"));
    }
    if about.len() > LARGEST {
        return Err(wrong(&name, format_args!("is larger than {} MiB", LARGEST / 1024 / 1024)));
    }
    let bytes = std::fs::read(file).map_err(|e| wrong(&name, e))?;
    parse(&bytes)
}

/// Reads a scenario from its bytes.
pub(super) fn parse(bytes: &[u8]) -> Result<Scenario, Wrong> {
    // PostgreSQL keeps no NUL.
    if bytes.windows(6).any(|six| six == b"\\u0000") {
        return Err(Wrong("the scenario: no text in it may have the character \\u0000".to_owned()));
    }
    let mut text = serde_json::Deserializer::from_slice(bytes);
    let written: Written = serde_path_to_error::deserialize(&mut text).map_err(|e| {
        let place = e.path().to_string();
        let why = e.inner();
        if place == "." { Wrong(format!("the scenario: {why}")) } else { wrong(&place, why) }
    })?;
    text.end().map_err(|e| Wrong(format!("the scenario: {e}")))?;
    check(written)
}

fn check(written: Written) -> Result<Scenario, Wrong> {
    let currency: Currency = written.currency.parse().map_err(|e| wrong("currency", e))?;
    let subscription = written.subscription;
    within("subscription.term_months", i64::from(subscription.term_months), 1, 120)?;
    within("subscription.seats", subscription.seats, 0, MOST_USERS)?;
    let prices = prices(&written.list_prices, currency)?;
    let anchor = subscription.anchor;
    let latest = months_after(anchor, MOST_YEARS * 12);
    if written.until < anchor || written.until > latest {
        return Err(wrong("until", format_args!("must be a day from {anchor} to {latest}")));
    }
    let per_seat = match &subscription.unit_price {
        Some(text) => money("subscription.unit_price", text, currency)?,
        None => list_price_on(&prices, anchor)
            .ok_or_else(|| wrong("subscription.unit_price", "is missing, and no list price holds at the anchor"))?,
    };
    // Without a list the price stays what it was.
    let prices = if prices.is_empty() { vec![ListPrice { from: anchor, per_seat }] } else { prices };
    let offline_quarterly = written.policy.offline_quarterly.unwrap_or(true);
    let mut events = Vec::with_capacity(written.events.len());
    for (position, event) in written.events.into_iter().enumerate() {
        events.push(check_event(&format!("events[{position}]"), event, anchor, written.until)?);
    }
    events.sort_by_key(|event| event.at);
    Ok(Scenario {
        tier: tier(&subscription.tier)?,
        policy: policy(written.policy)?,
        account: written.account,
        until: written.until,
        currency,
        offline_quarterly,
        prices,
        subscription,
        per_seat,
        events,
    })
}

fn within(place: &str, number: i64, least: i64, most: i64) -> Result<i64, Wrong> {
    if (least..=most).contains(&number) {
        return Ok(number);
    }
    Err(wrong(place, format_args!("{number} is not from {least} to {most}")))
}

fn money(place: &str, text: &str, currency: Currency) -> Result<Money, Wrong> {
    let digits = currency.digits();
    let form =
        || wrong(place, format_args!("“{text}” is no price of {} with at most {digits} digits", currency.code()));
    let plain = text.chars().all(|c| c.is_ascii_digit() || c == '.') && text.starts_with(|c: char| c.is_ascii_digit());
    let amount: Decimal = text.parse().map_err(|_| form())?;
    let money = Money::exactly(amount, currency).map_err(|_| form())?;
    if plain && money.minor <= 1_000_000_000_000 { Ok(money) } else { Err(form()) }
}

fn prices(written: &[WrittenPrice], currency: Currency) -> Result<Vec<ListPrice>, Wrong> {
    let mut prices: Vec<ListPrice> = Vec::with_capacity(written.len());
    for (position, price) in written.iter().enumerate() {
        let place = format!("list_prices[{position}]");
        if prices.iter().any(|known| known.from == price.from) {
            return Err(wrong(&format!("{place}.from"), format_args!("there is a price from {} already", price.from)));
        }
        let per_seat = money(&format!("{place}.price"), &price.price, currency)?;
        prices.push(ListPrice { from: price.from, per_seat });
    }
    Ok(prices)
}

fn tier(text: &str) -> Result<Tier, Wrong> {
    match text {
        // Names of tiers that are not sold for money; here they are one.
        "community" | "trial" | "core" => Ok(Tier::Free),
        "starter" => Ok(Tier::Premium),
        _ => text.parse().map_err(|_| {
            let known = "free, community, trial, starter, premium or ultimate";
            wrong("subscription.tier", format_args!("“{text}” is not {known}"))
        }),
    }
}

fn policy(written: WrittenPolicy) -> Result<Policy, Wrong> {
    let usual = Policy::default();
    let (settle_latest, charge_latest) = LATEST_DAYS;
    let settle_after_days = written.settle_after_days.unwrap_or(usual.settle_after_days);
    let charge_after_days = written.charge_after_days.unwrap_or(usual.charge_after_days);
    within("policy.settle_after_days", settle_after_days, 0, settle_latest)?;
    within("policy.charge_after_days", charge_after_days, settle_after_days + 1, charge_latest)?;
    let notice_days = within("policy.notice_days", written.notice_days.unwrap_or(usual.notice_days), 0, 90)?;
    let early_renewal_days = written.early_renewal_days.unwrap_or(usual.early_renewal_days);
    within("policy.early_renewal_days", early_renewal_days, 0, 365)?;
    let word = |place: &str, text: &str| wrong(place, format_args!("“{text}” is not known"));
    let renewal_quantity = match written.renewal_quantity {
        Some(text) => text.parse::<QuantityPolicy>().map_err(|_| word("policy.renewal_quantity", &text))?,
        None => usual.renewal_quantity,
    };
    let several_instances = match written.several_instances {
        Some(text) => text.parse::<SeveralInstances>().map_err(|_| word("policy.several_instances", &text))?,
        None => usual.several_instances,
    };
    let minimum_version = written.minimum_version.unwrap_or(usual.minimum_version);
    if Version::parse(&minimum_version).is_none() {
        return Err(wrong("policy.minimum_version", format_args!("“{minimum_version}” is no version such as 14.1")));
    }
    Ok(Policy {
        minimum_version,
        programme_start: written.programme_start.unwrap_or(usual.programme_start),
        notice_days,
        settle_after_days,
        charge_after_days,
        early_renewal_days,
        renewal_quantity,
        several_instances,
        most_instances: usual.most_instances,
    })
}

fn instant(place: &str, text: &str) -> Result<Instant, Wrong> {
    chrono::DateTime::parse_from_rfc3339(text)
        .map(|at| at.to_utc())
        .map_err(|_| wrong(place, format_args!("“{text}” is no moment like 2021-09-02T03:00:00Z")))
}

fn check_event(place: &str, event: WrittenEvent, anchor: Day, until: Day) -> Result<Event, Wrong> {
    let at = instant(&format!("{place}.at"), &event.at)?;
    let end = midnight(days_after(until, 1));
    if at < midnight(anchor) || at >= end {
        let why = format_args!("{} lies outside the time from {anchor} to {until}", event.at).to_string();
        return Err(wrong(&format!("{place}.at"), why));
    }
    let written_at = event.at.clone();
    let arrives = event.arrives.clone();
    let what = one_of(place, event, at)?;
    let arrives = match &what {
        What::Report { report, .. } => report.arrives.clone().or(arrives),
        _ if arrives.is_some() => return Err(wrong(&format!("{place}.arrives"), "is for reports alone")),
        _ => None,
    };
    let at = match arrives {
        Some(text) => instant(&format!("{place}.report.arrives"), &text)?,
        None => at,
    };
    if at < midnight(anchor) {
        return Err(wrong(&format!("{place}.report.arrives"), format_args!("lies before {anchor}")));
    }
    Ok(Event { at, written_at, what })
}

/// The one thing an event says.
fn one_of(place: &str, event: WrittenEvent, at: Instant) -> Result<What, Wrong> {
    let mut said = Vec::new();
    if let Some(report) = event.report {
        check_report(&format!("{place}.report"), &report)?;
        said.push(What::Report { made_at: at, report });
    }
    if let Some(seats) = event.buy_seats {
        said.push(What::BuySeats(within(&format!("{place}.buy_seats"), seats, 1, MOST_USERS)?));
    }
    if let Some(WrittenReason { reason }) = event.cancel_renewal {
        said.push(What::Cancel { reason });
    }
    match event.resume_renewal {
        Some(true) => said.push(What::Resume),
        Some(false) => return Err(wrong(&format!("{place}.resume_renewal"), "must be true")),
        None => {}
    }
    if let Some(WrittenRenew { seats }) = event.renew {
        said.push(What::Renew { seats: within(&format!("{place}.renew.seats"), seats, 0, MOST_USERS)? });
    }
    said.extend(event.card.map(What::Card));
    if let Some(WrittenQuarter { term, quarter, reason }) = event.dispute {
        said.push(What::Dispute { term, quarter, reason });
    }
    if let Some(WrittenQuarter { term, quarter, reason }) = event.waive {
        said.push(What::Waive { term, quarter, reason });
    }
    match (said.pop(), said.is_empty()) {
        (Some(what), true) => Ok(what),
        (Some(_), false) => Err(wrong(place, "says more than one thing")),
        (None, _) => Err(wrong(place, "says nothing that can happen")),
    }
}

/// Counts below zero are the instance's fault, and refused when they come (R33); too large ones cannot be played.
fn check_report(place: &str, report: &WrittenReport) -> Result<(), Wrong> {
    let counts = [
        ("billable", report.billable),
        ("active", report.active),
        ("inactive", report.inactive),
        ("max", report.max.unwrap_or(0)),
    ];
    for (name, count) in counts {
        within(&format!("{place}.{name}"), count, -MOST_USERS, MOST_USERS)?;
    }
    for (position, day) in report.history.iter().enumerate() {
        within(&format!("{place}.history[{position}].billable"), day.billable, -MOST_USERS, MOST_USERS)?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "scenario_tests.rs"]
mod tests;
