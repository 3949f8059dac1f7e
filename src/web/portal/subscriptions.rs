//! The page of a subscription: seats over the term, renewal, instances, licenses, activation code.

use actix_web::HttpResponse;
use askama::Template;

use super::pieces::{LicenseLine, licenses};
use super::summary::{Bar, Summary, Teller, bar, span};
use crate::actions::{self, Done};
use crate::domain::calendar::Quarter;
use crate::domain::ids::InstanceId;
use crate::domain::license::Phase;
use crate::domain::overview::{Counts, PRODUCTION};
use crate::domain::role::Right;
use crate::domain::subscription::BoughtTerm;
use crate::store;
use crate::web::error::WebError;
use crate::web::guards::{Look, On, TheSubscription};
use crate::web::page::{Frame, Section};
use crate::web::urls;
use crate::words::{self, t};

/// One quarter of the running term.
struct QuarterRow {
    title: String,
    span: String,
    bar: Option<Bar>,
    text: String,
    small: Option<String>,
}

/// One linked instance.
struct InstanceRow {
    id: InstanceId,
    hostname: String,
    version: String,
    last_report: String,
    users: String,
    counts: bool,
}

/// The page of a subscription.
#[derive(Template)]
#[template(path = "portal/subscriptions/show.html")]
struct SubscriptionPage {
    frame: Frame,
    account: String,
    summary: Summary,
    term: String,
    quarters: Vec<QuarterRow>,
    instances: Vec<InstanceRow>,
    licenses: Vec<LicenseLine>,
    code: Option<String>,
}

/// `GET /subscriptions/{number}`
///
/// # Errors
/// It is missing, or the page cannot be made.
pub async fn show(on: On<TheSubscription, Look>) -> Result<HttpResponse, WebError> {
    let (account, id, vault) = (on.account, on.id, on.app.vault.clone());
    let sees_code = on.role.has(Right::Technical);
    let found = on.app.db.read(move |c| -> Done<_> {
        let overview = store::overview::find(c, account, id)?;
        let code = actions::subscriptions::activation_code(c, &vault, account, id)?.filter(|_| sees_code);
        Ok(overview.map(|o| (o, code)))
    });
    let (overview, code) = found.await?.ok_or(WebError::Missing)?;
    let (language, today) = (on.language, on.today());
    let teller = Teller { overview: &overview, language, now: on.now, role: on.role };
    let term = overview.terms_on(today).running().or(overview.terms.last());
    let page = SubscriptionPage {
        frame: on.frame(Section::Subscriptions),
        account: overview.account.name.clone(),
        summary: teller.summary(),
        term: term.map_or_else(String::new, |t| span(language, t.span)),
        quarters: quarter_rows(&teller),
        instances: overview.counts.iter().map(|c| instance_row(&teller, c)).collect(),
        licenses: licenses(language, &overview, today),
        code: code.map(|c| c.to_string()),
    };
    on.show(&page)
}

fn quarter_rows(teller: &Teller<'_>) -> Vec<QuarterRow> {
    let overview = teller.overview;
    let Some((term, _)) = overview.quarter(teller.today()) else { return Vec::new() };
    overview.quarters_of(term).into_iter().map(|q| quarter_row(teller, q, term)).collect()
}

fn quarter_row(teller: &Teller<'_>, quarter: Quarter, term: &BoughtTerm) -> QuarterRow {
    let l = teller.language;
    let peak = teller.overview.peak(term, quarter);
    let text = match peak {
        Some(peak) => {
            let (users, day) = (words::number(l, peak.billable), words::day(l, peak.on));
            t!(l, "subscription-quarter-peak", users = users, day = day)
        }
        None if quarter.span.start > teller.today() => t!(l, "subscription-quarter-ahead"),
        None => t!(l, "subscription-quarter-no-report"),
    };
    let last = quarter.is_last.then(|| t!(l, "subscription-quarter-last"));
    QuarterRow {
        title: t!(l, "subscription-quarter", number = i64::from(quarter.number)),
        span: span(l, quarter.span),
        bar: peak.map(|p| bar(p.billable, term.seats)),
        text,
        small: teller.arithmetic(quarter).or(last),
    }
}

fn instance_row(teller: &Teller<'_>, counts: &Counts) -> InstanceRow {
    let (l, instance) = (teller.language, &counts.instance);
    InstanceRow {
        id: instance.id,
        hostname: instance.hostname.clone(),
        version: instance.version.clone(),
        last_report: words::moment(l, instance.last_report_at),
        users: words::number(l, counts.last.map_or(0, |last| last.billable)),
        counts: instance.environment == PRODUCTION,
    }
}
