//! What is said about a quarter and its settlement: the same in the list of a term, on its own page, and at the staff's
//! desk.

use super::summary::{Badge, Bar, Fact, Teller, percent, span};
use crate::domain::account::Payment;
use crate::domain::calendar::{Day, Quarter};
use crate::domain::invoice::term_price;
use crate::domain::language::Language;
use crate::domain::money::Money;
use crate::domain::reconciliation::{BillingMode, Reason, Settlement, SettlementState};
use crate::domain::subscription::BoughtTerm;
use crate::domain::timetable;
use crate::domain::usage::overage;
use crate::web::urls;
use crate::words::{self, t};

/// One quarter of a term, with its settlement.
pub struct QuarterRow {
    /// “Quarter 1”.
    pub title: String,
    /// Its days.
    pub span: String,
    /// In which state it is; none where nothing is settled by quarter.
    pub badge: Option<Badge>,
    /// Users against seats, on one scale for the whole term.
    pub bar: Option<Bar>,
    /// Where on that scale the seats are, if not at its end.
    pub line: Option<String>,
    /// What was counted, and what it costs.
    pub text: String,
    /// What became of it, or will.
    pub small: String,
    /// The page of its settlement.
    pub link: Option<String>,
}

/// What a settlement's users would have cost under the annual true-up.
#[must_use]
pub fn annual(settlement: &Settlement) -> Option<Money> {
    term_price(settlement.overage, settlement.per_seat).ok()
}

/// What the settlements of a term saved against the annual true-up (R11); none if nothing was billed.
#[must_use]
pub fn saved<'a>(settlements: impl Iterator<Item = &'a Settlement>) -> Option<Money> {
    let billed = settlements.filter(|s| matches!(s.state, SettlementState::Charged | SettlementState::Invoiced));
    let each = billed.filter_map(|s| {
        let less = annual(s)?.minor.checked_sub(s.amount.minor)?;
        Some(Money::new(less, s.amount.currency))
    });
    each.reduce(|a, b| Money::new(a.minor.saturating_add(b.minor), a.currency)).filter(|sum| sum.minor > 0)
}

/// A settlement's state in a word or two.
#[must_use]
pub fn badge(l: Language, settlement: &Settlement) -> Badge {
    let (class, text) = match settlement.state {
        SettlementState::Open => ("warn", t!(l, "settlement-badge-objection")),
        SettlementState::Skipped if settlement.reason == Some(Reason::NoOverage) => {
            ("ok", t!(l, "settlement-badge-nothing"))
        }
        SettlementState::Skipped => ("off", t!(l, "settlement-badge-skipped")),
        SettlementState::Notified => ("warn", t!(l, "settlement-badge-notified")),
        SettlementState::Charged => ("ok", t!(l, "settlement-badge-charged")),
        SettlementState::Invoiced => ("ok", t!(l, "settlement-badge-invoiced")),
        SettlementState::Superseded => ("ok", t!(l, "settlement-badge-superseded")),
        SettlementState::PaymentFailed => ("late", t!(l, "settlement-badge-failed")),
        SettlementState::RevertedToTrueUp => ("off", t!(l, "settlement-badge-reverted")),
        SettlementState::Disputed => ("warn", t!(l, "settlement-badge-objection")),
        SettlementState::Waived => ("ok", t!(l, "settlement-badge-waived")),
    };
    Badge { class, text }
}

impl Teller<'_> {
    /// The quarters of a term, each with its settlement.
    #[must_use]
    pub fn quarter_rows(&self, term: &BoughtTerm) -> Vec<QuarterRow> {
        let quarters = self.overview.quarters_of(term);
        let users = |q: &Quarter| self.counted(term, *q).map_or(0, |peak| peak.billable);
        let scale = quarters.iter().map(users).max().unwrap_or(0).max(term.seats);
        quarters.into_iter().map(|q| self.quarter_row(term, q, scale)).collect()
    }

    fn quarter_row(&self, term: &BoughtTerm, quarter: Quarter, scale: i64) -> QuarterRow {
        let l = self.language;
        let settlement = self.overview.settlement(term, quarter.number);
        // A reseller's customer sees users, and no money (R18).
        let shown = settlement.filter(|_| self.overview.is_direct());
        let seats = settlement.map_or(term.seats, |s| s.seats_before);
        let peak = self.counted(term, quarter);
        let bar = peak.map(|p| {
            let over = overage(p.billable, seats);
            Bar { within: percent(p.billable - over, scale), over: (over > 0).then(|| percent(over, scale)) }
        });
        QuarterRow {
            title: t!(l, "subscription-quarter", number = i64::from(quarter.number)),
            span: span(l, quarter.span),
            badge: shown.map(|s| self.settlement_badge(s)),
            line: (bar.is_some() && seats < scale).then(|| percent(seats, scale)),
            bar,
            text: self.quarter_text(term, quarter, shown),
            small: match shown {
                // Why the whole term is settled once a year is said once for all.
                Some(skipped) if skipped.reason.is_some() && skipped.reason == term.annual_reason => String::new(),
                Some(settlement) => self.settlement_outcome(settlement),
                None => self.ahead(term, quarter),
            },
            link: shown.map(|s| urls::settlement(&self.overview.subscription.number, s.id)),
        }
    }

    /// The most users of a quarter: as it was settled, or as is known today.
    fn counted(&self, term: &BoughtTerm, quarter: Quarter) -> Option<crate::domain::usage::Peak> {
        let settled = self.overview.settlement(term, quarter.number).and_then(|s| s.peak);
        settled.or_else(|| self.overview.peak(term, quarter))
    }

    /// What was counted in a quarter, with the sum where there is one.
    fn quarter_text(&self, term: &BoughtTerm, quarter: Quarter, settlement: Option<&Settlement>) -> String {
        let l = self.language;
        if let Some(sum) = settlement.and_then(|s| self.settlement_sum(s)) {
            return sum;
        }
        if let Some(sum) = self.arithmetic(quarter).filter(|_| settlement.is_none()) {
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

    /// What lies ahead of a quarter that has no settlement yet.
    fn ahead(&self, term: &BoughtTerm, quarter: Quarter) -> String {
        let l = self.language;
        if !self.overview.is_direct() || term.mode == BillingMode::Annual || term.span.end <= self.today() {
            return String::new();
        }
        if quarter.is_last {
            return t!(l, "subscription-quarter-last");
        }
        if quarter.span.start > self.today() {
            return String::new();
        }
        let policy = &self.overview.product.policy;
        let settled = words::day(l, policy.settled_on(quarter));
        let charged = words::day(l, policy.charged_on(quarter));
        let payment = self.overview.account.payment.as_str();
        t!(l, "settlement-dates", settled = settled, payment = payment, charged = charged)
    }

    /// A settlement's state in a word or two.
    #[must_use]
    pub fn settlement_badge(&self, settlement: &Settlement) -> Badge {
        badge(self.language, settlement)
    }

    /// How a settlement's amount comes about; none without an overage.
    #[must_use]
    pub fn settlement_sum(&self, settlement: &Settlement) -> Option<String> {
        let l = self.language;
        let peak = settlement.peak.filter(|_| settlement.overage > 0)?;
        if settlement.state == SettlementState::Skipped {
            return None;
        }
        Some(t!(
            l,
            "settlement-sum",
            users = words::number(l, peak.billable),
            day = words::day(l, peak.on),
            seats = words::number(l, settlement.seats_before),
            over = words::number(l, settlement.overage),
            price = words::money(l, settlement.per_seat),
            quarters = i64::from(settlement.remaining_quarters),
            amount = words::money(l, settlement.amount),
            annual = words::money(l, annual(settlement)?)
        ))
    }

    /// What became of a settlement, or will, with its days.
    #[must_use]
    pub fn settlement_outcome(&self, settlement: &Settlement) -> String {
        let l = self.language;
        let day = |day: Option<Day>| day.map_or_else(String::new, |day| words::day(l, day));
        match settlement.state {
            SettlementState::Open => t!(l, "settlement-open"),
            SettlementState::Skipped => settlement.reason.map_or_else(String::new, |reason| self.skipped(reason)),
            SettlementState::Notified => {
                let (payment, on) = (self.overview.account.payment.as_str(), day(settlement.next_charge_on));
                if settlement.next_charge_on.is_none() {
                    return t!(l, "settlement-under-way");
                }
                t!(l, "settlement-notified", payment = payment, day = on)
            }
            SettlementState::Charged => {
                t!(l, "settlement-charged", day = day(settlement.charged_on), seats = self.seats_after(settlement))
            }
            SettlementState::Invoiced => {
                t!(l, "settlement-invoiced", day = day(settlement.charged_on), seats = self.seats_after(settlement))
            }
            SettlementState::Superseded => t!(l, "settlement-superseded"),
            SettlementState::PaymentFailed => self.failed(settlement),
            SettlementState::RevertedToTrueUp => t!(l, "settlement-reverted"),
            SettlementState::Disputed => t!(l, "settlement-disputed"),
            SettlementState::Waived => t!(l, "settlement-waived"),
        }
    }

    fn seats_after(&self, settlement: &Settlement) -> String {
        words::number(self.language, settlement.seats_after)
    }

    fn failed(&self, settlement: &Settlement) -> String {
        let l = self.language;
        let term = self.overview.terms.iter().find(|t| t.id == settlement.term);
        let reverts = term.map_or_else(String::new, |term| {
            let case = timetable::Case {
                subscription: &self.overview.subscription,
                policy: &self.overview.product.policy,
                terms: &self.overview.terms,
                settlements: &self.overview.settlements,
                renewals: &self.overview.renewals,
                worked_on: None,
            };
            words::day(l, case.reverts_on(term, settlement.quarter))
        });
        match settlement.next_charge_on {
            Some(next) => t!(l, "settlement-failed", day = words::day(l, next), reverts = reverts),
            None => t!(l, "settlement-failed-last", reverts = reverts),
        }
    }

    /// Why a quarter was not settled, in plain words (R16).
    #[must_use]
    pub fn skipped(&self, reason: Reason) -> String {
        let l = self.language;
        match reason {
            Reason::CommunityOrTrial => t!(l, "settlement-skipped-trial"),
            Reason::Reseller => t!(l, "settlement-skipped-reseller"),
            Reason::PublicSector => t!(l, "settlement-skipped-public-sector"),
            Reason::PoRequired => t!(l, "settlement-skipped-po-required"),
            Reason::TermNot12Months => t!(l, "settlement-skipped-term"),
            Reason::OptedOut => t!(l, "settlement-skipped-opted-out"),
            Reason::NotEnrolled => t!(l, "settlement-skipped-not-enrolled"),
            Reason::Hold => t!(l, "settlement-skipped-hold"),
            Reason::NotCloudLicensed => t!(l, "settlement-skipped-not-linked"),
            Reason::VersionTooOld => {
                let version = self.overview.product.policy.minimum_version.as_str();
                t!(l, "settlement-skipped-version", version = version)
            }
            Reason::Disputed => t!(l, "settlement-skipped-disputed"),
            Reason::Q4 => t!(l, "subscription-quarter-last"),
            Reason::NoUsageData => t!(l, "settlement-skipped-no-report"),
            Reason::NoOverage => t!(l, "settlement-skipped-no-overage"),
        }
    }

    /// How the account pays: its card, or by invoice.
    #[must_use]
    pub fn payment(&self) -> String {
        let l = self.language;
        match (self.overview.account.payment, &self.overview.card) {
            (Payment::Card, Some(card)) => t!(l, "paid-by-card", digits = card.last_digits.as_str()),
            (Payment::Card | Payment::Invoice, _) => t!(l, "payment-invoice"),
        }
    }

    /// What somebody agrees to with the button: the total in minor units, and what pays it.
    #[must_use]
    pub fn agreed(&self, total: Money) -> String {
        let card = self.overview.card.as_ref().filter(|_| self.pays_by_card());
        format!("{}-{}", total.minor, card.map_or_else(|| "invoice".to_owned(), |card| card.id.to_string()))
    }

    /// Whether a card pays what is due.
    #[must_use]
    pub fn pays_by_card(&self) -> bool {
        self.overview.account.payment == Payment::Card && self.overview.card.is_some()
    }

    /// A term's seats by the days from which they count: those it began with, and each addition.
    #[must_use]
    pub fn seat_steps(&self, term: &BoughtTerm, added: &[(Day, i64, String)]) -> Vec<Fact> {
        let l = self.language;
        let seats = |count: i64| words::number(l, count);
        let first = Fact {
            label: words::day(l, term.span.start),
            text: t!(l, "seats-at-first", count = term.base_seats, seats = seats(term.base_seats)),
            small: String::new(),
        };
        let mut sum = term.base_seats;
        let further = added.iter().map(|&(on, count, ref kind)| {
            sum = sum.saturating_add(count);
            let text = match kind.as_str() {
                "bought" => t!(l, "seats-bought", count = count, seats = seats(count)),
                _ => t!(l, "seats-settled", count = count, seats = seats(count)),
            };
            Fact { label: words::day(l, on), text, small: t!(l, "seats-sum", count = sum, seats = seats(sum)) }
        });
        std::iter::once(first).chain(further).collect()
    }

    /// Whether the reader may buy the next term by hand on this day, as far as the day goes.
    #[must_use]
    pub fn may_renew(&self) -> bool {
        let Some(estimate) = self.overview.estimate(self.now) else { return false };
        self.may_bill() && crate::domain::quote::quote_renewal(self.overview, self.now, estimate.seats).is_ok()
    }

    /// Whether the reader may add seats to the running term.
    #[must_use]
    pub fn may_buy(&self) -> bool {
        self.may_bill() && crate::domain::quote::quote_seats(self.overview, self.today(), 1).is_ok()
    }
}
