//! What a token tells an instance's administrator, in the language of the account: the same facts as the emails.

use seatsync_agent::token::Notice;

use super::{Vendor, one_line};
use crate::domain::calendar::Day;
use crate::domain::instance::Instance;
use crate::domain::policy::Policy;
use crate::domain::release::Flaw;
use crate::domain::renewal::Outlook;
use crate::domain::subscription::Contract;
use crate::urls;
use crate::words::{self, t};

/// Days before the end of a term from which an instance is told of it.
const TERM_DAYS: i64 = 31;

/// Everything worth telling: flaws first, then users above the seats, the end of the term, and a report that is due.
/// Without flaws the version cannot be compared, and that is told instead.
#[must_use]
pub fn all(
    vendor: &Vendor,
    contract: &Contract,
    instance: &Instance,
    flaws: Option<&[Flaw<'_>]>,
    today: Day,
) -> Vec<Notice> {
    let mut notices: Vec<Notice> = match flaws {
        Some(flaws) => flaws.iter().map(|flaw| security_update(vendor, contract, instance, flaw)).collect(),
        None => vec![version_unreadable(vendor, contract, instance)],
    };
    notices.extend(over(vendor, contract, today));
    notices.extend(end_of_term(vendor, contract, today));
    notices.extend(report_due(vendor, contract, instance, today));
    notices
}

fn notice(vendor: &Vendor, contract: &Contract, kind: &str, text: String) -> Notice {
    let url = vendor.link(&urls::subscription(&contract.subscription.number));
    Notice { kind: kind.to_owned(), severity: None, fixed_in: None, text: one_line(&text), url: Some(url) }
}

fn security_update(vendor: &Vendor, contract: &Contract, instance: &Instance, flaw: &Flaw<'_>) -> Notice {
    let (l, advisory) = (contract.account.language, flaw.advisory);
    let (name, title, version) = (advisory.name.as_str(), advisory.title.as_str(), instance.version.as_str());
    let text = t!(l, "notice-security", name = name, title = title, version = version, fixed = flaw.fixed_in);
    let page = vendor.link(&urls::instance(instance.id));
    Notice {
        severity: Some(advisory.severity.as_str().to_owned()),
        fixed_in: Some(flaw.fixed_in.to_owned()),
        url: Some(advisory.url.clone().unwrap_or(page)),
        ..notice(vendor, contract, "security_update", text)
    }
}

fn version_unreadable(vendor: &Vendor, contract: &Contract, instance: &Instance) -> Notice {
    let text = t!(contract.account.language, "notice-version-unreadable", version = instance.version.as_str());
    let url = Some(vendor.link(&urls::instance(instance.id)));
    Notice { url, ..notice(vendor, contract, "version_unreadable", text) }
}

fn over(vendor: &Vendor, contract: &Contract, today: Day) -> Option<Notice> {
    let l = contract.account.language;
    let seats = contract.terms_on(today).running()?.seats;
    let over = contract.used_now()?.checked_sub(seats).filter(|over| *over > 0)?;
    let (shown, seats) = (words::number(l, over), words::number(l, seats));
    let text = match contract.next_reconciled_on(today) {
        Some(on) => t!(l, "notice-over-reconciled", over = over, shown = shown, seats = seats, day = words::day(l, on)),
        None => t!(l, "notice-over", over = over, shown = shown, seats = seats),
    };
    Some(notice(vendor, contract, "overage", text))
}

fn end_of_term(vendor: &Vendor, contract: &Contract, today: Day) -> Option<Notice> {
    let l = contract.account.language;
    let near = |on: Day| (0..=TERM_DAYS).contains(&(on - today).num_days());
    let text = match contract.outlook(today)? {
        Outlook::Renews { on } if near(on) => t!(l, "notice-renews", day = words::day(l, on)),
        Outlook::Ends { last_day, .. } if near(last_day) => t!(l, "notice-ends", day = words::day(l, last_day)),
        Outlook::Renews { .. } | Outlook::Ends { .. } | Outlook::Ended { .. } => return None,
    };
    Some(notice(vendor, contract, "renewal", text))
}

fn report_due(vendor: &Vendor, contract: &Contract, instance: &Instance, today: Day) -> Option<Notice> {
    let l = contract.account.language;
    let on = contract.next_reconciled_on(today).filter(|_| instance.is_offline())?;
    let (_, quarter) = contract.running_quarter(today)?;
    let days = (quarter.span.end - today).num_days();
    let text = (days <= Policy::OFFLINE_REMINDER_DAYS).then(|| t!(l, "notice-report-due", day = words::day(l, on)));
    Some(notice(vendor, contract, "report_due", text?))
}
