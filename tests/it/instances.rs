//! Instance IDs and tokens (R26, R30–R33): what is refused changes nothing, what is taken is taken once, and what comes
//! back opens on the instance.

use base64ct::{Base64, Encoding};
use chrono::{TimeDelta, Timelike};
use seatsync::actions::instances::NewAlert;
use seatsync::actions::{self, Failure, Refusal};
use seatsync::domain::calendar::Term;
use seatsync::domain::ids::{InstanceId, ReceivedId, TokenId};
use seatsync::domain::instance::AlertKind;
use seatsync::domain::instance_id::InstanceRefused;
use seatsync::seeds;
use seatsync::store;
use seatsync::store::instances::About;
use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::instance::{Instance, Settings};
use seatsync_agent::instance_id::{self, Claims, InstanceIdRefused as Bad};
use seatsync_agent::keys::{SealingKey, SigningKey};
use seatsync_agent::token::{TokenRefused, open_token};
use seatsync_agent::usage::Counts;

use super::support::page::{HEADING, PROBLEM};
use super::support::{Machine, TestApp, at, day};

const TESS: &str = "tess@linden.example";
const GRETA: &str = "greta@nordlicht.example";
/// Linden's, without an instance yet; with one; and bought ahead.
const FRESH: &str = "S-1001";
const OTHER: &str = "S-1042";
const AHEAD: &str = "S-1077";

#[track_caller]
fn why<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> InstanceRefused {
    match outcome {
        Err(Failure::Refused(Refusal::InstanceId(why))) => why,
        other => panic!("{other:?} is no refusal of an instance ID"),
    }
}

/// A message that is right but for what `change` makes of it.
fn changed(app: &TestApp, machine: &mut Machine, change: impl FnOnce(&mut Claims)) -> String {
    let mut claims = machine.claims(app, app.now(), 50);
    change(&mut claims);
    machine.seal(app, &claims)
}

#[test]
fn r33_what_is_no_instance_id_or_another_portals_is_refused_and_changes_nothing() {
    let app = TestApp::spawn();
    let mut machine = Machine::new();
    let good = machine.write(&app, 50);
    let elsewhere = SealingKey::generate().public_key();
    let claims = machine.claims(&app, app.now(), 50);
    let token = app.make_token(TESS, OTHER, first_instance(&app, OTHER)).unwrap();
    let token = token_text(&app, OTHER, first_instance(&app, OTHER), token);
    let cases: Vec<(&str, String, Bad)> = vec![
        ("nothing", String::new(), Bad::NotAnInstanceId),
        ("prose", "Please find my instance ID attached.".to_owned(), Bad::NotAnInstanceId),
        ("a token", token, Bad::AToken),
        ("another portal's", instance_id::seal(&claims, &machine.key, &elsewhere), Bad::OtherPortal),
        ("without its last part", good[..good.rfind('.').unwrap()].to_owned(), Bad::NotAnInstanceId),
        ("70 KB", "A".repeat(70_000), Bad::TooLong { limit: 65_536 }),
        ("70 KB behind a good one", format!("{good}{}", "A".repeat(70_000)), Bad::TooLong { limit: 65_536 }),
    ];
    let before = app.dump();
    for (what, text, expected) in cases {
        assert_eq!(why(app.look(TESS, FRESH, &text)), InstanceRefused::Message(expected), "{what}");
    }
    assert_eq!(app.dump(), before);
}

#[test]
fn r33_every_single_changed_byte_and_every_cut_is_refused_and_changes_nothing() {
    let app = TestApp::spawn();
    let good = Machine::new().write(&app, 50);
    let before = app.dump();
    for position in (0..good.len()).step_by(5).chain([good.len() - 1]) {
        let mut bytes = good.clone().into_bytes();
        bytes[position] = if bytes[position] == b'A' { b'B' } else { b'A' };
        let edited = String::from_utf8(bytes).unwrap();
        why(app.look(TESS, FRESH, &edited));
    }
    for length in (1..good.len()).step_by(37) {
        why(app.look(TESS, FRESH, &good[..length]));
    }
    assert_eq!(app.dump(), before);
    app.look(TESS, FRESH, &good).unwrap();
}

#[test]
fn r33_claims_that_cannot_be_are_refused_and_change_nothing() {
    let app = TestApp::spawn();
    let other_code = app.code_of(OTHER).as_str().to_owned();
    let foreign_code = app.code_of("S-1101").as_str().to_owned();
    let unknown_code = ActivationCode::generate().as_str().to_owned();
    let now = app.now();
    let tomorrow = now + TimeDelta::hours(24);
    type Change = Box<dyn FnOnce(&mut Claims)>;
    let changes: Vec<(&str, Change)> = vec![
        ("25 h ahead", Box::new(move |c| c.iat = now + TimeDelta::hours(25))),
        ("a second more than 24 h ahead", Box::new(move |c| c.iat = tomorrow + TimeDelta::seconds(1))),
        ("another portal's address", Box::new(|c| c.aud = "https://portal.elsewhere.example".to_owned())),
        ("an unknown activation code", Box::new(move |c| c.code = Some(unknown_code))),
        ("no activation code at all", Box::new(|c| c.code = Some("HELLO".to_owned()))),
        ("the code of another subscription", Box::new(move |c| c.code = Some(other_code))),
        ("the code of another account", Box::new(move |c| c.code = Some(foreign_code))),
        ("another product", Box::new(|c| c.product = "harbor-wiki".to_owned())),
        ("a maximum below the billable", Box::new(|c| c.users.max = 49)),
        (
            "more users than there are people",
            Box::new(|c| {
                c.users.billable = u64::MAX;
                c.users.max = u64::MAX;
            }),
        ),
        ("a day ahead", Box::new(|c| c.daily.push((c.iat.date_naive() + chrono::Days::new(1), 1)))),
        ("a later version", Box::new(|c| c.ver = 2)),
        ("a control character", Box::new(|c| c.hostname = "git\r\nBcc: x".to_owned())),
        ("a very long name", Box::new(|c| c.hostname = "x".repeat(10_000))),
        ("too many days", Box::new(|c| c.daily = vec![c.daily[0]; 401])),
        ("too many licenses", Box::new(|c| c.licenses = vec!["x".to_owned(); 201])),
    ];
    let before = app.dump();
    let mut reasons = Vec::new();
    for (what, change) in changes {
        let text = changed(&app, &mut Machine::new(), change);
        reasons.push(why(app.look(TESS, FRESH, &text)));
        assert_eq!(app.dump(), before, "{what}");
    }
    assert!(matches!(reasons[0], InstanceRefused::Message(Bad::Ahead { .. })));
    assert_eq!(reasons[3], InstanceRefused::UnknownCode);
    assert_eq!(reasons[4], InstanceRefused::UnknownCode);
    assert_eq!(reasons[5], InstanceRefused::CodeOfOther { number: OTHER.to_owned() });
    assert_eq!(reasons[6], InstanceRefused::UnknownCode, "another account's code is as good as none");
    assert!(matches!(reasons[7], InstanceRefused::OtherProduct { .. }));
    assert_eq!(reasons[8], InstanceRefused::Message(Bad::MaxBelowBillable { max: 49, billable: 50 }));
    let text = changed(&app, &mut Machine::new(), |c| c.iat = tomorrow);
    app.look(TESS, FRESH, &text).unwrap();
}

#[test]
fn r31_the_right_code_links_and_line_breaks_of_a_mail_client_do_no_harm() {
    let app = TestApp::spawn();
    let code = app.code_of(FRESH).as_str().to_owned();
    let text = changed(&app, &mut Machine::new(), |c| c.code = Some(code));
    let mangled = format!("> {}\n", instance_id::armour(&text).replace('\n', " \r\n\t"));
    let mangled = mangled.trim_start_matches("> ");
    app.report(TESS, FRESH, mangled);
    assert_eq!(app.audited("instance_linked"), 6, "five of the cast and this one");
}

#[test]
fn r33_r34_used_and_forked_numbers_are_refused_and_only_a_fork_raises_an_alert() {
    let app = TestApp::spawn();
    let mut machine = Machine::new();
    let first = machine.write(&app, 50);
    let second = machine.write(&app, 51);
    let mut fork = machine.claims(&app, app.now(), 52);
    fork.seq = 2;
    let fork = machine.seal(&app, &fork);
    let early = app.look(TESS, FRESH, &first).unwrap();
    app.report(TESS, FRESH, &second);
    let before = app.dump();
    let replayed = |seq| InstanceRefused::Message(Bad::Replayed { seq, last: 2 });
    assert_eq!(why(app.look(TESS, FRESH, &first)), replayed(1));
    assert_eq!(why(app.link(TESS, FRESH, early)), replayed(1), "looked at before, confirmed too late");
    assert_eq!(app.dump(), before);
    assert_eq!(why(app.look(TESS, FRESH, &fork)), replayed(2));
    let mut after = app.dump();
    assert_eq!(after.insert("alerts".to_owned(), before["alerts"].clone()).unwrap().len(), before["alerts"].len() + 1);
    assert_eq!(after, before);
}

#[test]
fn r33_an_instance_stays_with_its_key_and_its_subscription() {
    let app = TestApp::spawn();
    let mut machine = Machine::new();
    app.report(TESS, FRESH, &machine.write(&app, 50));
    let (elsewhere, next) = (machine.write(&app, 50), machine.write(&app, 50));
    machine.key = SigningKey::generate();
    let stolen = machine.write(&app, 50);
    let before = app.dump();
    assert_eq!(why(app.look(TESS, OTHER, &next)), InstanceRefused::LinkedToOther { number: FRESH.to_owned() });
    assert_eq!(why(app.look(GRETA, "S-1101", &elsewhere)), InstanceRefused::LinkedElsewhere);
    assert_eq!(why(app.look(TESS, FRESH, &stolen)), InstanceRefused::Message(Bad::OtherKey));
    assert_eq!(app.dump(), before);
}

#[test]
fn r31_the_same_message_again_leads_to_the_same_place_and_changes_nothing() {
    let app = TestApp::spawn();
    let text = Machine::new().write(&app, 50);
    let received = app.look(TESS, FRESH, &text).unwrap();
    let looked_at = app.dump();
    assert_eq!(app.look(TESS, FRESH, &text).unwrap(), received);
    assert_eq!(app.dump(), looked_at);
    let instance = app.link(TESS, FRESH, received).unwrap();
    let linked = app.dump();
    assert_eq!(app.look(TESS, FRESH, &text).unwrap(), received);
    assert_eq!(app.link(TESS, FRESH, received).unwrap(), instance);
    assert_eq!(app.dump(), linked);
}

#[test]
fn r31_looking_links_nothing() {
    let app = TestApp::spawn();
    let before = app.dump();
    app.look(TESS, FRESH, &Machine::new().write(&app, 50)).unwrap();
    let after = app.dump();
    let touched: Vec<&String> = before.keys().filter(|t| before[*t] != after[*t]).collect();
    assert_eq!(touched, ["audit_entries", "received_ids"]);
}

#[test]
fn a_foreign_subscription_or_message_is_missing() {
    let app = TestApp::spawn();
    let text = Machine::new().write(&app, 50);
    let received = app.look(TESS, FRESH, &text).unwrap();
    let before = app.dump();
    let (foreign, _) = app.subscription("S-1101");
    let ctx = app.ctx(GRETA);
    let outcome = app.write(move |tx| actions::instances::link_instance(tx, &ctx, foreign, received));
    assert!(matches!(outcome, Err(Failure::Refused(Refusal::Missing))), "{outcome:?}");
    assert!(matches!(app.link(TESS, FRESH, ReceivedId::new()), Err(Failure::Refused(Refusal::Missing))));
    assert_eq!(app.dump(), before);
}

fn first_instance(app: &TestApp, number: &str) -> InstanceId {
    let (account, id) = app.subscription(number);
    app.read(move |c| store::instances::list(c, account, id)).remove(0).id
}

#[test]
fn an_open_alert_is_raised_once_about_an_account_an_instance_or_neither() {
    let app = TestApp::spawn();
    let (account, instance) = (app.subscription(OTHER).0, first_instance(&app, OTHER));
    let abouts = [
        About::default(),
        About { account: Some(account), instance: None },
        About { account: Some(account), instance: Some(instance) },
    ];
    let raise = |about, detail: &'static str| {
        let now = app.now();
        let kind = AlertKind::UndeliverableMail;
        app.write(move |tx| {
            Ok::<_, Failure>(actions::instances::raise_alert(tx, now, NewAlert { about, kind, detail })?)
        })
        .unwrap()
    };
    for about in abouts {
        assert!(raise(about, "what <happened>") && !raise(about, "what <happened>") && raise(about, "something else"));
    }
    let mut sam = app.sign_in("sam@harbor.example");
    let page = sam.get("/staff/alerts");
    page.assert_status(200).assert_says("what <happened>").assert_says("Email cannot be delivered");
    let ids = page.attributes("td input[name=alert]", "value");
    for id in &ids {
        sam.post("/staff/alerts/closing", &[("alert", id)]).assert_status(303);
    }
    assert_eq!(app.audited("alert_closed"), ids.len());
    sam.get("/staff/alerts").assert_says("No alert is open");
    assert!(raise(abouts[0], "what <happened>"), "closed, and there again");
}

#[test]
fn r33_a_falling_maximum_is_flagged_and_the_higher_one_kept() {
    let app = TestApp::spawn();
    let mut machine = Machine::new();
    app.report(TESS, FRESH, &machine.write(&app, 60));
    app.move_on(TimeDelta::hours(1));
    let instance = app.report(TESS, FRESH, &machine.write(&app, 40));
    let (account, _) = app.subscription(FRESH);
    assert_eq!(app.read(move |c| store::instances::find(c, account, instance)).unwrap().term_max, 60);
    let now = app.now();
    let alerts = app.read(move |c| store::instances::alerts_of(c, account, instance, now));
    assert_eq!(alerts, [(AlertKind::FallingMaximum, now)]);
    let daily = app
        .raw()
        .lines(&format!("SELECT CAST(billable AS text) AS line FROM usage_days WHERE instance_id = '{instance}'"));
    assert_eq!(daily, ["60"], "the day's maximum is kept too");
}

#[test]
fn r32_a_days_maximum_is_never_lowered_in_a_thousand_shuffles() {
    let app = TestApp::spawn();
    let instance = first_instance(&app, OTHER);
    let mut seed = 0x5EED_u64;
    let mut random = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let begin = day("2030-01-01");
    let mut expected = Vec::new();
    let mut told = Vec::new();
    for shuffle in 0..1000_u64 {
        let day = begin + chrono::Days::new(shuffle);
        let mut counts: Vec<i64> = (0..8).map(|_| i64::try_from(random() % 500).unwrap()).collect();
        expected.push((day, *counts.iter().max().unwrap()));
        for last in (1..counts.len()).rev() {
            counts.swap(last, usize::try_from(random() % (last as u64 + 1)).unwrap());
        }
        told.extend(counts.into_iter().map(|count| (day, count)));
    }
    let now = app.now();
    app.write(move |tx| {
        for (day, count) in told {
            store::usage::raise_days(tx, instance, &[(day, count)], now)?;
        }
        Ok(())
    })
    .unwrap();
    let kept = app.raw().lines(&format!(
        "SELECT CAST(day AS text) || ' ' || CAST(max(billable) AS text) AS line FROM usage_days \
         WHERE instance_id = '{instance}' AND day >= '2030-01-01' GROUP BY day ORDER BY day"
    ));
    assert_eq!(kept, expected.iter().map(|(day, count)| format!("{day} {count}")).collect::<Vec<_>>());
}

#[test]
fn r32_however_often_an_instance_reports_what_its_days_told_stays_few_rows() {
    let app = TestApp::spawn();
    let mut machine = Machine::new();
    let counts = [60, 60, 60, 61, 61, 60, 61];
    let instance = counts.map(|billable| {
        app.move_on(TimeDelta::minutes(10));
        app.report(TESS, FRESH, &machine.write(&app, billable))
    })[0];
    let lines = |table: &str| {
        let of = format!("FROM {table} WHERE instance_id = '{instance}'");
        app.raw().lines(&format!("SELECT CAST(count(*) AS text) AS line {of}"))[0].parse::<usize>().unwrap()
    };
    assert_eq!((lines("usage_reports"), lines("reported_days")), (7, 2));
    let (today, now) = (app.now().date_naive(), app.now() + TimeDelta::seconds(1));
    let span = Term { start: today, end: today + chrono::Days::new(1) };
    let told = app.read(move |c| store::usage::told(c, instance, span, now));
    assert_eq!(told.map(|peak| (peak.billable, peak.on)), Some((61, today)));
}

#[test]
fn r5_in_whatever_order_messages_are_pasted_no_maximum_falls() {
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        let app = TestApp::spawn();
        let mut machine = Machine::new();
        let texts: Vec<String> = [55, 70, 40, 65].map(|billable| machine.write(&app, billable)).to_vec();
        let (mut highest, mut kept) = (0, 0);
        for message in order {
            if let Ok(received) = app.look(TESS, FRESH, &texts[message])
                && let Ok(instance) = app.link(TESS, FRESH, received)
            {
                let (account, _) = app.subscription(FRESH);
                kept = app.read(move |c| store::instances::find(c, account, instance)).unwrap().term_max;
                assert!(kept >= highest, "{order:?}: {kept} after {highest}");
                highest = kept;
            }
        }
        assert!(kept >= 65, "{order:?}: {kept}");
    }
}

/// A whole email with a message in it, quoted once and sent as mail clients do.
fn thread(armoured: &str) -> String {
    let mail = format!("Hello Tess,\n\nhere it is.\n\n{armoured}\nBest regards,\n-- \nBob Example\n");
    let escaped = mail.replace("\n-----", "\n- -----");
    escaped.lines().map(|line| format!("> {}=\r\n\r\n", line.replace(' ', "\u{a0}"))).collect()
}

#[test]
fn r33_an_instance_id_is_found_in_pasted_text_on_the_page_and_in_the_api() {
    let app = TestApp::spawn();
    let mut tess = app.sign_in(TESS);
    let (new, looks) =
        (format!("/subscriptions/{FRESH}/instances/new"), format!("/subscriptions/{FRESH}/instance-ids"));
    let mut machine = Machine::new();
    let activate = machine.activate(&app, &app.code_of(FRESH), 48);
    app.post_sync(&thread(&instance_id::armour(&activate))).assert_status(200);
    for n in 0..3 {
        let text = instance_id::armour(&machine.write(&app, 48));
        let pasted = match n {
            0 => thread(&text),
            1 => format!("<div>{}</div>", text.replace('\n', "<br>\n").replace("-----", "—–—")),
            _ => text.chars().map(|c| format!("{c}\u{200b}\u{202e}")).collect(),
        };
        let looked = tess.submit(&new, &looks, &[("instance-id", &pasted)]);
        let page = tess.follow(&looked);
        page.assert_status(200).assert_says("git.example");
    }
    // Longer than a message may be, but the message in it is not.
    let text = format!("{}\n{}", "Lorem ipsum. ".repeat(8_000), machine.write(&app, 48));
    assert!(text.len() > 100_000);
    tess.submit(&new, &looks, &[("instance-id", &text)]).assert_status(303);
}

#[test]
fn r33_a_pasted_token_or_several_instance_ids_are_named_as_such() {
    let app = TestApp::spawn();
    let mut tess = app.sign_in(TESS);
    let (new, looks) =
        (format!("/subscriptions/{FRESH}/instances/new"), format!("/subscriptions/{FRESH}/instance-ids"));
    let token = app.make_token(TESS, OTHER, first_instance(&app, OTHER)).unwrap();
    let token = token_text(&app, OTHER, first_instance(&app, OTHER), token);
    let mut machine = Machine::new();
    let two = format!("{}\nor\n{}", machine.write(&app, 48), machine.write(&app, 49));
    for (text, says) in [(&token, "It’s a token"), (&two, "The text holds several")] {
        let page = tess.submit(&new, &looks, &[("instance-id", text)]);
        page.assert_status(422).assert_says("instance ID of this portal").assert_says(says);
    }
    let answers = [&token, &two, &"Good morning".to_owned()].map(|text| app.post_sync(text));
    assert!(answers.iter().all(|answer| answer.status == 400 && answer.body == answers[2].body));
}

fn token_text(app: &TestApp, number: &str, instance: InstanceId, token: TokenId) -> String {
    let (account, _) = app.subscription(number);
    app.read(move |c| store::tokens::find(c, account, instance, token)).unwrap().body
}

#[test]
fn r31_one_instance_id_has_one_token_and_the_next_has_the_next() {
    let app = TestApp::spawn();
    let mut machine = Machine::new();
    let instance = app.report(TESS, FRESH, &machine.write(&app, 50));
    let first = app.make_token(TESS, FRESH, instance).unwrap();
    let once = app.dump();
    app.move_on(TimeDelta::minutes(5));
    assert_eq!(app.make_token("ada@linden.example", FRESH, instance).unwrap(), first);
    assert_eq!(app.dump(), once);
    app.report(TESS, FRESH, &machine.write(&app, 50));
    assert_ne!(app.make_token(TESS, FRESH, instance).unwrap(), first);
    // Within ten minutes the last word about one instance is enough.
    let readers = app.mailbox().readers_of("token");
    assert_eq!(readers, ["ada@linden.example", TESS]);
}

#[test]
fn r26_a_token_opens_on_its_instance_alone_and_carries_the_license_that_lies_ahead() {
    let app = TestApp::spawn();
    let mut machine = Machine::new();
    let instance = app.report(TESS, AHEAD, &machine.write(&app, 110));
    let token = app.make_token(TESS, AHEAD, instance).unwrap();
    let text = token_text(&app, AHEAD, instance, token);
    let keys = app.app.keys();
    let opened = open_token(&text, keys.published(), machine.id, seeds::PRODUCT).unwrap();
    assert_eq!((opened.ack.seq, opened.jti.as_str()), (1, token.to_string().as_str()));
    let licenses: Vec<_> =
        opened.licenses.iter().map(|l| (l.starts_on.to_string(), l.ends_on.to_string(), l.seats)).collect();
    let term = |from: &str, to: &str, seats| (from.to_owned(), to.to_owned(), seats);
    assert_eq!(licenses, [term("2025-10-01", "2026-09-30", 100), term("2026-10-01", "2027-09-30", 120)]);
    let ahead = &opened.licenses[1];
    assert_eq!((ahead.previous_seats, ahead.true_up, ahead.grace_days), (100, 30, 14));
    assert_eq!(ahead.licensee.company, "Linden Hospital Group");
    let other = Machine::new().id;
    assert!(matches!(
        open_token(&text, keys.published(), other, seeds::PRODUCT),
        Err(TokenRefused::OtherInstance { .. })
    ));
    let product = open_token(&text, keys.published(), machine.id, "harbor-wiki");
    assert!(matches!(product, Err(TokenRefused::OtherProduct { .. })));
}

/// A real instance with the agent the vendor embeds.
fn agent(app: &TestApp) -> Instance {
    let settings = Settings {
        portal: app.app.config.base_url.clone(),
        keys: app.app.keys().published().clone(),
        product: seeds::PRODUCT.to_owned(),
        version: seeds::VERSION.to_owned(),
        free_tier: "free".to_owned(),
        hostname: "git.archive.linden.example".to_owned(),
        environment: "production".to_owned(),
    };
    Instance::open(&app.folder.path().join("instance"), settings).unwrap()
}

#[test]
fn r26_r30_agent_and_portal_agree_from_the_first_paste_to_the_renewal() {
    let app = TestApp::spawn();
    let agent = agent(&app);
    let code = app.code_of(AHEAD);
    agent.report(Counts { active: 110, inactive: 3, billable: 108 }, app.now()).unwrap();
    let text = agent.instance_id(app.now(), Some(&code)).unwrap();
    let mut tess = app.sign_in(TESS);
    let new = format!("/subscriptions/{AHEAD}/instances/new");
    let looked = tess.submit(&new, &format!("/subscriptions/{AHEAD}/instance-ids"), &[("instance-id", &text)]);
    let review = tess.follow(&looked);
    review.assert_status(200).assert_says("git.archive.linden.example").assert_says("108");
    let page = looked.location();
    let linked = tess.submit(&page, &format!("{page}/link"), &[]);
    let instance = linked.location();
    assert_eq!(instance, format!("/instances/{}", agent.id()));
    tess.follow(&linked).assert_status(200);
    let made = tess.submit(&instance, &format!("{instance}/tokens"), &[]);
    let token = tess.follow(&made);
    token.assert_status(200);
    assert_eq!(token.select(HEADING), ["Your token is ready"]);
    let file = tess.get(&format!("{}/file", made.location()));
    file.assert_status(200);
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"seatsync-token-S-1077.txt\""));
    assert!(file.text().starts_with("-----BEGIN SEATSYNC TOKEN-----"));
    agent.load_token(&file.text(), app.now()).unwrap();
    assert!(agent.load_token(&token.select("textarea#token")[0], app.now()).is_err(), "R30: it is on record already");
    let seats = |moment: &str| agent.permits(at(moment)).unwrap().seats;
    let before = seats("2026-09-30T23:59:59Z");
    let after = seats("2026-10-01T00:00:00Z");
    assert_eq!((before, after), (Some(100), Some(120)), "R26: current by itself at its start");
}

#[test]
fn r33_by_page_a_refusal_keeps_what_was_typed_and_says_why() {
    let app = TestApp::spawn();
    let mut tess = app.sign_in(TESS);
    let (new, action) =
        (format!("/subscriptions/{FRESH}/instances/new"), format!("/subscriptions/{FRESH}/instance-ids"));
    let before = app.dump();
    let nasty = "</textarea><script>alert(1)</script>";
    for typed in ["", "   ", nasty, "A.B.C.D.E"] {
        let again = tess.submit(&new, &action, &[("instance-id", typed)]);
        again.assert_status(422);
        assert_eq!(again.select(PROBLEM).len(), 1, "{typed}");
        assert!(!again.text().contains("<script>alert"));
        assert_eq!(again.select("textarea").join(""), typed.trim(), "what was typed is kept");
    }
    tess.submit(&new, &action, &[("instance-id", &"A".repeat(70_000))]).assert_status(422);
    tess.submit(&new, &action, &[("instance-id", &"A".repeat(300_000))]).assert_status(413);
    assert_eq!(app.dump(), before);
}

#[test]
fn secrets_of_the_portal_are_never_stored_in_the_clear() {
    let app = TestApp::spawn();
    let code = app.code_of(FRESH).as_str().to_owned();
    let sealed = app.app.keys();
    let private = Base64::encode_string(sealed.signing().to_secret_bytes().as_slice());
    for (table, rows) in app.dump() {
        assert!(rows.iter().all(|r| !r.contains(&code) && !r.contains(private.trim_end_matches('='))), "{table}");
    }
    assert_eq!(app.now().second(), 0);
}
