//! What people are told ahead of time: that they are over (R12), that a report is missing, that a term renews or ends (R24),
//! that an activation code was never used (R39).

use super::true_ups::{KnownTerm, owed};
use crate::actions::work::{KnownQuarter, Work, readers};
use crate::actions::{Done, emails, or_missing};
use crate::domain::calendar::{Day, Term, days_after, midnight};
use crate::domain::contact::ContactRole;
use crate::domain::invoice::quarters_price;
use crate::domain::money::Money;
use crate::domain::plan::Deployment;
use crate::domain::reconciliation::{self, BillingMode};
use crate::domain::renewal::{self, Outlook, WhyNot, last_cancel_day};
use crate::domain::subscription::{BoughtTerm, standing};
use crate::domain::true_up::TrueUp;
use crate::mail::messages::{CodeUnused, Ended, HeadsUp, RenewalOutlook, RenewalReminder, ReportReminder};
use crate::store;
use crate::urls;

impl Work<'_, '_> {
    /// Who is over hears of it a week before the quarter ends (R12), as long as it would be reconciled.
    pub(super) fn heads_up(&mut self, term: &BoughtTerm, number: u32, due_on: Day) -> Done<()> {
        let quarter = self.quarter(term, number)?;
        let KnownQuarter { facts, .. } = self.known_quarter(term, quarter, midnight(due_on))?;
        let Some(peak) = facts.peak.filter(|_| facts.skip_reason().is_none()) else { return Ok(()) };
        // One whose arithmetic cannot be done is reconciled by people (R47).
        let Ok(amount) = quarters_price(facts.overage(), term.per_seat, number) else { return Ok(()) };
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
        // Who is offline is reconciled on the last day, by all that was pasted before it (R18).
        let report_until = days_after(contract.product.policy.reconciled_at_last_on(quarter), -1);
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

    /// Writes the reminder so many days before the end of a term (R24): what it will cost, what the running term owes beside it, and until
    /// when it can be turned off. Who does not renew by themselves is told so, why and whom to ask, at the first and the last of
    /// these days.
    pub(super) fn remind_of_renewal(&mut self, term: &BoughtTerm, days: i64, on: Day) -> Done<()> {
        let (account, id) = (self.contract.account.id, self.contract.subscription.id);
        let contract = or_missing(store::contracts::find_known(self.tx, account, id, midnight(on))?)?;
        let facts = or_missing(contract.renewal_facts())?;
        let [first, .., last] = self.contract.product.policy.reminder_days();
        let known = KnownTerm { contract: &self.contract, term, known_by: midnight(on), due_on: on };
        let true_up = owed(&known.true_ups(self.tx, &[])?);
        let outlook = match (renewal::outlook(&facts, on), contract.estimate(midnight(on))) {
            (Outlook::Renews { .. }, Some(estimate)) => {
                let last_cancel_day = last_cancel_day(term.span.end, facts.notice_days);
                RenewalOutlook::Renews {
                    last_cancel_day,
                    is_past_cut_off: on > last_cancel_day,
                    is_final: days == last,
                    seats: estimate.seats,
                    seats_now: term.seats,
                    per_seat: estimate.per_seat,
                    per_seat_now: term.per_seat,
                    total: estimate.total,
                    true_up,
                    becomes_quarterly: days == first && self.becomes_quarterly(term),
                    card: self.card_in_use()?.map(|card| card.last_digits),
                }
            }
            _ if days != first && days != last => return Ok(()),
            (Outlook::Renews { .. }, None) => self.ends(term, WhyNot::AmountTooLarge, true_up),
            (Outlook::Ends { why, .. } | Outlook::Ended { why, .. }, _) => self.ends(term, why, true_up),
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

    fn ends(&self, term: &BoughtTerm, why: WhyNot, true_up: Option<(i64, Money)>) -> RenewalOutlook {
        RenewalOutlook::Ends { last_day: term.span.last_day(), why, whom: self.whom(), true_up }
    }

    /// Whom to ask about what does not renew by itself: the reseller, or the vendor.
    fn whom(&self) -> String {
        self.contract.account.reseller.clone().unwrap_or_else(|| self.ctx.portal.vendor.support.clone())
    }

    /// Whether the next term is reconciled each quarter, where this one is not.
    fn becomes_quarterly(&self, term: &BoughtTerm) -> bool {
        let contract = &self.contract;
        let next = Term::of(contract.subscription.anchor, contract.subscription.term_months, term.index + 1);
        let standing = standing(&contract.account, &contract.product, &contract.subscription, next);
        term.mode == BillingMode::Annual && reconciliation::mode(&standing).0 == BillingMode::Quarterly
    }

    /// Tells that a subscription has ended, why, and what the term still owes (R24).
    pub(super) fn tell_ended(&mut self, term: &BoughtTerm, why: WhyNot, due: &[TrueUp]) -> Done<()> {
        let whom = self.whom();
        let owed = owed(due).map(|(_, amount)| amount);
        let (ctx, contract) = (self.ctx, &self.contract);
        Ok(emails::post_emails(self.tx, ctx, &readers(contract, ContactRole::Subscription), |heading| Ended {
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            last_day: term.span.last_day(),
            why,
            whom: whom.clone(),
            owed,
            link: ctx.link(&urls::subscription(&contract.subscription.number)),
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
