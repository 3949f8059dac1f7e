//! Two, and fifty, at once, on real connections: one effect, and the same answer for all. On PostgreSQL half of them
//! come through a second pool, as a second replica's would; on SQLite all go to the program's one writer.
//!
//! To see these tests fail, remove the lock: in `src/store/dialect.rs` let `LockClause::walk_ast` for `Pg` push nothing,
//! and run on PostgreSQL. Then two cancel at once and one is told that it is taken; two tokens answer one message.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};

use futures_util::future::join_all;
use seatsync::actions::billing::orders;
use seatsync::actions::billing::orders::Wish;
use seatsync::actions::people::Admitted;
use seatsync::actions::renewals::LateAnswer;
use seatsync::actions::{self, Done, Failure, Refusal, instances, invoices, renewals, tokens};
use seatsync::domain::attempt::{AttemptKind, Hearing};
use seatsync::domain::ids::{AccountId, Owned, PersonId, SubscriptionId};
use seatsync::domain::instance::AlertKind;
use seatsync::domain::network::{Network, address};
use seatsync::store::{self, Db, Tx};
use seatsync::vault;

use super::support::{Machine, TestApp, database};

const BEN: &str = "ben@linden.example";
const TESS: &str = "tess@linden.example";

/// Runs an action `times` at once, half of them through a second pool of connections where there can be one.
fn at_once<T: std::fmt::Debug + Send + 'static, A: FnOnce(&mut Tx<'_>) -> Done<T> + Clone + Send + 'static>(
    app: &TestApp,
    times: usize,
    action: impl Fn(usize) -> A,
) -> Vec<Done<T>> {
    let first = app.app.db.clone();
    let second = database::postgres().map_or_else(|| first.clone(), |_| Db::open(first.database()).unwrap());
    let work = (0..times).map(|n| {
        let db = if n % 2 == 0 { first.clone() } else { second.clone() };
        let action = action(n);
        async move { db.write(action).await }
    });
    app.wait(join_all(work))
}

fn count(app: &TestApp, of: &str) -> usize {
    app.raw().lines(&format!("SELECT 'x' AS line FROM {of}")).len()
}

#[test]
fn fifty_cancel_at_once_and_it_is_turned_off_once() {
    for times in [2, 50] {
        let app = TestApp::spawn();
        let (account, id) = app.subscription("S-1042");
        let before = (count(&app, "emails"), app.audited("renewal_cancelled"));
        let ctx = app.ctx(BEN);
        let answers = at_once(&app, times, |_| {
            let ctx = ctx.clone();
            move |tx| renewals::cancel_renewal(tx, &ctx, Owned::new(account, id), None)
        });
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(app.audited("renewal_cancelled") - before.1, 1);
        assert_eq!(count(&app, "emails") - before.0, 2, "one for each reader");
        assert_eq!(count(&app, "renewal_cancellations"), 2, "the cast's own, and this");
    }
}

#[test]
fn fifty_turn_it_on_at_once_and_it_is_on_once() {
    let app = TestApp::spawn();
    let (account, id) = app.subscription("S-1050");
    let emails = count(&app, "emails");
    let ctx = app.ctx(BEN);
    let answers = at_once(&app, 50, |_| {
        let ctx = ctx.clone();
        move |tx| renewals::resume_renewal(tx, &ctx, account, id)
    });
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!((app.audited("renewal_resumed"), count(&app, "emails") - emails), (1, 2));
}

#[test]
fn r40_one_form_sent_fifty_times_at_once_buys_seats_once() {
    let app = TestApp::spawn();
    let (account, id) = app.subscription("S-1042");
    let before = (count(&app, "orders"), count(&app, "invoices"), count(&app, "licenses"));
    let ctx = app.ctx(BEN);
    let answers = at_once(&app, 50, |_| {
        let ctx = ctx.clone();
        let wish = Wish::new(7, "the form".to_owned());
        move |tx| orders::buy_seats(tx, &ctx, Owned::new(account, id), &wish)
    });
    let first = answers[0].as_ref().unwrap();
    assert!(answers.iter().all(|a| a.as_ref().is_ok_and(|order| order == first)), "{answers:?}");
    let after = (count(&app, "orders"), count(&app, "invoices"), count(&app, "licenses"));
    assert_eq!(after, (before.0 + 1, before.1 + 1, before.2 + 1));
}

#[test]
fn r25_fifty_renewals_by_hand_at_once_buy_the_next_term_once() {
    for forms in [1, 50] {
        let app = TestApp::spawn();
        let (account, id) = app.subscription("S-1063");
        let before = (count(&app, "terms"), count(&app, "invoices"));
        let ctx = app.ctx(BEN);
        let answers = at_once(&app, 50, |n| {
            let ctx = ctx.clone();
            let wish = Wish::new(25, format!("form {}", n % forms));
            move |tx| orders::buy_next_term(tx, &ctx, Owned::new(account, id), &wish)
        });
        assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 50 / forms, "{answers:?}");
        assert!(answers.iter().all(|a| matches!(a, Ok(_) | Err(Failure::Refused(_)))), "{answers:?}");
        assert_eq!((count(&app, "terms") - before.0, count(&app, "invoices") - before.1), (1, 1));
    }
}

#[test]
fn r41_an_invoice_is_paid_once_and_taken_back_once_by_fifty_at_once() {
    let app = TestApp::spawn();
    let (account, id) = app.subscription("S-1001");
    let open = app.read(move |c| store::invoices::of_subscription(c, account, id)).remove(0).id;
    let (ctx, paid) = (app.ctx("sam@harbor.example"), app.audited("invoice_paid"));
    let answers = at_once(&app, 50, |_| {
        let ctx = ctx.clone();
        move |tx| invoices::record_payment(tx, &ctx, open, ctx.today())
    });
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(app.audited("invoice_paid") - paid, 1);
    let before = count(&app, "invoices");
    let answers = at_once(&app, 50, |_| {
        let ctx = ctx.clone();
        move |tx| invoices::issue_credit_note(tx, &ctx, open, "a mistake")
    });
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1, "{answers:?}");
    assert_eq!(count(&app, "invoices") - before, 1);
}

#[test]
fn fifty_confirm_one_instance_id_at_once_and_it_is_taken_once() {
    for times in [2, 50] {
        let app = TestApp::spawn();
        let (account, _) = app.subscription("S-1001");
        let received = app.look(TESS, "S-1001", &Machine::new().write(&app, 50)).unwrap();
        let before = (count(&app, "instances"), count(&app, "usage_reports"));
        let ctx = app.ctx(TESS);
        let answers = at_once(&app, times, |_| {
            let ctx = ctx.clone();
            move |tx| instances::link_instance(tx, &ctx, account, received)
        });
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!((count(&app, "instances") - before.0, count(&app, "usage_reports") - before.1), (1, 1));
        assert_eq!(app.audited("instance_linked"), 6);
    }
}

#[test]
fn one_new_instance_confirmed_for_two_subscriptions_at_once_is_linked_to_one() {
    let app = TestApp::spawn();
    let (account, _) = app.subscription("S-1001");
    let mut machine = Machine::new();
    let one = app.look(TESS, "S-1001", &machine.write(&app, 50)).unwrap();
    let other = app.look(TESS, "S-1050", &machine.write(&app, 50)).unwrap();
    let ctx = app.ctx(TESS);
    let answers = at_once(&app, 20, |n| {
        let (ctx, received) = (ctx.clone(), if n % 2 == 0 { one } else { other });
        move |tx| instances::link_instance(tx, &ctx, account, received)
    });
    let linked = answers.iter().filter(|a| a.is_ok()).count();
    assert_eq!(linked, 10, "all of one, none of the other: {answers:?}");
    assert!(answers.iter().all(|a| matches!(a, Ok(_) | Err(Failure::Refused(_)))), "{answers:?}");
    assert_eq!(app.audited("instance_linked"), 6);
}

#[test]
fn the_same_message_pasted_fifty_times_at_once_is_kept_once() {
    let app = TestApp::spawn();
    let (account, id) = app.subscription("S-1001");
    let text = Machine::new().write(&app, 50);
    let ctx = app.ctx(TESS);
    let before = count(&app, "received_ids");
    let answers = at_once(&app, 50, |_| {
        let ctx = ctx.clone();
        let message = instances::open_instance_id(&app.app.keys(), &text).unwrap();
        move |tx| instances::check_instance_id(tx, &ctx, Owned::new(account, id), message)
    });
    let mut ids: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
    ids.dedup();
    assert_eq!((ids.len(), count(&app, "received_ids") - before), (1, 1));
}

#[test]
fn fifty_ask_for_a_token_at_once_and_one_is_made() {
    for times in [2, 50] {
        let app = TestApp::spawn();
        let (account, _) = app.subscription("S-1001");
        let instance = app.report(TESS, "S-1001", &Machine::new().write(&app, 50));
        let emails = count(&app, "emails");
        let ctx = app.ctx(TESS);
        let answers = at_once(&app, times, |_| {
            let ctx = ctx.clone();
            move |tx| tokens::make_token(tx, &ctx, account, instance)
        });
        let mut ids: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
        ids.dedup();
        assert_eq!((ids.len(), count(&app, "tokens"), app.audited("token_made")), (1, 1, 1));
        assert_eq!(count(&app, "emails") - emails, 2);
    }
}

#[test]
fn fifty_use_one_reset_link_at_once_and_one_gets_through() {
    for times in [2, 50] {
        let app = TestApp::spawn();
        let (operator, address) = (app.operator(), BEN.parse().unwrap());
        app.write(move |tx| actions::people::ask_reset(tx, &operator, &address)).unwrap();
        let link = app.email_to(BEN).link(&app.app.config.base_url, "/password/");
        let secret = link.strip_prefix("/password/").unwrap().to_owned();
        let ctx = app.operator();
        let answers = at_once(&app, times, |n| {
            let (ctx, secret) = (ctx.clone(), secret.clone());
            move |tx| actions::people::reset_password(tx, &ctx, &secret, &format!("hash {n}"))
        });
        assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1, "{answers:?}");
        let dead = |a: &&Done<_>| matches!(a, Err(Failure::Refused(Refusal::DeadLink)));
        assert_eq!(answers.iter().filter(dead).count(), times - 1, "{answers:?}");
        assert_eq!(app.audited("password_changed"), 1);
    }
}

#[test]
fn two_of_staff_decide_one_late_request_at_once_and_one_decision_stands() {
    let app = TestApp::spawn();
    let (account, id) = app.subscription("S-1063");
    let ben = app.ctx(BEN);
    let request =
        app.write(move |tx| renewals::request_late_cancellation(tx, &ben, Owned::new(account, id), None)).unwrap();
    let ctx = app.ctx("sam@harbor.example");
    let answers = at_once(&app, 20, |n| {
        let ctx = ctx.clone();
        move |tx| renewals::decide_late_request(tx, &ctx, request, LateAnswer { grant: n % 2 == 0, reason: "Decided" })
    });
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1, "{answers:?}");
    assert_eq!(app.audited("late_cancellation_granted") + app.audited("late_cancellation_declined"), 1);
}

#[test]
fn fifty_ask_late_at_once_and_one_request_is_open() {
    let app = TestApp::spawn();
    let (account, id) = app.subscription("S-1063");
    let ctx = app.ctx(BEN);
    let answers = at_once(&app, 50, |_| {
        let ctx = ctx.clone();
        move |tx| renewals::request_late_cancellation(tx, &ctx, Owned::new(account, id), None)
    });
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1);
    let already = |a: &&Done<_>| matches!(a, Err(Failure::Refused(Refusal::RequestedAlready)));
    assert_eq!(answers.iter().filter(already).count(), 49, "{answers:?}");
}

#[test]
fn fifty_guess_at_once_and_ten_learn_that_they_are_wrong() {
    let app = TestApp::spawn();
    let ctx = app.operator();
    let answers = at_once(&app, 50, |n| {
        let (ctx, network) = (ctx.clone(), Network::of(address(&format!("203.0.113.{n}")).unwrap()));
        move |tx| actions::people::admit(tx, &ctx, actions::people::attempt(AttemptKind::SignIn, BEN, network))
    });
    let open = |a: &&Done<Admitted>| a.as_ref().is_ok_and(|admitted| admitted.hearing == Hearing::Open);
    assert_eq!(answers.iter().filter(open).count(), 10);
    let network = Network::of(address("203.0.113.77").unwrap());
    let answers = at_once(&app, 50, |_| {
        let ctx = ctx.clone();
        move |tx| actions::people::admit(tx, &ctx, actions::people::attempt(AttemptKind::SignIn, BEN, network))
    });
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 3);
}

#[test]
fn two_processes_that_start_at_once_make_one_generation_of_keys() {
    let app = TestApp::spawn();
    let ctx = app.operator();
    let answers = at_once(&app, 6, |_| {
        let ctx = ctx.clone();
        move |tx| actions::keys::publish_keys(tx, &ctx)
    });
    let mut made: Vec<i64> = answers.into_iter().flatten().collect();
    made.sort_unstable();
    let expected: Vec<i64> = (2..).take(made.len()).collect();
    assert_eq!(made, expected, "each generation once");
    assert_eq!(count(&app, "portal_keys"), 2 + 2 * made.len());
}

#[test]
fn keys_that_are_taken_into_use_twice_at_once_are_taken_once() {
    let app = TestApp::spawn();
    let ctx = app.operator();
    app.write(move |tx| actions::keys::publish_keys(tx, &ctx)).unwrap();
    let answers = at_once(&app, 6, |_| {
        let ctx = app.operator();
        move |tx| actions::keys::begin_signing(tx, &ctx, None, true)
    });
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    assert_eq!(app.audited("keys_signed"), 1);
}

#[test]
fn thirty_browsers_send_one_form_at_once_and_it_counts_once() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    let path = "/subscriptions/S-1042/renewal-cancellation";
    let token = ben.token();
    let statuses: Vec<u16> = std::thread::scope(|threads| {
        let sent: Vec<_> = (0..30)
            .map(|_| {
                let (mut browser, token) = (ben.clone(), token.clone());
                threads.spawn(move || browser.post_bare(path, &[("csrf", &token)]).status)
            })
            .collect();
        sent.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(statuses.iter().all(|s| *s == 303), "{statuses:?}");
    assert_eq!(app.audited("renewal_cancelled"), 2);
    assert_eq!(app.mailbox().0.len(), 2);
}

#[test]
fn two_sign_ins_never_share_a_session() {
    let app = TestApp::spawn();
    let people: Vec<PersonId> = [BEN, TESS].map(|email| app.person(email)).to_vec();
    assert_ne!(people[0], people[1]);
    let mut browsers = [app.anonymous(), app.anonymous()];
    std::thread::scope(|threads| {
        for (browser, email) in browsers.iter_mut().zip([BEN, TESS]) {
            threads.spawn(move || browser.sign_in(email, seatsync::seeds::PASSWORD).assert_status(303).status);
        }
    });
    browsers[0].get("/").assert_says("Ben Okafor");
    browsers[1].get("/").assert_says("Tess Moreau");
    assert_ne!(vault::new_secret(), vault::new_secret());
}

/// One part of what is done at once.
type Part = fn(&mut Tx<'_>, &[(AccountId, SubscriptionId); 2]) -> Done<()>;

/// Runs two at once, each of which waits for the other when it has done its first part, but only the first time.
fn meeting(app: &TestApp, db: &Db, parts: [[Part; 2]; 2]) -> usize {
    let (tries, both) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(2)));
    let of = [app.subscription("S-1001"), app.subscription("S-1050")];
    let work = parts.map(|[first, second]| {
        let (tries, both) = (Arc::clone(&tries), Arc::clone(&both));
        db.write(move |tx| {
            let is_first = tries.fetch_add(1, Ordering::SeqCst) < 2;
            first(tx, &of)?;
            if is_first {
                both.wait();
            }
            second(tx, &of)
        })
    });
    for done in app.wait(join_all(work)) {
        done.unwrap();
    }
    tries.load(Ordering::SeqCst)
}

#[test]
fn of_two_that_wait_for_each_other_one_gives_way_and_is_done_anew() {
    if database::postgres().is_none() {
        return;
    }
    let app = TestApp::spawn();
    let one: Part = |tx, of| Ok(store::subscriptions::lock(tx, of[0].0, of[0].1).map(drop)?);
    let other: Part = |tx, of| Ok(store::subscriptions::lock(tx, of[1].0, of[1].1).map(drop)?);
    assert_eq!(meeting(&app, &app.app.db, [[one, other], [other, one]]), 3);
}

#[test]
fn of_two_that_decide_on_what_the_other_changes_one_gives_way_and_is_done_anew() {
    if database::postgres().is_none() {
        return;
    }
    let app = TestApp::spawn();
    let url = app.app.db.database().url();
    let serializable = url.replace("options=", "options=-cdefault_transaction_isolation%3Dserializable%20");
    assert_ne!(serializable, url);
    let db = Db::open(&serializable.parse().unwrap()).unwrap();
    let look: Part = |tx, _| Ok(store::emails::unsent(tx).map(drop)?);
    let ask: Part = |tx, of| {
        let about = store::instances::About { account: Some(of[0].0), instance: None };
        store::instances::alerts(tx, AlertKind::UndeliverableMail, "2026-08-10T09:00:00Z".parse().unwrap())?;
        let detail = PersonId::new().to_string();
        let at = "2026-08-10T09:00:00Z".parse().unwrap();
        store::instances::insert_alert(tx, about, AlertKind::UndeliverableMail, at, &detail).map(drop)?;
        Ok(())
    };
    let before = count(&app, "alerts");
    let tries = meeting(&app, &db, [[ask, look], [ask, look]]);
    assert_eq!((tries, count(&app, "alerts") - before), (3, 2));
}
