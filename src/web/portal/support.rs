//! How soon the vendor answers, by the tiers somebody has (R37).

use actix_web::HttpResponse;
use askama::Template;

use super::pieces::Bought;
use crate::domain::language::Language;
use crate::domain::plan::Tier;
use crate::domain::support::{SupportTime, Urgency};
use crate::store::{self, Conn, Stored};
use crate::web::error::WebError;
use crate::web::guards::Customer;
use crate::web::page::{Frame, Section};
use crate::web::urls;
use crate::words::{self, t};

/// How soon one urgency is answered.
pub struct TimeRow {
    /// How urgent.
    pub urgency: String,
    /// When that is so.
    pub text: String,
    /// How soon.
    pub answer: String,
    /// At which hours.
    pub hours: String,
}

/// A product at a tier, and what somebody has of it.
struct Plan {
    name: String,
    subscriptions: Vec<String>,
    times: Vec<TimeRow>,
}

/// The page.
#[derive(Template)]
#[template(path = "portal/support/show.html")]
struct SupportPage {
    frame: Frame,
    plans: Vec<Plan>,
}

/// `GET /support`
///
/// # Errors
/// The page cannot be made.
pub async fn show(customer: Customer) -> Result<HttpResponse, WebError> {
    let who = customer.person.id;
    let found = customer.app.db.read(move |c| find(c, who)).await?;
    let l = customer.language;
    let plans = found.into_iter().map(|plan| Plan {
        times: times(l, &plan.times, plan.tier),
        name: plan.name,
        subscriptions: plan.subscriptions,
    });
    customer.show(&SupportPage { frame: customer.frame(Section::Support), plans: plans.collect() })
}

/// A product at a tier, as it is stored.
struct Found {
    name: String,
    tier: Tier,
    subscriptions: Vec<String>,
    times: Vec<SupportTime>,
}

/// What somebody has, by product and tier.
fn find(c: &mut Conn<'_>, who: crate::domain::ids::PersonId) -> Stored<Vec<Found>> {
    let mut plans: Vec<Found> = Vec::new();
    for (account, _) in store::people::memberships(c, who)? {
        for subscription in store::subscriptions::list(c, account.id)? {
            let Some(product) = store::products::find(c, subscription.product)? else { continue };
            let name = Bought::of(&subscription, &product).what;
            match plans.iter_mut().find(|plan| plan.name == name) {
                Some(plan) => plan.subscriptions.push(subscription.number),
                None => plans.push(Found {
                    name,
                    tier: subscription.tier,
                    subscriptions: vec![subscription.number],
                    times: store::support::list(c, product.id)?,
                }),
            }
        }
    }
    Ok(plans)
}

/// The support times of a tier in words, the most urgent first.
#[must_use]
pub fn times(l: Language, all: &[SupportTime], tier: Tier) -> Vec<TimeRow> {
    let row = |time: &SupportTime| TimeRow {
        urgency: urgency(l, time.urgency),
        text: urgency_text(l, time.urgency),
        answer: answer(l, time.answer_minutes),
        hours: if time.around_the_clock { t!(l, "support-any-hour") } else { t!(l, "support-office-hours") },
    };
    all.iter().filter(|time| time.tier == tier).map(row).collect()
}

fn urgency(l: Language, urgency: Urgency) -> String {
    match urgency {
        Urgency::Outage => t!(l, "support-outage"),
        Urgency::Impaired => t!(l, "support-impaired"),
        Urgency::Question => t!(l, "support-question"),
    }
}

fn urgency_text(l: Language, urgency: Urgency) -> String {
    match urgency {
        Urgency::Outage => t!(l, "support-outage-text"),
        Urgency::Impaired => t!(l, "support-impaired-text"),
        Urgency::Question => t!(l, "support-question-text"),
    }
}

/// “within 30 minutes”, in the largest unit that comes out even.
fn answer(l: Language, minutes: i64) -> String {
    let shown = |count: i64| words::number(l, count);
    let (days, hours): (i64, i64) = (minutes / 1_440, minutes / 60);
    if minutes == days * 1_440 {
        return t!(l, "support-within-days", count = days, shown = shown(days));
    }
    if minutes == hours * 60 {
        return t!(l, "support-within-hours", count = hours, shown = shown(hours));
    }
    t!(l, "support-within-minutes", count = minutes, shown = shown(minutes))
}
