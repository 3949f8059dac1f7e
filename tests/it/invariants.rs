//! What must hold of everything in a database (issue 3): a cast and a year of billing keep it every day, and each kind of fault that an
//! intruder, a defect or a half restored backup could leave is found and named.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seatsync::actions::billing::cards::NewCard;
use seatsync::actions::billing::orders::Wish;
use seatsync::actions::billing::{cards, orders, outcomes};
use seatsync::actions::disputes::{Contested, Decision, Which};
use seatsync::actions::people::NewPerson;
use seatsync::actions::subscriptions::Purchase;
use seatsync::actions::{self, Ctx, disputes, invoices, pauses, renewals, subscriptions};
use seatsync::domain::account::{Account, Payment};
use seatsync::domain::ids::{AccountId, InstanceId, InvoiceId, Owned, SubscriptionId};
use seatsync::domain::instance::{PRODUCTION, ReportedBy};
use seatsync::domain::invoice::InvoiceKind;
use seatsync::domain::language::Language;
use seatsync::domain::money::Money;
use seatsync::domain::payment::{Outcome, Purpose};
use seatsync::domain::plan::{Deployment, Tier};
use seatsync::domain::report::Report;
use seatsync::domain::role::Role;
use seatsync::domain::subscription::Subscription;
use seatsync::invariants::{Assumptions, Fault, Kind, Walked, walk};
use seatsync::jobs::bill::work_due;
use seatsync::payments::Provider;
use seatsync::store;

use super::support::database::{Raw, postgres};
use super::support::{TestApp, at, day};

const REJECTED: Decision<'_> = Decision::Rejected { answer: "it was counted well" };

const OLGA: &str = "olga@quay.example";
const SAM: &str = "sam@harbor.example";
/// Whose card is declined, always.
const POOR: &str = "S-4002";
/// Whose card is declined the first time.
const SLOW: &str = "S-4003";

fn faults(app: &TestApp) -> (Walked, Vec<Fault>) {
    let mut found = Vec::new();
    let walked = app.wait(walk(&app.app.db, Assumptions::default(), |fault| found.push(fault.clone()))).unwrap();
    assert_eq!(walked.faults, found.len());
    (walked, found)
}

#[track_caller]
fn assert_clean(app: &TestApp, when: &str) -> Walked {
    let (walked, found) = faults(app);
    let told: Vec<String> = found.iter().map(|f| format!("{} {f}", f.kind)).collect();
    assert!(told.is_empty(), "{when}:\n{}", told.join("\n"));
    walked
}

#[test]
fn the_cast_violates_nothing() {
    let app = TestApp::spawn();
    let walked = assert_clean(&app, "the cast");
    assert!(walked.subscriptions == 6 && walked.reconciliations >= 6 && walked.documents >= 8, "{walked:?}");
    assert!(walked.emails >= 20 && walked.instances == 5, "{walked:?}");
}

/// Seven subscriptions of Quay, who pays by card, beside the cast.
struct World {
    app: TestApp,
    account: AccountId,
    bought: BTreeMap<&'static str, SubscriptionId>,
    instances: BTreeMap<&'static str, InstanceId>,
    /// Everything is looked at after each day that was worked, and not only at the end.
    is_watched: bool,
}

impl World {
    fn new() -> Self {
        let mut app = TestApp::spawn().keeping_emails();
        // The tests are the bank: it answers when they say so.
        Arc::get_mut(&mut app.app).unwrap().provider = Provider::Invoices;
        let account = Account {
            id: AccountId::new(),
            number: "A-4000".to_owned(),
            name: "Quay & Söhne".to_owned(),
            language: Language::De,
            payment: Payment::Card,
            reseller: None,
            address: "Kai 4\n20457 Hamburg".to_owned(),
            vat_id: None,
            tax_basis_points: 1_900,
            po_required: false,
            public_sector: false,
        };
        let (ctx, id) = (app.operator(), account.id);
        let olga = NewPerson {
            email: OLGA.parse().unwrap(),
            name: "Olga Quay".to_owned(),
            language: None,
            is_staff: false,
            password_hash: None,
            memberships: vec![(id, Role::Owner)],
        };
        app.write(move |tx| {
            actions::accounts::open_account(tx, &ctx, &account)?;
            actions::people::add_person(tx, &ctx, &olga)?;
            let card = NewCard { reference: "works".to_owned(), last_digits: "4242".to_owned() };
            cards::add_card(tx, &ctx, id, &card)
        })
        .unwrap();
        Self { app, account: id, bought: BTreeMap::new(), instances: BTreeMap::new(), is_watched: true }
    }

    fn buy(&mut self, number: &'static str, opted_out: bool) {
        self.buy_for(number, opted_out, 12);
    }

    fn buy_for(&mut self, number: &'static str, opted_out: bool, term_months: u32) {
        let (linden, known) = self.app.subscription("S-1042");
        let product = self.app.read(move |c| store::subscriptions::find(c, linden, known)).unwrap().product;
        let new = Subscription {
            id: SubscriptionId::new(),
            account: self.account,
            number: number.to_owned(),
            product,
            tier: Tier::Premium,
            deployment: Deployment::SelfManaged,
            anchor: day("2026-09-01"),
            term_months,
            currency: "EUR".parse().unwrap(),
            opted_out,
            cloud_licensed: true,
            offline_quarterly: true,
        };
        self.bought.insert(number, new.id);
        let first = Purchase { seats: 10, per_seat: Money::new(10_001, new.currency) };
        let ctx = self.app.operator();
        self.app.write(move |tx| subscriptions::open_subscription(tx, &ctx, &new, first)).unwrap();
    }

    fn report(&mut self, number: &'static str, billable: i64) {
        let instance = *self.instances.entry(number).or_default();
        let new = Report {
            instance,
            subscription: self.bought[number],
            hostname: format!("git.{}.quay.example", number.to_lowercase()),
            environment: PRODUCTION.to_owned(),
            at: self.app.now(),
            active: billable,
            inactive: 1,
            billable,
            reported_max: Some(billable),
            daily: Vec::new(),
            version: "17.4.1".to_owned(),
            by: ReportedBy::Sync,
            signed: None,
        };
        let (ctx, account) = (self.app.operator(), self.account);
        self.app.write(move |tx| actions::instances::accept_unsigned_report(tx, &ctx, account, &new)).unwrap();
    }

    /// Does something as Olga to one of Quay's subscriptions.
    #[track_caller]
    fn act<T: Send + 'static>(
        &self,
        number: &str,
        action: impl FnOnce(&mut store::Tx<'_>, &Ctx, AccountId, SubscriptionId) -> actions::Done<T>
        + Clone
        + Send
        + 'static,
    ) -> T {
        let (ctx, account, id) = (self.app.ctx(OLGA), self.account, self.bought[number]);
        self.app.write(move |tx| action(tx, &ctx, account, id)).unwrap()
    }

    /// The bank answers everything it was asked.
    fn charge(&self) {
        loop {
            let (clock, vault) = (self.app.app.clock.clone(), self.app.app.vault.clone());
            let claimed = self.app.write(move |tx| outcomes::claim_payments(tx, &clock, &vault, 10)).unwrap();
            if claimed.is_empty() {
                return;
            }
            for asking in claimed {
                let payment = asking.payment;
                let is_of = |number: &str| self.bought.get(number) == Some(&payment.subscription);
                let is_declined =
                    is_of(POOR) || (is_of(SLOW) && payment.purpose == Purpose::Reconciliation && payment.attempt == 1);
                let outcome = match is_declined {
                    true => Outcome::Declined,
                    false => Outcome::Succeeded { reference: format!("bank:{}", payment.id) },
                };
                let ctx = self.app.operator();
                self.app.write(move |tx| outcomes::record_outcome(tx, &ctx, payment.id, &outcome)).unwrap();
            }
        }
    }

    /// Works every day that is due up to a moment, and looks at everything after each.
    #[track_caller]
    fn until(&self, moment: &str) {
        let today = at(moment).date_naive();
        while let Some(due) = self.app.read(store::subscriptions::first_due).filter(|due| *due <= today) {
            self.app.set_clock(&format!("{due}T00:00:00Z"));
            self.app.wait(work_due(&self.app.app)).unwrap();
            if self.is_watched {
                assert_clean(&self.app, &format!("{due}, while the bank is asked"));
            }
            self.charge();
            if self.is_watched {
                assert_clean(&self.app, &due.to_string());
            }
        }
        self.app.set_clock(moment);
        assert_clean(&self.app, moment);
    }

    fn invoice(&self, number: &str, kind: InvoiceKind) -> InvoiceId {
        let (account, id) = self.app.subscription(number);
        let of = self.app.read(move |c| store::invoices::of_subscription(c, account, id));
        of.iter().find(|i| i.kind == kind).unwrap().id
    }

    fn staff<T: Send + 'static>(
        &self,
        action: impl FnOnce(&mut store::Tx<'_>, &Ctx) -> actions::Done<T> + Clone + Send + 'static,
    ) -> T {
        let ctx = self.app.ctx(SAM);
        self.app.write(move |tx| action(tx, &ctx)).unwrap()
    }
}

const fn of(account: AccountId, id: SubscriptionId, quarter: u32) -> Contested {
    Contested { of: Owned::new(account, id), which: Which::Quarter { term: 0, quarter } }
}

fn wish(seats: i64) -> Wish {
    Wish::new(seats, uuid::Uuid::now_v7().to_string())
}

/// A year in which everything happens that can: by card and by invoice, declined, disputed, waived, on pause, superseded,
/// renewed by itself and by hand, turned off, trued up, credited.
fn worked_year() -> World {
    let mut world = World::new();
    world.until("2026-09-01T00:00:00Z");
    for number in ["S-4001", POOR, SLOW, "S-4004", "S-4006"] {
        world.buy(number, false);
    }
    world.buy("S-4005", true);
    world.buy("S-4007", true);
    world.until("2026-10-05T03:00:00Z");
    for (number, users) in
        [("S-4001", 14), (POOR, 13), (SLOW, 12), ("S-4004", 12), ("S-4005", 14), ("S-4006", 9), ("S-4007", 13)]
    {
        world.report(number, users);
    }
    world.until("2026-12-05T09:00:00Z");
    world.act("S-4004", |tx, ctx, account, id| orders::buy_seats(tx, ctx, Owned::new(account, id), &wish(5)));
    assert_clean(&world.app, "seats are being charged");
    world.charge();
    let issued = world.invoice("S-1042", InvoiceKind::Purchase);
    world.staff(move |tx, ctx| invoices::record_payment(tx, ctx, issued, day("2026-12-05")));
    world.until("2027-01-10T03:00:00Z");
    world.report(SLOW, 15);
    let billed = world.invoice("S-1042", InvoiceKind::Reconciliation);
    world.staff(move |tx, ctx| invoices::issue_credit_note(tx, ctx, billed, "counted twice"));
    let (linden, _) = world.app.subscription("S-1042");
    world.staff(move |tx, ctx| invoices::send_invoice_link(tx, ctx, linden, issued));
    world.until("2027-02-01T09:00:00Z");
    world.report("S-4004", 19);
    world.act("S-4004", |tx, ctx, account, id| {
        pauses::pause_billing(tx, ctx, Owned::new(account, id), "a talk with sales")
    });
    world.until("2027-03-04T09:00:00Z");
    world.act(SLOW, |tx, ctx, account, id| disputes::dispute_reconciliation(tx, ctx, of(account, id, 2), None));
    assert_clean(&world.app, "a dispute stands");
    world.act(SLOW, |tx, ctx, account, id| disputes::waive_reconciliation(tx, ctx, of(account, id, 2), "agreed"));
    world.until("2027-04-10T03:00:00Z");
    world.report(SLOW, 16);
    world.act("S-4004", |tx, ctx, account, id| pauses::resume_billing(tx, ctx, Owned::new(account, id), None));
    world.until("2027-05-10T09:00:00Z");
    for number in ["S-4006", "S-4007"] {
        world.act(number, |tx, ctx, account, id| renewals::cancel_renewal(tx, ctx, Owned::new(account, id), None));
    }
    world.until("2027-05-12T09:00:00Z");
    world.act("S-4006", renewals::resume_renewal);
    world.until("2027-05-25T09:00:00Z");
    world.act("S-4006", |tx, ctx, account, id| disputes::dispute_reconciliation(tx, ctx, of(account, id, 3), None));
    world.act("S-4004", |tx, ctx, account, id| {
        disputes::dispute_reconciliation(tx, ctx, of(account, id, 3), Some("why"))
    });
    world.until("2027-06-04T09:00:00Z");
    world.act(SLOW, |tx, ctx, account, id| disputes::dispute_reconciliation(tx, ctx, of(account, id, 3), None));
    let (account, id) = (world.account, world.bought[SLOW]);
    let all = world.app.read(move |c| store::reconciliations::list(c, account, id));
    let third = all.iter().find(|s| s.quarter == 3).unwrap().id;
    let third = Contested { of: Owned::new(account, id), which: Which::Reconciliation(third) };
    world.act(SLOW, move |tx, ctx, _, _| disputes::end_dispute(tx, ctx, third, REJECTED));
    world.until("2027-07-01T09:00:00Z");
    world.act("S-4006", |tx, ctx, account, id| disputes::waive_reconciliation(tx, ctx, of(account, id, 3), "agreed"));
    assert_clean(&world.app, "what was skipped is waived");
    world.act("S-4005", |tx, ctx, account, id| orders::buy_next_term(tx, ctx, Owned::new(account, id), &wish(20)));
    assert_clean(&world.app, "the next term is being charged");
    world.charge();
    world.until("2027-10-05T03:00:00Z");
    for number in ["S-4001", SLOW, "S-4005"] {
        world.report(number, 25);
    }
    world.until("2028-01-15T09:00:00Z");
    world.app.mailbox();
    world
}

/// A way to break something: with which statements, and what of the sentence names it.
struct Planted {
    kind: Kind,
    by: &'static str,
    told: &'static str,
}

const fn planted(kind: Kind, by: &'static str, told: &'static str) -> Planted {
    Planted { kind, by, told }
}

const OF_4001: &str = "(SELECT id FROM subscriptions WHERE number = 'S-4001')";
const OF_4003: &str = "(SELECT id FROM subscriptions WHERE number = 'S-4003')";
const OF_4004: &str = "(SELECT id FROM subscriptions WHERE number = 'S-4004')";
const OF_4005: &str = "(SELECT id FROM subscriptions WHERE number = 'S-4005')";

/// Every kind of fault, some in several ways. `{4001}` stands for that subscription's key.
const PLANTED: &[Planted] = &[
    planted(Kind::InvoiceGap, "UPDATE number_series SET last = last + 2 WHERE name = '2027'", "to 2027-"),
    planted(
        Kind::InvoiceGap,
        "UPDATE number_series SET last = last - 1 WHERE name = '2027'",
        "counter stands at 2027-",
    ),
    planted(Kind::InvoiceGap, "DELETE FROM invoices WHERE number = '2026-000004'", "number 2026-000004 is missing"),
    planted(
        Kind::InvoiceNumber,
        "UPDATE invoices SET number = '2026-999999' WHERE number = '2026-000003'",
        "make 2026-000003",
    ),
    planted(
        Kind::InvoiceSums,
        "UPDATE invoices SET tax_minor = tax_minor + 1 WHERE kind = 'seats'",
        "its lines make 369.90 EUR net",
    ),
    planted(
        Kind::InvoiceLine,
        "UPDATE invoice_lines SET amount_minor = amount_minor + 100 WHERE kind = 'seats'",
        "its line for seats costs",
    ),
    planted(
        Kind::InvoiceContent,
        "UPDATE invoices SET due_on = '2030-01-01' WHERE kind = 'seats'",
        "its hash does not fit",
    ),
    planted(
        Kind::InvoiceSubject,
        "UPDATE invoices SET subject_id = '01999999-0000-7000-8000-000000000000' WHERE kind = 'seats'",
        "nothing of that kind was billed",
    ),
    planted(
        Kind::InvoiceSubject,
        "UPDATE reconciliations SET seats_before = 8 WHERE subscription_id = {4001} AND quarter = 1",
        "14 users over 10 seats",
    ),
    planted(
        Kind::InvoiceMissing,
        "DELETE FROM invoices WHERE kind = 'purchase' AND subscription_id = {4001}",
        "it has no invoice",
    ),
    planted(
        Kind::CreditNote,
        "UPDATE invoices SET corrects_id = (SELECT id FROM invoices WHERE kind = 'seats') WHERE kind = 'credit_note'",
        "takes back no invoice",
    ),
    planted(Kind::CreditNote, "UPDATE invoice_lines SET quantity = 3 WHERE quantity < 0", "is not its mirror"),
    planted(
        Kind::InvoicePayment,
        "UPDATE invoice_payments SET payment_id = (SELECT id FROM payments WHERE purpose = 'order' AND subscription_id = {4004}) \
         WHERE invoice_id IN (SELECT id FROM invoices WHERE kind = 'reconciliation' AND subscription_id = {4001})",
        "is for another subscription",
    ),
    planted(
        Kind::InvoicePayment,
        "DELETE FROM invoice_payments WHERE invoice_id IN (SELECT id FROM invoices WHERE kind = 'seats')",
        "a card was charged for what it is for, and it is not paid by one",
    ),
    planted(
        Kind::TermSpan,
        "UPDATE terms SET ends_on = '2027-09-02' WHERE subscription_id = {4001} AND term_index = 0",
        "should be from 2026-09-01 to 2027-09-01",
    ),
    planted(
        Kind::TermSpan,
        "DELETE FROM terms WHERE subscription_id = {4001} AND term_index = 0",
        "it is the term with index 0",
    ),
    planted(
        Kind::TermSeats,
        "UPDATE terms SET seats = seats + 1 WHERE subscription_id = {4001} AND term_index = 0",
        "and began with 10 and 4 were added",
    ),
    planted(
        Kind::TermSeats,
        "DELETE FROM seat_changes WHERE kind = 'bought'",
        "5 seats were bought, and not added to the term",
    ),
    planted(
        Kind::TermSeats,
        "UPDATE seat_changes SET effective_on = '2026-12-02' WHERE kind = 'reconciled' AND subscription_id = {4001}",
        "was not billed for that term and day",
    ),
    planted(
        Kind::SeatsFell,
        "UPDATE licenses SET seats = 9 WHERE subscription_id = {4001} AND seats = 14",
        "permits 10 users, and the one after it",
    ),
    planted(
        Kind::License,
        "DELETE FROM licenses WHERE subscription_id = {4001} AND seats = 14",
        "it has 1 licenses, and should have 2",
    ),
    planted(
        Kind::License,
        "UPDATE licenses SET ends_on = '2027-08-31' WHERE subscription_id = {4001} AND seats = 14",
        "and its term is not",
    ),
    planted(
        Kind::LicenseCounts,
        "UPDATE licenses SET previous_seats = 11 WHERE subscription_id = {4005} AND previous_seats IS NOT NULL",
        "should tell 10 previous users and 4 trued up",
    ),
    planted(
        Kind::LicenseCounts,
        "UPDATE licenses SET true_up = NULL WHERE subscription_id = {4005}",
        "should tell 10 previous users and 4 trued up",
    ),
    planted(
        Kind::ReconciliationMissing,
        "DELETE FROM reconciliations WHERE subscription_id = {4001} AND quarter = 2",
        "Q2: it was due to be reconciled on 2027-03-04",
    ),
    planted(
        Kind::ReconciliationTwice,
        "UPDATE reconciliations SET quarter = 9 WHERE subscription_id = {4001} AND quarter = 2",
        "there is no such quarter",
    ),
    planted(
        Kind::ReconciliationAmount,
        "UPDATE reconciliations SET amount_minor = amount_minor + 1 WHERE subscription_id = {4001} AND quarter = 1",
        "4 × 100.01 EUR × 3 of 4 quarters",
    ),
    planted(
        Kind::ReconciliationAmount,
        "UPDATE reconciliations SET overage = 3 WHERE subscription_id = {4001} AND quarter = 1",
        "14 users over 10 seats are 4",
    ),
    planted(
        Kind::ReconciliationAmount,
        "UPDATE reconciliations SET per_seat_minor = 9900 WHERE subscription_id = {4001} AND quarter = 2",
        "a seat costs 99.00 EUR in it",
    ),
    planted(
        Kind::ReconciliationSeats,
        "UPDATE reconciliations SET seats_before = 12, seats_after = 12 WHERE subscription_id = {4001} AND quarter = 2",
        "at no such time",
    ),
    planted(
        Kind::ReconciliationSeats,
        "UPDATE reconciliations SET seats_after = 99 WHERE subscription_id = {4001} AND quarter = 1",
        "99 seats after it",
    ),
    planted(
        Kind::ReconciliationState,
        "UPDATE reconciliations SET charged_on = '2027-03-10' WHERE subscription_id = {4001} AND quarter = 2",
        "has what was billed, and nothing else",
    ),
    planted(
        Kind::ReconciliationState,
        "UPDATE reconciliations SET state = 'waived' WHERE subscription_id = {4001} AND quarter = 1",
        "a card was charged for it",
    ),
    planted(
        Kind::ReconciliationState,
        "UPDATE reconciliations SET next_charge_on = '2028-02-01' WHERE state = 'reverted_to_true_up'",
        "it is still due for payment",
    ),
    planted(
        Kind::ReconciliationReason,
        "UPDATE reconciliations SET reason = 'q4' WHERE subscription_id = {4001} AND quarter = 2",
        "skipped for q4, which does not hold",
    ),
    planted(
        Kind::ReconciliationReason,
        "UPDATE reconciliations SET reason = 'reseller' WHERE subscription_id = {4001} AND quarter = 2",
        "skipped for reseller",
    ),
    planted(
        Kind::ReconciliationPeak,
        "UPDATE reconciliations SET max_on = '2026-10-06' WHERE subscription_id = {4001} AND quarter = 1",
        "14 users on 2026-10-06, and no report says so",
    ),
    planted(
        Kind::ReconciliationPeak,
        "UPDATE reconciliations SET max_on = '2026-12-06' WHERE subscription_id = {4001} AND quarter = 1",
        "which is no day of the quarter",
    ),
    planted(
        Kind::Dispute,
        "UPDATE disputes SET ended_at = NULL, outcome = NULL WHERE outcome = 'waived'",
        "it is waived, and 1 disputes to it stand",
    ),
    planted(
        Kind::Dispute,
        "UPDATE disputes SET outcome = 'waived' WHERE outcome = 'rejected'",
        "a dispute to it is waived",
    ),
    planted(
        Kind::Pause,
        "UPDATE pauses SET resumed_at = NULL",
        "1 pauses stand, and its audit entries say that it is not on pause",
    ),
    planted(
        Kind::Pause,
        "DELETE FROM audit_entries WHERE event = 'billing_paused'",
        "it was skipped for a pause, and there was none",
    ),
    planted(
        Kind::RenewalMissing,
        "DELETE FROM renewals WHERE subscription_id = {4001}",
        "it ended on 2027-09-01, and nothing says whether",
    ),
    planted(
        Kind::Renewal,
        "UPDATE renewals SET seats = seats + 1 WHERE subscription_id = {4001}",
        "seats at 216.00 EUR, and the term began with",
    ),
    planted(Kind::Renewal, "UPDATE renewals SET amount_minor = 5 WHERE subscription_id = {4001}", "it costs 0.05 EUR"),
    planted(
        Kind::Renewal,
        "UPDATE renewals SET state = 'blocked', reason = 'no_price' WHERE subscription_id = {4001}",
        "a next term has what was paid",
    ),
    planted(
        Kind::TrueUp,
        "UPDATE true_ups SET quantity = quantity + 1 WHERE subscription_id = {4005}",
        "it is for 5 users, and 14 over 10 seats are 4",
    ),
    planted(
        Kind::TrueUp,
        "UPDATE true_ups SET amount_minor = amount_minor - 1 WHERE subscription_id = {4005}",
        "4 × 100.01 EUR are 400.04 EUR",
    ),
    planted(Kind::TrueUpBill, "UPDATE true_ups SET due_on = '2027-01-01'", "it is on no invoice"),
    planted(
        Kind::Order,
        "UPDATE orders SET amount_minor = amount_minor + 1 WHERE kind = 'seats'",
        "5 seats ordered then are 369.90 EUR",
    ),
    planted(
        Kind::Order,
        "UPDATE orders SET state = 'pending', ended_at = NULL WHERE kind = 'seats'",
        "it is pending, and no payment for it is under way",
    ),
    planted(
        Kind::Order,
        "UPDATE orders SET seats = 21, amount_minor = 453600 WHERE kind = 'renewal' AND subscription_id = {4005}",
        "no renewal is for its 21 seats",
    ),
    planted(
        Kind::PaymentTwice,
        "UPDATE payments SET declined_at = NULL WHERE subscription_id = {4003}",
        "2 of them are under way or have come to money",
    ),
    planted(
        Kind::Payment,
        "UPDATE payments SET reference = NULL WHERE subscription_id = {4001} AND purpose = 'reconciliation'",
        "a reference of the provider",
    ),
    planted(
        Kind::Payment,
        "UPDATE payments SET attempt = 7 WHERE subscription_id = {4001} AND purpose = 'reconciliation'",
        "they are numbered [7]",
    ),
    planted(
        Kind::Payment,
        "UPDATE payments SET subject_id = '01999999-0000-7000-8000-000000000000' WHERE subscription_id = {4004} AND purpose = 'order'",
        "there is no order",
    ),
    planted(
        Kind::Payment,
        "UPDATE payments SET succeeded_at = NULL, reference = NULL WHERE subscription_id = {4001} AND purpose = 'reconciliation'",
        "it is under way, and what it is for is charged",
    ),
    planted(
        Kind::PaymentAmount,
        "UPDATE payments SET amount_minor = amount_minor + 1 WHERE subscription_id = {4001} AND purpose = 'reconciliation'",
        "what it is for costs 357.04 EUR",
    ),
    planted(
        Kind::Due,
        "UPDATE subscriptions SET due_on = NULL WHERE number = 'S-4001'",
        "nothing is stored as due next",
    ),
    planted(
        Kind::Due,
        "UPDATE subscriptions SET due_on = '2031-01-01' WHERE number = 'S-4001'",
        "2031-01-01 is stored as due next",
    ),
    planted(
        Kind::Audit,
        "DELETE FROM audit_entries WHERE event = 'reconciliation_billed'",
        "0 audit entries reconciliation_billed, and should have 1",
    ),
    planted(
        Kind::Audit,
        "DELETE FROM audit_entries WHERE event = 'term_bought' AND subject = 'subscription:S-4001'",
        "0 audit entries term_bought, and should have 2",
    ),
    planted(Kind::Audit, "DELETE FROM audit_entries WHERE event = 'license_issued'", "0 audit entries license_issued"),
    planted(
        Kind::Audit,
        "DELETE FROM audit_entries WHERE event = 'invoice_paid'",
        "0 audit entries invoice_paid, and should have 1",
    ),
    planted(
        Kind::EmailMissing,
        "DELETE FROM emails WHERE kind = 'reconciliation_notice' AND subscription_id = {4001}",
        "the email reconciliation_notice of 2026-12-03",
    ),
    planted(
        Kind::EmailTwice,
        "UPDATE emails SET recipient = 'ada@linden.example' WHERE kind = 'reconciliation_notice'",
        "went to ada@linden.example 2 times",
    ),
    planted(
        Kind::EmailTwice,
        "UPDATE emails SET kind = 'credit_note' WHERE kind = 'heads_up' AND subscription_id = {4001}",
        "and what happened then requires 0",
    ),
    planted(
        Kind::EmailTwice,
        "UPDATE emails SET kind = 'code_unused' WHERE kind = 'renewal_reminder' AND subscription_id = {4001}",
        "5 times, and was due 1 times",
    ),
    planted(
        Kind::EmailReader,
        "UPDATE emails SET reader = 'technical' WHERE kind = 'invoice'",
        "it went to technical, and is for billing",
    ),
    planted(
        Kind::EmailStuck,
        "UPDATE emails SET sent_at = NULL, attempts = 12 WHERE kind = 'credit_note'",
        "it was tried 12 times, and neither sent nor refused",
    ),
    planted(
        Kind::EmailSecret,
        "UPDATE emails SET secret_sealed = 'sealed' WHERE kind = 'credit_note'",
        "still carries its secret",
    ),
    planted(
        Kind::Usage,
        "UPDATE usage_days SET billable = billable - 1 WHERE billable = 25",
        "25 users, and 24 is kept as the maximum of 2027-10-05",
    ),
    planted(Kind::Usage, "UPDATE usage_reports SET reported_max = 3 WHERE billable = 25", "and tells a lower maximum"),
    planted(Kind::Usage, "DELETE FROM usage_reports WHERE billable = 25", "has no report of then"),
    planted(
        Kind::Currency,
        "UPDATE reconciliations SET currency = 'CHF' WHERE subscription_id = {4001}",
        "it is in CHF, and its term in EUR",
    ),
    planted(Kind::Currency, "UPDATE invoice_lines SET currency = 'CHF' WHERE kind = 'seats'", "it has a line in CHF"),
    planted(
        Kind::Owner,
        "UPDATE invoices SET account_id = (SELECT id FROM accounts WHERE number = 'A-2001') WHERE kind = 'seats'",
        "it belongs to account",
    ),
    planted(
        Kind::Unreadable,
        "UPDATE terms SET currency = '???' WHERE subscription_id = {4001}",
        "“???” is no currency",
    ),
];

/// An intruder's connection: nothing is forbidden to it, and everything can be put back.
struct Intruder {
    raw: Raw,
    tables: Vec<String>,
}

impl Intruder {
    fn at(app: &TestApp) -> Self {
        let mut raw = app.raw();
        let tables = raw.tables();
        match postgres() {
            Some(_) => raw.run("SET session_replication_role = replica").unwrap(),
            None => {
                raw.run("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
                for trigger in raw.lines("SELECT name AS line FROM sqlite_master WHERE type = 'trigger'") {
                    raw.run(&format!("DROP TRIGGER {trigger}")).unwrap();
                }
            }
        }
        raw.run("DROP INDEX payments_once").unwrap();
        for table in &tables {
            raw.run(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).unwrap();
        }
        Self { raw, tables }
    }

    #[track_caller]
    fn plant(&mut self, statement: &str) {
        let statement = [("{4001}", OF_4001), ("{4003}", OF_4003), ("{4004}", OF_4004), ("{4005}", OF_4005)]
            .iter()
            .fold(statement.to_owned(), |text, (short, long)| text.replace(short, long));
        let run = self.raw.run(&statement);
        assert!(run.is_ok(), "{statement}: {run:?}");
    }

    /// Puts back what a statement may have changed.
    fn put_back(&mut self, statement: &str) {
        let words: BTreeSet<&str> = statement.split_whitespace().take(3).collect();
        let table = self.tables.iter().find(|t| words.contains(t.as_str())).unwrap();
        self.raw.run(&format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table}")).unwrap();
    }
}

#[test]
fn a_worked_year_violates_nothing_and_every_kind_of_fault_is_found_and_named() {
    let world = worked_year();
    let walked = assert_clean(&world.app, "the end");
    assert!(walked.payments >= 12 && walked.reconciliations >= 40, "{walked:?}");

    let mut intruder = Intruder::at(&world.app);
    let mut missed = Vec::new();
    for Planted { kind, by, told } in PLANTED {
        intruder.plant(by);
        let (_, found) = faults(&world.app);
        if !found.iter().any(|fault| fault.kind == *kind && fault.to_string().contains(told)) {
            let found: Vec<String> = found.iter().map(|f| format!("    {} {f}", f.kind)).collect();
            missed.push(format!("{kind} “{told}” by {by}, but\n{}", found.join("\n")));
        }
        intruder.put_back(by);
    }
    assert!(missed.is_empty(), "{} of {} were not found:\n{}", missed.len(), PLANTED.len(), missed.join("\n"));
    assert_clean(&world.app, "everything was put back");

    let planted: BTreeSet<&str> = PLANTED.iter().map(|p| p.kind.as_str()).collect();
    let all: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(planted, all, "each kind is planted");
}

/// Copies on PostgreSQL have no memory of their migrations: nobody but the command asks for it.
pub(super) fn remember_migrations(app: &TestApp) {
    if postgres().is_none() {
        return;
    }
    let mut raw = app.raw();
    raw.run("CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp NOT NULL DEFAULT now())")
        .unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/postgres");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let version = name.split('_').next().unwrap().replace('-', "");
        raw.run(&format!("INSERT INTO __diesel_schema_migrations (version) VALUES ('{version}')")).unwrap();
    }
}

/// The command itself, on the same database.
fn check(app: &TestApp, arguments: &[&str]) -> (Option<i32>, Vec<String>, String) {
    let done = app.program("check").arg("--invariants").args(arguments).output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap().lines().map(str::to_owned).collect();
    (done.status.code(), said, String::from_utf8(done.stderr).unwrap())
}

#[test]
fn the_command_says_a_sentence_for_each_fault_and_ends_with_counts() {
    let app = TestApp::spawn();
    remember_migrations(&app);
    let (status, said, complaint) = check(&app, &[]);
    assert_eq!((status, said.len(), complaint.as_str()), (Some(0), 1, ""), "{said:?}");
    assert!(said[0].starts_with("faults: 0; looked at 6 subscriptions, "), "{said:?}");

    app.raw().run("UPDATE subscriptions SET due_on = NULL WHERE number = 'S-1042'").unwrap();
    let (status, said, complaint) = check(&app, &[]);
    assert_eq!(status, Some(1));
    assert!(
        said[0].starts_with("subscription S-1042: nothing is stored as due next, and the timetable says 20"),
        "{said:?}"
    );
    assert!(said[1].starts_with("faults: 1; looked at 6 subscriptions, "), "{said:?}");
    assert!(complaint.contains("seatsync: one thing is not as it must be"), "{complaint}");

    let (status, said, _) = check(&app, &["--json"]);
    let lines: Vec<serde_json::Value> = said.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((status, lines.len()), (Some(1), 2));
    assert_eq!((&lines[0]["kind"], &lines[0]["subject"]), (&"due".into(), &"subscription S-1042".into()));
    assert_eq!((&lines[1]["faults"], &lines[1]["subscriptions"]), (&1.into(), &6.into()));
}

/// A subscription of Quay with 14 users on 10 seats, at a moment.
fn over_its_seats(opted_out: bool, moment: &str) -> World {
    let mut world = World { is_watched: false, ..World::new() };
    world.until("2026-09-01T00:00:00Z");
    world.buy("S-4001", opted_out);
    world.until("2026-10-05T03:00:00Z");
    world.report("S-4001", 14);
    world.until(moment);
    world
}

impl World {
    /// Works a midnight, and the bank is slow to answer.
    fn midnight(&self, day: &str) {
        self.app.set_clock(&format!("{day}T00:00:00Z"));
        self.app.wait(work_due(&self.app.app)).unwrap();
        assert_clean(&self.app, &format!("{day}, while the bank is slow"));
    }

    /// The bank answers at last, the last charge first; what it was asked to charge for.
    fn answer(&self, is_paid: bool) -> Vec<Purpose> {
        let (clock, vault) = (self.app.app.clock.clone(), self.app.app.vault.clone());
        let claimed = self.app.write(move |tx| outcomes::claim_payments(tx, &clock, &vault, 10)).unwrap();
        let mut asked = Vec::new();
        for asking in claimed.into_iter().rev() {
            let outcome = match is_paid {
                true => Outcome::Succeeded { reference: "bank".to_owned() },
                false => Outcome::Declined,
            };
            asked.push(asking.payment.purpose);
            let ctx = self.app.operator();
            self.app.write(move |tx| outcomes::record_outcome(tx, &ctx, asking.payment.id, &outcome)).unwrap();
            assert_clean(&self.app, "the bank has answered");
        }
        asked
    }

    fn lines(&self, query: &str) -> Vec<String> {
        self.app.raw().lines(&query.replace("{4001}", OF_4001))
    }
}

#[test]
fn seats_bought_while_the_card_is_being_charged_violate_nothing() {
    let world = over_its_seats(false, "2026-12-09T09:00:00Z");
    world.midnight("2026-12-10");
    world.act("S-4001", |tx, ctx, account, id| orders::buy_seats(tx, ctx, Owned::new(account, id), &wish(3)));
    assert_clean(&world.app, "both are being charged");
    assert_eq!(world.answer(true), [Purpose::Order, Purpose::Reconciliation]);
}

#[test]
fn r25_a_term_that_ends_while_the_next_is_being_charged_is_renewed_once() {
    for (opted_out, is_paid, how) in
        [(false, true, "manual"), (false, false, "auto"), (true, true, "manual"), (true, false, "auto")]
    {
        let world = over_its_seats(opted_out, "2027-08-31T23:50:00Z");
        world.act("S-4001", |tx, ctx, account, id| orders::buy_next_term(tx, ctx, Owned::new(account, id), &wish(20)));
        world.midnight("2027-09-01");
        assert_eq!(world.answer(is_paid), [Purpose::Order], "nothing else is charged");
        world.charge();
        assert_clean(&world.app, "renewed");
        let renewals = world.lines("SELECT how || ' ' || state AS line FROM renewals WHERE subscription_id = {4001}");
        assert_eq!(renewals, [format!("{how} charged")], "annual: {opted_out}, paid: {is_paid}");
        world.until("2027-12-20T09:00:00Z");
    }
}

#[test]
fn r14_a_reconciliation_does_not_revert_while_its_card_is_being_charged() {
    for (is_paid, state) in [(true, "charged"), (false, "reverted_to_true_up")] {
        let world = over_its_seats(false, "2026-12-09T09:00:00Z");
        world.midnight("2026-12-10");
        assert_eq!(world.answer(false), [Purpose::Reconciliation]);
        world.app.set_clock("2027-02-28T23:50:00Z");
        let (ctx, account) = (world.app.ctx(OLGA), world.account);
        let card = NewCard { reference: "works".to_owned(), last_digits: "0077".to_owned() };
        world.app.write(move |tx| cards::add_card(tx, &ctx, account, &card)).unwrap();
        world.midnight("2027-03-01");
        assert_eq!(world.answer(is_paid), [Purpose::Reconciliation]);
        world.until("2027-03-01T00:00:00Z");
        let reconciled = "SELECT state AS line FROM reconciliations WHERE subscription_id = {4001} AND quarter = 1";
        assert_eq!(world.lines(reconciled), [state]);
    }
}

#[test]
fn terms_of_any_length_are_worked_and_violate_nothing() {
    for months in [1, 4, 24, 120] {
        let mut world = World { is_watched: false, ..World::new() };
        world.until("2026-09-01T00:00:00Z");
        world.buy_for("S-4001", false, months);
        world.until("2026-10-05T03:00:00Z");
        world.report("S-4001", 14);
        world.until("2027-03-20T09:00:00Z");
        let reconciled = "SELECT reason AS line FROM reconciliations WHERE subscription_id = {4001}";
        let reasons: BTreeSet<String> = world.lines(reconciled).into_iter().collect();
        assert_eq!(reasons.into_iter().collect::<Vec<_>>(), ["term_not_12_months"], "{months} months");
    }
}

#[test]
fn looking_changes_nothing() {
    let app = TestApp::spawn();
    let before = app.dump();
    assert_clean(&app, "the cast");
    assert_eq!(app.dump(), before);
}
