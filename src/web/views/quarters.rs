//! One quarter of a term as a row: what was counted, what it costs, what became of it or will.

use super::bar::{Bar, percent};
use super::bought::span;
use super::wording::Wording;
use crate::domain::calendar::Quarter;
use crate::domain::reconciliation::{BillingMode, Reconciliation};
use crate::domain::subscription::{BoughtTerm, NextReconciliation};
use crate::domain::usage::overage;
use crate::http::badge::Badge;
use crate::urls;
use crate::words::{self, t};

/// One quarter of a term, with its reconciliation.
pub struct QuarterRow {
    /// “Quarter 1”.
    pub title: String,
    /// Its days.
    pub span: String,
    /// In which state it is; none where nothing is reconciled by quarter.
    pub badge: Option<Badge>,
    /// Users against seats, on one scale for the whole term.
    pub bar: Option<Bar>,
    /// Where on that scale the seats are, if not at its end.
    pub line: Option<String>,
    /// What was counted, and what it costs.
    pub text: String,
    /// What became of it, or will.
    pub small: String,
    /// The page of its reconciliation.
    pub link: Option<String>,
}

impl Wording<'_> {
    /// The quarters of a term, each with its reconciliation.
    #[must_use]
    pub fn quarter_rows(&self, term: &BoughtTerm) -> Vec<QuarterRow> {
        let quarters = self.contract.quarters_of(term);
        let users = |q: &Quarter| self.counted(term, *q).map_or(0, |peak| peak.billable);
        let scale = quarters.iter().map(users).max().unwrap_or(0).max(term.seats);
        quarters.into_iter().map(|q| self.quarter_row(term, q, scale)).collect()
    }

    fn quarter_row(&self, term: &BoughtTerm, quarter: Quarter, scale: i64) -> QuarterRow {
        let l = self.language;
        let reconciliation = self.contract.reconciliation(term, quarter.number);
        // A reseller's customer sees users, and no money (R18).
        let shown = reconciliation.filter(|_| self.contract.is_direct());
        let seats = reconciliation.map_or(term.seats, |s| s.seats_before);
        let peak = self.counted(term, quarter);
        let bar = peak.map(|p| {
            let over = overage(p.billable, seats);
            Bar { within: percent(p.billable - over, scale), over: (over > 0).then(|| percent(over, scale)) }
        });
        QuarterRow {
            title: t!(l, "subscription-quarter", number = i64::from(quarter.number)),
            span: span(l, quarter.span),
            badge: shown.map(|s| self.reconciliation_badge(s)),
            line: (bar.is_some() && seats < scale).then(|| percent(seats, scale)),
            bar,
            text: self.quarter_text(term, quarter, shown),
            small: match shown {
                // Why the whole term is billed once a year is said once for all.
                Some(skipped) if skipped.reason.is_some() && skipped.reason == term.annual_reason => String::new(),
                Some(reconciliation) => self.reconciliation_outcome(reconciliation),
                None => self.ahead(term, quarter),
            },
            link: shown.map(|s| urls::reconciliation(&self.contract.subscription.number, s.id)),
        }
    }

    /// The most users of a quarter: as it was reconciled, or as is known today.
    fn counted(&self, term: &BoughtTerm, quarter: Quarter) -> Option<crate::domain::usage::Peak> {
        let reconciled = self.contract.reconciliation(term, quarter.number).and_then(|s| s.peak);
        reconciled.or_else(|| self.contract.peak(term, quarter))
    }

    /// What was counted in a quarter, with the sum where there is one.
    fn quarter_text(&self, term: &BoughtTerm, quarter: Quarter, reconciliation: Option<&Reconciliation>) -> String {
        let l = self.language;
        if let Some(sum) = reconciliation.and_then(|s| self.reconciliation_sum(s)) {
            return sum;
        }
        if let Some(sum) = self.arithmetic(quarter).filter(|_| reconciliation.is_none()) {
            return sum;
        }
        match self.counted(term, quarter) {
            Some(peak) => {
                let (users, day) = (words::number(l, peak.billable), words::day(l, peak.on));
                t!(l, "subscription-quarter-peak", users = users, day = day)
            }
            None if quarter.span.start > self.today() => t!(l, "subscription-quarter-ahead"),
            None if quarter.span.end > self.today() => t!(l, "subscription-quarter-no-report-yet"),
            None => t!(l, "subscription-quarter-no-report"),
        }
    }

    /// What lies ahead of a quarter that has no reconciliation yet.
    fn ahead(&self, term: &BoughtTerm, quarter: Quarter) -> String {
        let l = self.language;
        if !self.contract.is_direct() || term.mode == BillingMode::Annual || term.span.end <= self.today() {
            return String::new();
        }
        if quarter.is_last {
            return t!(l, "subscription-quarter-last");
        }
        if quarter.span.start > self.today() {
            return String::new();
        }
        let policy = &self.contract.product.policy;
        let reconciled = words::day(l, policy.reconciled_on(quarter));
        let charged = words::day(l, policy.charged_on(quarter));
        let payment = self.contract.account.payment.as_str();
        t!(l, "reconciliation-dates", reconciled = reconciled, payment = payment, charged = charged)
    }

    pub(super) fn dates(&self, next: NextReconciliation) -> String {
        let l = self.language;
        let (reconciled, charged) = (words::day(l, next.reconciled_on), words::day(l, next.charged_on));
        let payment = self.contract.account.payment.as_str();
        t!(l, "reconciliation-dates", reconciled = reconciled, payment = payment, charged = charged)
    }

    /// How the running quarter's amount comes about, and what the annual true-up would be instead.
    #[must_use]
    pub fn arithmetic(&self, quarter: Quarter) -> Option<String> {
        let l = self.language;
        let next = self.contract.next_reconciliation(self.today()).filter(|n| n.quarter == quarter && n.overage > 0)?;
        let term = self.contract.terms_on(self.today()).running()?;
        let annual = crate::domain::invoice::term_price(
            next.overage,
            term.per_seat,
            crate::domain::reconciliation::QUARTERLY_MONTHS,
        )
        .ok()?;
        let peak = self.contract.peak(term, quarter)?;
        Some(t!(
            l,
            "subscription-arithmetic",
            users = words::number(l, peak.billable),
            day = words::day(l, peak.on),
            seats = words::number(l, term.seats),
            over = words::number(l, next.overage),
            price = words::money(l, term.per_seat),
            quarters = i64::from(quarter.remaining()),
            amount = words::money(l, next.amount),
            annual = words::money(l, annual)
        ))
    }
}
