//! One sample of every email, with everything that may happen to it.

use super::super::*;
use super::{BASE, Rendered, day, render};
use crate::domain::contact::Reader;
use crate::domain::ids::PersonId;
use crate::domain::late::LateLine;
use crate::domain::reconciliation::DisputeOutcome;
use crate::domain::release::Severity;
use crate::domain::release::UpdatePolicy;
use crate::domain::renewal::WhyNot;
use crate::domain::usage::Peak;
use crate::mail::Vendor;
use crate::urls;

/// A vendor of the tests.
pub(in crate::mail) fn vendor() -> Vendor {
    Vendor {
        from: "Vendor Portal <portal@vendor.example>".parse().unwrap(),
        base_url: BASE.to_owned(),
        brand: "Vendor".to_owned(),
        support: "support@vendor.example".to_owned(),
    }
}

/// A reader of the tests.
pub(in crate::mail) fn reader(language: Language) -> Reader {
    Reader {
        email: "ada@customer.example".parse().unwrap(),
        name: "Ada Müller".to_owned(),
        language: Some(language),
        person: Some(PersonId::new()),
    }
}

/// An email to a customer's billing admin.
pub(in crate::mail) fn cancelled(language: Language, is_late: bool) -> RenewalCancelled {
    Sample::new(language).cancelled(is_late)
}

fn at() -> Instant {
    "2027-07-20T09:05:00Z".parse().unwrap()
}

pub(super) fn usd(minor: i64) -> Money {
    Money::new(minor, "USD".parse().unwrap())
}

/// The year from September to August.
fn year(first: i32) -> Term {
    Term::of(Day::from_ymd_opt(first, 9, 1).unwrap(), 12, 0)
}

/// The language of the emails, and what others wrote into them.
#[derive(Clone)]
pub(super) struct Sample {
    pub(super) language: Language,
    pub(super) name: String,
    pub(super) product: String,
    pub(super) hostname: String,
    pub(super) reason: String,
}

impl Sample {
    pub(super) fn new(language: Language) -> Self {
        Self {
            language,
            name: "Ada Müller".to_owned(),
            product: "Forge & Anvil".to_owned(),
            hostname: "forge.internal".to_owned(),
            reason: "Two users were counted twice.\n\nWe are sorry <br>.".to_owned(),
        }
    }

    fn heading(&self) -> Heading {
        vendor().heading(&Reader { name: self.name.clone(), ..reader(self.language) }, Language::En)
    }

    fn of(&self) -> (Heading, String, String, String) {
        let link = vendor().link(&format!("{}?at=1&again=1", urls::subscription("S-2027-0001")));
        (self.heading(), "S-2027-0001".to_owned(), self.product.clone(), link)
    }

    pub(super) fn confirmation(&self) -> ContactConfirmation {
        let link = vendor().link(&urls::contact_confirmation("S3cr3t"));
        ContactConfirmation {
            heading: self.heading(),
            account: "Linden & Söhne".to_owned(),
            link,
            until: day("2027-08-03"),
        }
    }

    pub(super) fn reset(&self) -> PasswordReset {
        let link = vendor().link(&format!("{}?next=%2Fsubscriptions&again=1", urls::password_link("kT7_3q-Zr0")));
        PasswordReset { heading: self.heading(), link, minutes: 10, requested_at: at() }
    }

    pub(super) fn cancelled(&self, is_late: bool) -> RenewalCancelled {
        let (heading, number, product, link) = self.of();
        RenewalCancelled {
            heading,
            number,
            product,
            last_day: day("2027-08-31"),
            by: "Grace Hopper".to_owned(),
            at: at(),
            late_answer: is_late.then(|| "Yes, because you asked <nicely>.".to_owned()),
            link,
            resume_until: day("2027-08-31"),
        }
    }

    pub(super) fn resumed(&self, last_cancel_day: &str) -> RenewalResumed {
        let RenewalCancelled { heading, number, product, by, at, link, .. } = self.cancelled(false);
        let (renews_on, last_cancel_day) = (day("2027-09-01"), day(last_cancel_day));
        RenewalResumed { heading, number, product, renews_on, last_cancel_day, by, at, link }
    }

    pub(super) fn declined(&self) -> LateRequestDeclined {
        let (heading, number, product, link) = self.of();
        let answer = "The seats are already bought for you.\n\nCall me if <b>that</b> changes.".to_owned();
        LateRequestDeclined { heading, number, product, renews_on: day("2027-09-01"), answer, link }
    }

    pub(super) fn token(&self) -> TokenMade {
        let RenewalCancelled { heading, number, product, by, at, link, .. } = self.cancelled(false);
        let (hostname, instance) = (self.hostname.clone(), "0190d5a4-7c1e-7b63-9f35-5f1f0c6f3a11".to_owned());
        TokenMade { heading, number, product, hostname, instance, by, at, link }
    }

    pub(super) fn activation_code(&self, is_saas: bool) -> ActivationCode {
        let (heading, number, product, link) = self.of();
        let code = "K7QM-2XRD-9TFW-HJ4P-VC3N-8BEA".to_owned();
        ActivationCode { heading, number, product, code, seats: 25, term: year(2026), is_saas, link }
    }

    pub(super) fn code_unused(&self) -> CodeUnused {
        let (heading, number, product, link) = self.of();
        CodeUnused { heading, number, product, bought_on: day("2026-09-01"), link }
    }

    pub(super) fn heads_up(&self, by_card: bool) -> HeadsUp {
        let (heading, number, product, link) = self.of();
        HeadsUp {
            heading,
            number,
            product,
            quarter: 1,
            quarter_span: Term::of(day("2026-09-01"), 3, 0),
            peak: 40,
            peak_on: day("2026-10-15"),
            seats: 25,
            overage: 15,
            amount: usd(256_500),
            reconciled_on: day("2026-12-03"),
            charged_on: day("2026-12-10"),
            by_card,
            link,
        }
    }

    pub(super) fn notice(&self, card: Option<&str>) -> ReconciliationNotice {
        let (heading, number, product, link) = self.of();
        ReconciliationNotice {
            heading,
            number,
            product,
            instances: vec![self.hostname.clone(), "anvil.internal".to_owned()],
            quarter: 1,
            quarter_span: Term::of(day("2026-09-01"), 3, 0),
            peak: 40,
            peak_on: day("2026-10-15"),
            seats: 25,
            overage: 15,
            late: Vec::new(),
            per_seat: usd(22_800),
            remaining_quarters: 3,
            amount: usd(256_500),
            annual: usd(342_000),
            charged_on: day("2026-12-10"),
            card: card.map(str::to_owned),
            seats_from: day("2026-12-01"),
            link,
        }
    }

    /// With a late count of an earlier quarter, and with no overage of its own where it is invoiced.
    pub(super) fn notice_late(&self, card: Option<&str>) -> ReconciliationNotice {
        let late = LateLine {
            quarter: 1,
            peak: Peak { billable: 52, on: day("2026-11-28") },
            seats: 40,
            overage: 12,
            remaining_quarters: 3,
            amount: usd(205_200),
        };
        let (own, overage) = if card.is_some() { (22_800, 2) } else { (0, 0) };
        ReconciliationNotice {
            quarter: 2,
            seats: 40,
            overage,
            late: vec![late],
            amount: usd(205_200 + own),
            ..self.notice(card)
        }
    }

    pub(super) fn decided(&self, outcome: DisputeOutcome) -> DisputeDecided {
        let (heading, number, product, link) = self.of();
        let is_waived = outcome == DisputeOutcome::Waived;
        DisputeDecided {
            heading,
            number,
            product,
            quarter: 2,
            quarter_span: Term::of(day("2026-12-01"), 3, 0),
            outcome,
            answer: "The two test accounts were counted.".to_owned(),
            peak: Some(40),
            amount: usd(114_000),
            charged_on: (!is_waived).then(|| day("2027-03-10")),
            link,
        }
    }

    fn ends(&self, why: WhyNot) -> RenewalOutlook {
        let true_up = (why == WhyNot::PoRequired).then(|| (15, usd(342_000)));
        RenewalOutlook::Ends { last_day: day("2027-08-31"), why, whom: "sales@vendor.example".to_owned(), true_up }
    }

    pub(super) fn ended(&self, why: WhyNot) -> Ended {
        let (heading, number, product, link) = self.of();
        let owed = (why == WhyNot::PaymentFailed).then(|| usd(342_000));
        let whom = "sales@vendor.example".to_owned();
        Ended { heading, number, product, last_day: day("2027-08-31"), why, whom, owed, link }
    }

    pub(super) fn charged(&self) -> ReconciliationCharged {
        let (heading, number, product, link) = self.of();
        ReconciliationCharged {
            heading,
            number,
            product,
            quarter: 1,
            quarter_span: Term::of(day("2026-09-01"), 3, 0),
            overage: 15,
            amount: usd(256_500),
            card: "4242".to_owned(),
            seats_before: 25,
            seats_after: 40,
            seats_from: day("2026-12-01"),
            invoice: "2026-000117".to_owned(),
            invoice_link: vendor().link(&urls::invoice_link("q7v-Zr0_x")),
            link,
        }
    }

    pub(super) fn invoice(&self, about: InvoiceAbout, card: Option<&str>) -> Invoice {
        let (heading, number, product, _) = self.of();
        Invoice {
            heading,
            number,
            product,
            invoice: "2026-000117".to_owned(),
            total: usd(305_235),
            due_on: Some(day("2027-01-09")),
            paid_by_card: card.map(str::to_owned),
            about,
            link: vendor().link(&urls::invoice_link("q7v-Zr0_x")),
            link_until: day("2027-04-09"),
            portal_link: vendor().link(&urls::invoice("2026-000117")),
        }
    }

    pub(super) fn credit_note(&self) -> CreditNote {
        let (heading, number, product, _) = self.of();
        CreditNote {
            heading,
            number,
            product,
            credit_note: "2026-000121".to_owned(),
            invoice: "2026-000117".to_owned(),
            total: usd(40_698),
            reason: self.reason.clone(),
            link: vendor().link(&urls::invoice_link("Zr0_x-q7v")),
            link_until: day("2027-04-19"),
            portal_link: vendor().link(&urls::invoice("2026-000121")),
        }
    }

    pub(super) fn failed(&self, about: PaymentAbout, card: Option<&str>, next_try: Option<&str>) -> PaymentFailed {
        let (heading, number, product, link) = self.of();
        let (card, next_try, until) = (card.map(str::to_owned), next_try.map(day), day("2027-03-01"));
        PaymentFailed { heading, number, product, about, amount: usd(256_500), card, next_try, until, link }
    }

    pub(super) fn reminder(&self, days: i64, outlook: RenewalOutlook) -> RenewalReminder {
        let (heading, number, product, link) = self.of();
        let cancel_link = vendor().link(&urls::renewal_cancellation("S-2027-0001"));
        RenewalReminder { heading, number, product, renews_on: day("2027-09-01"), days, outlook, link, cancel_link }
    }

    pub(super) fn renewed(&self, card: Option<&str>, by_hand: bool, true_up: Option<(i64, Money)>) -> Renewed {
        let (heading, number, product, link) = self.of();
        Renewed {
            heading,
            number,
            product,
            term: year(2027),
            seats: 40,
            per_seat: usd(24_000),
            total: usd(960_000),
            by_hand,
            card: card.map(str::to_owned),
            true_up,
            last_cancel_day: day("2028-08-02"),
            link,
        }
    }

    pub(super) fn license(&self, starts_later: bool, offline: bool, code: Option<&str>) -> LicenseReady {
        let (heading, number, product, link) = self.of();
        let code = code.map(str::to_owned);
        LicenseReady { heading, number, product, seats: 40, term: year(2027), starts_later, offline, code, link }
    }

    pub(super) fn report_reminder(&self, hostnames: &[&str]) -> ReportReminder {
        let (heading, number, product, link) = self.of();
        ReportReminder {
            heading,
            number,
            product,
            instances: i64::try_from(hostnames.len().max(1)).unwrap(),
            hostnames: hostnames.iter().map(|host| (*host).to_owned()).collect(),
            last_report: day("2026-10-01"),
            quarter_ends_on: day("2026-11-30"),
            report_until: day("2026-12-03"),
            link,
        }
    }

    pub(super) fn sync_missing(&self, days: i64) -> SyncMissing {
        let (heading, number, product, link) = self.of();
        SyncMissing { heading, number, product, hostname: self.hostname.clone(), last_report: at(), days, link }
    }

    pub(super) fn security_update(&self, severity: Severity, patches: UpdatePolicy) -> SecurityUpdate {
        let (heading, number, product, link) = self.of();
        let flaw = |name: &str| (name.to_owned(), "Anybody can read <b>private</b> projects".to_owned());
        SecurityUpdate {
            heading,
            number,
            product,
            hostname: self.hostname.clone(),
            version: "17.4.1".to_owned(),
            is_comparable: true,
            severity,
            flaws: vec![flaw("VENDOR-2026-003"), flaw("VENDOR-2026-001")],
            fixed_in: "17.4.3".to_owned(),
            patches,
            link,
        }
    }

    pub(super) fn version_unreadable(&self) -> SecurityUpdate {
        let update = self.security_update(Severity::Critical, UpdatePolicy::Warn);
        SecurityUpdate { version: "latest".to_owned(), is_comparable: false, ..update }
    }

    /// Every email with all its variants.
    pub(super) fn all(&self) -> Vec<Rendered> {
        [self.of_access(), self.of_renewal(), self.of_reconciliation(), self.of_billing(), self.of_instances()].concat()
    }

    fn of_access(&self) -> Vec<Rendered> {
        vec![
            render(&self.reset()),
            render(&self.confirmation()),
            render(&self.activation_code(false)),
            render(&self.activation_code(true)),
            render(&self.code_unused()),
        ]
    }

    fn of_renewal(&self) -> Vec<Rendered> {
        vec![
            render(&self.cancelled(false)),
            render(&self.cancelled(true)),
            render(&self.resumed("2027-08-02")),
            render(&self.resumed("2027-07-01")),
            render(&self.declined()),
            render(&self.reminder(60, renews(false, false, (40, 25), (24_000, 22_800), Some("4242")))),
            render(&self.reminder(37, renews(false, false, (40, 40), (24_000, 22_800), None))),
            render(&self.reminder(31, renews(false, false, (40, 25), (24_000, 24_000), None))),
            render(&self.reminder(15, renews(true, true, (40, 40), (24_000, 24_000), Some("4242")))),
            render(&self.reminder(15, renews(true, true, (1_250, 1_200), (24_000, 22_800), None))),
            render(&self.reminder(15, renews(false, true, (1, 1), (24_000, 22_800), None))),
            render(&self.reminder(15, self.ends(WhyNot::Cancelled))),
            render(&self.reminder(60, self.ends(WhyNot::Reseller))),
            render(&self.reminder(60, self.ends(WhyNot::PoRequired))),
            render(&self.ended(WhyNot::PublicSector)),
            render(&self.ended(WhyNot::PaymentFailed)),
            render(&self.reminder(1, self.ends(WhyNot::NoPrice))),
            render(&self.renewed(Some("4242"), false, None)),
            render(&self.renewed(None, true, Some((30, usd(684_000))))),
        ]
    }

    fn of_reconciliation(&self) -> Vec<Rendered> {
        let one = HeadsUp { seats: 1, overage: 1, peak: 2, ..self.heads_up(true) };
        let service = ReconciliationNotice { instances: Vec::new(), ..self.notice(None) };
        vec![
            render(&self.heads_up(true)),
            render(&self.heads_up(false)),
            render(&one),
            render(&self.notice(Some("4242"))),
            render(&service),
            render(&self.notice_late(Some("4242"))),
            render(&self.notice_late(None)),
            render(&self.decided(DisputeOutcome::Rejected)),
            render(&self.decided(DisputeOutcome::Corrected)),
            render(&self.decided(DisputeOutcome::Waived)),
            render(&self.charged()),
        ]
    }

    fn of_billing(&self) -> Vec<Rendered> {
        let reconciliation = PaymentAbout::Reconciliation { quarter: 2 };
        let renewal = PaymentAbout::Renewal { on: day("2027-02-15") };
        vec![
            render(&self.invoice(InvoiceAbout::Purchase, Some("4242"))),
            render(&self.invoice(InvoiceAbout::Renewal, None)),
            render(&self.invoice(InvoiceAbout::Seats, Some("4242"))),
            render(&self.invoice(InvoiceAbout::Reconciliation { quarter: 1 }, None)),
            render(&self.invoice(InvoiceAbout::TrueUp, None)),
            render(&self.credit_note()),
            render(&self.failed(reconciliation, Some("4242"), Some("2026-12-13"))),
            render(&self.failed(reconciliation, Some("4242"), None)),
            render(&self.failed(renewal, Some("4242"), Some("2027-02-18"))),
            render(&self.failed(renewal, None, None)),
            render(&self.failed(PaymentAbout::TrueUp, Some("4242"), None)),
            render(&self.failed(PaymentAbout::TrueUp, None, None)),
        ]
    }

    fn of_instances(&self) -> Vec<Rendered> {
        let code = Some("K7QM-2XRD-9TFW-HJ4P-VC3N-8BEA");
        vec![
            render(&self.token()),
            render(&self.license(true, true, code)),
            render(&self.license(true, false, code)),
            render(&self.license(false, true, None)),
            render(&self.license(false, false, None)),
            render(&self.report_reminder(&[&self.hostname])),
            render(&self.report_reminder(&[&self.hostname, "forge.internal"])),
            render(&self.report_reminder(&[])),
            render(&self.sync_missing(3)),
            render(&self.sync_missing(1)),
            render(&self.security_update(Severity::Critical, UpdatePolicy::Warn)),
            render(&self.security_update(Severity::High, UpdatePolicy::Patch)),
            render(&self.security_update(Severity::Low, UpdatePolicy::Warn)),
            render(&self.version_unreadable()),
        ]
    }
}

/// A renewal by cut-off and finality, with seats and seat prices: new, and now.
pub(super) fn renews(
    is_past_cut_off: bool,
    is_final: bool,
    (seats, seats_now): (i64, i64),
    (per_seat, per_seat_now): (i64, i64),
    card: Option<&str>,
) -> RenewalOutlook {
    RenewalOutlook::Renews {
        last_cancel_day: day("2027-08-02"),
        is_past_cut_off,
        is_final,
        seats,
        seats_now,
        per_seat: usd(per_seat),
        per_seat_now: usd(per_seat_now),
        total: usd(seats * per_seat),
        true_up: is_final.then(|| (15, usd(342_000))),
        becomes_quarterly: !is_final && card.is_none(),
        card: card.map(str::to_owned),
    }
}
