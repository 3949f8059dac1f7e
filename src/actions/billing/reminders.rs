//! What people are told ahead of time: that they are over (R12), that a report is missing, that a term renews or ends (R24),
//! that an activation code was never used (R39).

use crate::actions::work::{Work, fitting, readers};
use crate::actions::{Done, emails, or_missing};
use crate::domain::calendar::{Day, days_after, midnight};
use crate::domain::contact::ContactRole;
use crate::domain::plan::Deployment;
use crate::domain::policy::Policy;
use crate::domain::reconciliation;
use crate::domain::renewal::{self, Outlook, WhyNot, last_cancel_day};
use crate::domain::subscription::BoughtTerm;
use crate::mail::messages::{CodeUnused, HeadsUp, RenewalOutlook, RenewalReminder, ReportReminder};
use crate::store;
use crate::urls;

impl Work<'_, '_> {
    /// Who is over hears of it a week before the quarter ends (R12), as long as it would be reconciled.
    pub(super) fn heads_up(&mut self, term: &BoughtTerm, number: u32, due_on: Day) -> Done<()> {
        let quarter = self.quarter(term, number)?;
        let facts = self.quarter_facts(term, quarter, due_on)?;
        let Some(peak) = facts.peak.filter(|_| facts.skip_reason().is_none()) else { return Ok(()) };
        let amount = fitting(reconciliation::price(facts.overage(), term.per_seat, number))?;
        let by_card = self.card_in_use()?.is_some();
        let (ctx, contract) = (self.ctx, &self.contract);
        let policy = &contract.product.policy;
        Ok(emails::post_emails(self.tx, ctx, &readers(contract, ContactRole::Billing), |heading| HeadsUp {
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            quarter: number,
            quarter_span: quarter.span,
            peak: peak.billable,
            peak_on: peak.on,
            seats: term.seats,
            overage: facts.overage(),
            amount,
            reconciled_on: policy.reconciled_on(quarter),
            charged_on: policy.charged_on(quarter),
            by_card,
            link: ctx.link(&urls::new_seats(&contract.subscription.number)),
        })?)
    }

    /// Who is offline is asked to report before the quarter ends (R12): in one email for all instances that count and report
    /// over a clipboard, whatever others of the subscription do. Who never reported is not asked, as nothing is reconciled then.
    pub(super) fn remind_to_report(&mut self, term: &BoughtTerm, number: u32) -> Done<()> {
        let quarter = self.quarter(term, number)?;
        if !self.contract.subscription.offline_quarterly {
            return Ok(());
        }
        let instances = self.instances()?;
        let (ctx, contract) = (self.ctx, &self.contract);
        let offline: Vec<_> = instances.iter().filter(|i| i.counts_now() && i.is_offline()).collect();
        let Some(last_report) = offline.iter().map(|i| i.last_report_at.date_naive()).min() else { return Ok(()) };
        // Who reported before is reconciled at the beginning of that day, and does not wait.
        let report_until = days_after(contract.product.policy.reconciled_on(quarter), -1);
        Ok(emails::post_emails(self.tx, ctx, &readers(contract, ContactRole::Technical), |heading| ReportReminder {
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            instances: i64::try_from(offline.len()).unwrap_or(i64::MAX),
            hostnames: offline.iter().map(|i| i.hostname.clone()).filter(|host| !host.is_empty()).take(10).collect(),
            last_report,
            quarter_ends_on: quarter.span.last_day(),
            report_until,
            link: ctx.link(&urls::new_instance(&contract.subscription.number)),
        })?)
    }

    /// Writes the reminder so many days before the end of a term: what it will cost, and until when it can be turned off. Who
    /// turned it off gets one email, at the last of these days; who cannot renew here gets none.
    pub(super) fn remind_of_renewal(&mut self, term: &BoughtTerm, days: i64, on: Day) -> Done<()> {
        let (account, id) = (self.contract.account.id, self.contract.subscription.id);
        let contract = or_missing(store::contracts::find_known(self.tx, account, id, midnight(on))?)?;
        let facts = or_missing(contract.renewal_facts())?;
        let is_final = days == Policy::FINAL_REMINDER_DAYS;
        let outlook = match renewal::outlook(&facts, on) {
            Outlook::Renews { .. } => {
                let Some(estimate) = contract.estimate(midnight(on)) else { return Ok(()) };
                let last = last_cancel_day(term.span.end, facts.notice_days);
                RenewalOutlook::Renews {
                    last_cancel_day: last,
                    is_past_cut_off: on > last,
                    is_final,
                    seats: estimate.seats,
                    seats_now: term.seats,
                    per_seat: estimate.per_seat,
                    per_seat_now: term.per_seat,
                    total: estimate.total,
                    card: self.card_in_use()?.map(|card| card.last_digits),
                }
            }
            Outlook::Ends { last_day, why: WhyNot::Cancelled } if is_final => RenewalOutlook::Ends { last_day },
            Outlook::Ends { .. } | Outlook::Ended { .. } => return Ok(()),
        };
        let (ctx, contract) = (self.ctx, &self.contract);
        Ok(emails::post_emails(self.tx, ctx, &readers(contract, ContactRole::Subscription), |heading| {
            RenewalReminder {
                heading,
                number: contract.subscription.number.clone(),
                product: contract.product.name.clone(),
                renews_on: term.span.end,
                outlook: outlook.clone(),
                days,
                cancel_link: ctx.link(&urls::renewal_cancellation(&contract.subscription.number)),
                link: ctx.link(&urls::subscription(&contract.subscription.number)),
            }
        })?)
    }

    /// Reminds of an activation code that was never used (R39).
    pub(super) fn remind_of_code(&mut self, term: &BoughtTerm) -> Done<()> {
        if self.contract.subscription.deployment == Deployment::Saas || !self.instances()?.is_empty() {
            return Ok(());
        }
        let (ctx, contract) = (self.ctx, &self.contract);
        Ok(emails::post_emails(self.tx, ctx, &readers(contract, ContactRole::Technical), |heading| CodeUnused {
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            bought_on: term.span.start,
            link: ctx.link(&urls::subscription(&contract.subscription.number)),
        })?)
    }
}
