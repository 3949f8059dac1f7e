//! One story through the actions and the store, on whichever database: a customer comes, uses, is over, stops and stays.

use chrono::TimeDelta;
use seatsync::actions::billing::orders::Wish;
use seatsync::actions::codes::activation_code;
use seatsync::actions::people::NewPerson;
use seatsync::actions::subscriptions::{Purchase, open_subscription};
use seatsync::actions::{self, Failure, Refusal};
use seatsync::domain::account::{Account, Payment};
use seatsync::domain::audit::Event;
use seatsync::domain::ids::{AccountId, Owned, SubscriptionId};
use seatsync::domain::language::Language;
use seatsync::domain::license::Phase;
use seatsync::domain::money::Money;
use seatsync::domain::plan::{Deployment, Tier};
use seatsync::domain::renewal::{Outlook, RenewalRefused, WhyNot};
use seatsync::domain::role::Role;
use seatsync::domain::subscription::{Contract, Subscription};
use seatsync::jobs::bill::work_due;
use seatsync::jobs::purge::purge;
use seatsync::store;

use super::support::{Machine, TestApp, day};

const OWNER: &str = "olga@quay.example";

fn contract(app: &TestApp, account: AccountId, id: SubscriptionId) -> Contract {
    app.read(move |c| store::contracts::find(c, account, id)).unwrap()
}

#[test]
fn the_whole_life_of_a_customer_in_one_story() {
    let app = TestApp::spawn();
    app.set_clock("2026-09-01T08:00:00Z");

    // They come: an account, an owner, a subscription with its first term, license and code.
    let account = Account {
        id: AccountId::new(),
        number: "A-3000".to_owned(),
        name: "Quay & Söhne".to_owned(),
        language: Language::De,
        payment: Payment::Card,
        reseller: None,
        address: String::new(),
        vat_id: None,
        tax_basis_points: 0,
        po_required: false,
        public_sector: false,
    };
    let (ctx, new) = (app.operator(), account.clone());
    app.write(move |tx| actions::accounts::open_account(tx, &ctx, &new)).unwrap();
    let (ctx, again) = (app.operator(), Account { id: AccountId::new(), ..account.clone() });
    let taken = app.write(move |tx| actions::accounts::open_account(tx, &ctx, &again));
    assert!(matches!(taken, Err(Failure::Refused(Refusal::Taken))), "{taken:?}");
    assert_eq!(app.account("A-3000"), account.id);

    let person = NewPerson {
        email: "Olga@Quay.example".parse().unwrap(),
        name: "Olga Quay".to_owned(),
        language: None,
        is_staff: false,
        password_hash: None,
        memberships: vec![(account.id, Role::Owner)],
    };
    let ctx = app.operator();
    let olga = app.write(move |tx| actions::people::add_person(tx, &ctx, &person)).unwrap();
    assert_eq!(app.person(OWNER), olga);

    let product = app.subscription("S-1042");
    let product = app.read(move |c| store::subscriptions::find(c, product.0, product.1)).unwrap().product;
    let subscription = Subscription {
        id: SubscriptionId::new(),
        account: account.id,
        number: "S-3000".to_owned(),
        product,
        tier: Tier::Premium,
        deployment: Deployment::SelfManaged,
        anchor: day("2026-09-01"),
        term_months: 12,
        currency: "EUR".parse().unwrap(),
        opted_out: false,
        cloud_licensed: true,
        offline_quarterly: true,
    };
    let per_seat = Money::new(20_000, subscription.currency);
    let first = Purchase { seats: 10, per_seat };
    let (ctx, new) = (app.operator(), subscription.clone());
    let code = app.write(move |tx| open_subscription(tx, &ctx, &new, first)).unwrap();
    let (of, id, vault) = (account.id, subscription.id, app.app.vault.clone());
    let shown = app.wait(app.app.db.read(move |c| activation_code(c, &vault, of, id))).unwrap();
    assert_eq!(shown, Some(code.clone()));
    assert_eq!(contract(&app, of, id).subscription, subscription);

    // They use it: the first message links, with the code; who is billable, it says itself (R4).
    let mut machine = Machine::new();
    let mut claims = machine.claims(&app, app.now(), 8);
    claims.code = Some(code.as_str().to_owned());
    claims.hostname = "git.quay.example".to_owned();
    let text = machine.seal(&app, &claims);
    let ctx = app.app.ctx(actions::Actor::Person(olga), "story");
    let report = |ctx: &actions::Ctx, text: &str| {
        let (one, two) = (ctx.clone(), ctx.clone());
        let message = actions::instances::open_instance_id(&app.app.keys(), text).unwrap();
        let received = app
            .write(move |tx| actions::instances::check_instance_id(tx, &one, Owned::new(of, id), message))
            .unwrap()
            .unwrap();
        app.write(move |tx| actions::instances::link_instance(tx, &two, of, received)).unwrap().instance
    };
    let instance = report(&ctx, &text);
    let now = contract(&app, of, id);
    assert_eq!((now.used_now(), now.counts.len()), (Some(8), 1));
    assert_eq!(now.next_reconciliation(day("2026-09-01")).unwrap().overage, 0);

    // They are over: R6, R7, R12.
    app.set_clock("2026-10-15T08:00:00Z");
    let ctx = actions::Ctx { now: app.now(), ..ctx };
    report(&ctx, &machine.write(&app, 14));
    let now = contract(&app, of, id);
    let next = now.next_reconciliation(day("2026-10-15")).unwrap();
    assert_eq!((next.overage, next.amount.minor), (4, 4 * 20_000 * 3 / 4));
    assert_eq!((next.reconciled_on, next.charged_on), (day("2026-12-03"), day("2026-12-10")));
    let estimate = now.estimate(app.now()).unwrap();
    assert_eq!((estimate.seats, estimate.total.minor), (14, 14 * 21_600), "the list price of the renewal date");

    // They get a token for their machine.
    let one = ctx.clone();
    let token = app.write(move |tx| actions::tokens::make_token(tx, &one, of, instance)).unwrap();
    assert_eq!(app.read(move |c| store::tokens::list(c, of, instance, 10)).remove(0).id, token);

    // They stop, and stay after all.
    let one = ctx.clone();
    app.write(move |tx| actions::renewals::cancel_renewal(tx, &one, Owned::new(of, id), Some("Zu teuer"))).unwrap();
    let ends = Outlook::Ends { last_day: day("2027-08-31"), why: WhyNot::Cancelled };
    assert_eq!(contract(&app, of, id).outlook(day("2026-10-15")), Some(ends));
    assert!(contract(&app, of, id).next_reconciliation(day("2026-10-15")).is_some(), "R17: reconciliations go on");
    let one = ctx.clone();
    app.write(move |tx| actions::renewals::resume_renewal(tx, &one, of, id)).unwrap();
    assert_eq!(contract(&app, of, id).outlook(day("2026-10-15")), Some(Outlook::Renews { on: day("2027-09-01") }));

    // They renew early: the next term is its own row, its license lies ahead.
    let renew = |ctx: &actions::Ctx| {
        let one = ctx.clone();
        let wish = Wish::new(14, "the form".to_owned());
        app.write(move |tx| actions::billing::orders::buy_next_term(tx, &one, Owned::new(of, id), &wish))
    };
    let early = renew(&ctx);
    assert!(matches!(early, Err(Failure::Refused(Refusal::Renewal(RenewalRefused::TooEarly { .. })))), "{early:?}");
    // Nobody worked for months: three days lie between the late notice and its charge (R12).
    for day in ["2027-06-12T08:00:00Z", "2027-06-15T08:00:00Z"] {
        app.set_clock(day);
        while app.wait(work_due(&app.app)).unwrap() > 0 {}
    }
    let ctx = actions::Ctx { now: app.now(), ..ctx };
    assert_eq!(renew(&ctx).unwrap(), renew(&ctx).unwrap(), "one form is one order");
    let now = contract(&app, of, id);
    assert_eq!((now.terms[0].base_seats, now.terms[0].seats, now.terms[1].seats), (10, 14, 14), "R6, R12: reconciled");
    let phases: Vec<Phase> = now.licenses.iter().map(|l| l.phase(day("2027-06-15"))).collect();
    assert_eq!(phases, [Phase::Current, Phase::Current, Phase::Future]);
    assert_eq!(now.terms[0].span.end, now.terms[1].span.start);

    // Everything left its entry, newest first, and its emails, in the account's language.
    let events: Vec<Event> = app.read(move |c| store::audit::list(c, of, 100)).into_iter().map(|(e, ..)| e).collect();
    assert_eq!(
        events,
        [
            Event::InvoiceIssued,
            Event::Renewed,
            Event::LicenseIssued,
            Event::TermBought,
            Event::ReconciliationBilled,
            Event::InvoiceIssued,
            Event::LicenseIssued,
            Event::ReconciliationSkipped,
            Event::ReconciliationSkipped,
            Event::ReconciliationNotified,
            Event::RenewalResumed,
            Event::RenewalCancelled,
            Event::TokenMade,
            Event::InstanceReported,
            Event::InstanceIdRead,
            Event::InstanceLinked,
            Event::InstanceIdRead,
            Event::InvoiceIssued,
            Event::LicenseIssued,
            Event::TermBought,
            Event::SubscriptionOpened,
            Event::PersonAdded,
            Event::AccountOpened,
        ]
    );
    let emails = app.mailbox().to("Olga@quay.example");
    assert!(emails.len() >= 10, "{}", emails.len());
    assert!(emails.iter().all(|l| l.source.contains("Content-Language: de")));

    // Nobody else sees any of it.
    let (linden, _) = app.subscription("S-1042");
    assert!(app.read(move |c| store::contracts::find(c, linden, id)).is_none());
    assert!(app.read(move |c| store::instances::find(c, linden, instance)).is_none());
    assert!(app.read(move |c| store::tokens::find(c, linden, instance, token)).is_none());
    assert!(app.read(move |c| store::subscriptions::sealed_code(c, linden, id)).is_none());
}

#[test]
fn expired_rows_are_purged_and_nothing_else() {
    let app = TestApp::spawn();
    app.sign_in("ben@linden.example");
    app.anonymous().sign_in("ben@linden.example", "guess");
    let before = app.dump();
    app.wait(purge(&app.app)).unwrap();
    assert_eq!(app.dump(), before, "nothing is over yet");
    app.move_on(TimeDelta::hours(24) + TimeDelta::seconds(1));
    app.wait(purge(&app.app)).unwrap();
    let after = app.dump();
    for (table, rows) in before {
        let gone = ["sessions", "attempts"].contains(&table.as_str());
        assert_eq!(after[&table], if gone { Vec::new() } else { rows }, "{table}");
    }
}
