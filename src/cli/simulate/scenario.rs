//! A scenario, checked whole, with everything by default that need not be said.

use std::path::Path;

use rust_decimal::Decimal;
use seatsync_agent::version::Version;

use super::written::{self, *};
use super::wrong::{Wrong, quoted, wrong};
use crate::actions::disputes::LONGEST_REASON;
use crate::domain::bounds::{FIRST_DAY, LAST_DAY, MOST_PRICE_MINOR, MOST_SEATS, is_day};
use crate::domain::calendar::{Day, Instant, days_after, midnight, months_after};
use crate::domain::invoice::term_price;
use crate::domain::money::{Currency, Money};
use crate::domain::plan::{ListPrice, Tier, list_price_on};
use crate::domain::policy::Policy;
use crate::domain::renewal::QuantityPolicy;
use crate::domain::usage::SeveralInstances;

/// Bytes of a scenario at most: years of daily reports of many instances fit.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Years from the anchor to the end at most.
const MOST_YEARS: u32 = 30;
/// Seats and users at most; what the wire allows.
const MOST_USERS: i64 = 1_000_000_000;
/// Characters of an instance's name, an environment and a version at most (R33).
const LONGEST_NAME: usize = 64;
const LONGEST_VERSION: usize = 64;
/// Characters of a price as written.
const LONGEST_PRICE: usize = 24;
/// Days of history that a message carries at most.
const MOST_DAYS: usize = 400;

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
    Reject { term: u32, quarter: u32, reason: Option<String> },
    Correct { term: u32, quarter: u32, max: i64, reason: Option<String> },
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
            Self::Reject { .. } => "reject",
            Self::Correct { .. } => "correct",
        }
    }
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
    check(written::read(bytes)?)
}

fn check(written: Written) -> Result<Scenario, Wrong> {
    let currency: Currency = written
        .currency
        .parse()
        .map_err(|_| wrong("currency", format_args!("{} is no currency", quoted(&written.currency))))?;
    let Object(subscription) = written.subscription;
    within("subscription.term_months", i64::from(subscription.term_months), 1, 120)?;
    within("subscription.seats", subscription.seats, 1, MOST_SEATS)?;
    let prices = prices(&written.list_prices, currency)?;
    let anchor = bounded("subscription.anchor", subscription.anchor)?;
    let latest = months_after(anchor, MOST_YEARS * 12).min(LAST_DAY);
    if written.until < anchor || written.until > latest {
        return Err(wrong("until", format_args!("must be a day from {anchor} to {latest}")));
    }
    let per_seat = match &subscription.unit_price {
        Some(text) => money("subscription.unit_price", text, currency)?,
        None => list_price_on(&prices, anchor)
            .ok_or_else(|| wrong("subscription.unit_price", "is missing, and no list price holds at the anchor"))?,
    };
    if term_price(subscription.seats, per_seat, subscription.term_months).is_err() {
        let why =
            format_args!("{} at {} each come to more than fifteen digits", subscription.seats, per_seat.decimal())
                .to_string();
        return Err(wrong("subscription.seats", why));
    }
    // Without a list the price stays what it was.
    let prices = if prices.is_empty() { vec![ListPrice { from: anchor, per_seat }] } else { prices };
    let Object(written_policy) = written.policy;
    let offline_quarterly = written_policy.offline_quarterly.unwrap_or(true);
    let mut events = Vec::with_capacity(written.events.len());
    for (position, Object(event)) in written.events.into_iter().enumerate() {
        events.push(check_event(&format!("events[{position}]"), event, anchor, written.until)?);
    }
    events.sort_by_key(|event| event.at);
    Ok(Scenario {
        tier: tier(&subscription.tier)?,
        policy: policy(written_policy)?,
        account: written.account.0,
        until: written.until,
        currency,
        offline_quarterly,
        prices,
        subscription,
        per_seat,
        events,
    })
}

/// A day that the program takes (R47).
fn bounded(place: &str, day: Day) -> Result<Day, Wrong> {
    if is_day(day) { Ok(day) } else { Err(wrong(place, format_args!("must be a day from {FIRST_DAY} to {LAST_DAY}"))) }
}

/// A text of at most so many characters.
fn short(place: &str, text: &str, most: usize) -> Result<(), Wrong> {
    if text.chars().count() <= most {
        Ok(())
    } else {
        Err(wrong(place, format_args!("is longer than {most} characters")))
    }
}

fn within(place: &str, number: i64, least: i64, most: i64) -> Result<i64, Wrong> {
    if (least..=most).contains(&number) {
        return Ok(number);
    }
    Err(wrong(place, format_args!("{number} is not from {least} to {most}")))
}

fn money(place: &str, text: &str, currency: Currency) -> Result<Money, Wrong> {
    let digits = currency.digits();
    let form = || {
        let most = Money::new(MOST_PRICE_MINOR, currency).decimal();
        wrong(
            place,
            format_args!(
                "{} is no price of {} from 0 to {most} with at most {digits} digits",
                quoted(text),
                currency.code()
            ),
        )
    };
    // Longer ones the decimal parser rounds.
    let plain = text.len() <= LONGEST_PRICE
        && text.chars().all(|c| c.is_ascii_digit() || c == '.')
        && text.starts_with(|c: char| c.is_ascii_digit());
    let amount: Decimal = text.parse().ok().filter(|_| plain).ok_or_else(form)?;
    let money = Money::exactly(amount, currency).map_err(|_| form())?;
    if money.minor <= MOST_PRICE_MINOR { Ok(money) } else { Err(form()) }
}

fn prices(written: &[Object<WrittenPrice>], currency: Currency) -> Result<Vec<ListPrice>, Wrong> {
    let mut prices: Vec<ListPrice> = Vec::with_capacity(written.len());
    for (position, Object(price)) in written.iter().enumerate() {
        let place = format!("list_prices[{position}]");
        bounded(&format!("{place}.from"), price.from)?;
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
            wrong("subscription.tier", format_args!("{} is not {known}", quoted(text)))
        }),
    }
}

fn policy(written: WrittenPolicy) -> Result<Policy, Wrong> {
    let usual = Policy::default();
    let reconcile_after_days = written.settle_after_days.unwrap_or(usual.reconcile_after_days);
    let charge_after_days = written.charge_after_days.unwrap_or(usual.charge_after_days);
    within("policy.settle_after_days", reconcile_after_days, 2, 3)?;
    within("policy.charge_after_days", charge_after_days, 6, 10)?;
    let notice_days = within("policy.notice_days", written.notice_days.unwrap_or(usual.notice_days), 0, 90)?;
    let early_renewal_days = written.early_renewal_days.unwrap_or(usual.early_renewal_days);
    within("policy.early_renewal_days", early_renewal_days, 0, 365)?;
    let word = |place: &str, text: &str| wrong(place, format_args!("{} is not known", quoted(text)));
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
        return Err(wrong(
            "policy.minimum_version",
            format_args!("{} is no version such as 14.1", quoted(&minimum_version)),
        ));
    }
    short("policy.minimum_version", &minimum_version, LONGEST_VERSION)?;
    let programme_start = bounded("policy.programme_start", written.programme_start.unwrap_or(usual.programme_start))?;
    Ok(Policy {
        minimum_version,
        programme_start,
        notice_days,
        reconcile_after_days,
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
        .map_err(|_| wrong(place, format_args!("{} is no moment like 2021-09-02T03:00:00Z", quoted(text))))
}

fn check_event(place: &str, event: WrittenEvent, anchor: Day, until: Day) -> Result<Event, Wrong> {
    let at = instant(&format!("{place}.at"), &event.at)?;
    let end = midnight(days_after(until, 1));
    if at < midnight(anchor) || at >= end {
        let why = format!("{} lies outside the time from {anchor} to {until}", quoted(&event.at));
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
    if at < midnight(anchor) || !is_day(at.date_naive()) {
        let place = format!("{place}.report.arrives");
        return Err(wrong(&place, format_args!("must be a moment from {anchor} to the end of {LAST_DAY}")));
    }
    Ok(Event { at, written_at, what })
}

/// The one thing an event says.
fn one_of(place: &str, event: WrittenEvent, at: Instant) -> Result<What, Wrong> {
    let mut said = Vec::new();
    if let Some(Object(report)) = event.report {
        check_report(&format!("{place}.report"), &report)?;
        said.push(What::Report { made_at: at, report });
    }
    if let Some(seats) = event.buy_seats {
        said.push(What::BuySeats(within(&format!("{place}.buy_seats"), seats, 1, MOST_SEATS)?));
    }
    if let Some(Object(WrittenReason { reason })) = event.cancel_renewal {
        said.push(What::Cancel { reason: reasoned(&format!("{place}.cancel_renewal"), reason)? });
    }
    match event.resume_renewal {
        Some(true) => said.push(What::Resume),
        Some(false) => return Err(wrong(&format!("{place}.resume_renewal"), "must be true")),
        None => {}
    }
    if let Some(Object(WrittenRenew { seats })) = event.renew {
        said.push(What::Renew { seats: within(&format!("{place}.renew.seats"), seats, 1, MOST_SEATS)? });
    }
    said.extend(event.card.map(What::Card));
    if let Some(Object(WrittenQuarter { term, quarter, reason })) = event.dispute {
        said.push(What::Dispute { term, quarter, reason: reasoned(&format!("{place}.dispute"), reason)? });
    }
    if let Some(Object(WrittenQuarter { term, quarter, reason })) = event.waive {
        said.push(What::Waive { term, quarter, reason: reasoned(&format!("{place}.waive"), reason)? });
    }
    if let Some(Object(WrittenQuarter { term, quarter, reason })) = event.reject {
        said.push(What::Reject { term, quarter, reason: reasoned(&format!("{place}.reject"), reason)? });
    }
    if let Some(Object(WrittenCorrection { term, quarter, max, reason })) = event.correct {
        within(&format!("{place}.correct.max"), max, 0, MOST_SEATS)?;
        said.push(What::Correct { term, quarter, max, reason: reasoned(&format!("{place}.correct"), reason)? });
    }
    match (said.pop(), said.is_empty()) {
        (Some(what), true) => Ok(what),
        (Some(_), false) => Err(wrong(place, "says more than one thing")),
        (None, _) => Err(wrong(place, "says nothing that can happen")),
    }
}

fn reasoned(place: &str, reason: Option<String>) -> Result<Option<String>, Wrong> {
    if let Some(text) = &reason {
        short(&format!("{place}.reason"), text, LONGEST_REASON)?;
    }
    Ok(reason)
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
    short(&format!("{place}.instance"), &report.instance, LONGEST_NAME)?;
    short(&format!("{place}.environment"), &report.environment, LONGEST_NAME)?;
    short(&format!("{place}.version"), &report.version, LONGEST_VERSION)?;
    if report.history.len() > MOST_DAYS {
        return Err(wrong(&format!("{place}.history"), format_args!("has more than {MOST_DAYS} days")));
    }
    for (position, Object(day)) in report.history.iter().enumerate() {
        bounded(&format!("{place}.history[{position}].day"), day.day)?;
        within(&format!("{place}.history[{position}].billable"), day.billable, -MOST_USERS, MOST_USERS)?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "scenario_tests.rs"]
mod tests;
