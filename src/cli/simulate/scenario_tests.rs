//! What is wrong with a scenario is said in one sentence that names the place.

use serde_json::{Value, json};

use super::*;

fn good() -> Value {
    json!({
        "currency": "USD",
        "list_prices": [{"from": "2021-01-01", "price": "228.00"}],
        "account": {},
        "subscription": {"deployment": "self_managed", "tier": "premium", "anchor": "2021-09-01", "seats": 25},
        "events": [
            {"at": "2021-09-02T03:00:00Z", "report": {"billable": 25, "active": 25, "version": "14.1.0"}},
            {"at": "2021-11-01T09:00:00Z", "buy_seats": 5}
        ],
        "until": "2022-09-15"
    })
}

/// The good one with one value put in, taken out (`null`) or replaced.
fn with(pointer: &str, value: Value) -> Vec<u8> {
    let mut scenario = good();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match scenario.pointer_mut(parent).unwrap() {
        Value::Object(fields) if value.is_null() => drop(fields.remove(name)),
        Value::Object(fields) => drop(fields.insert(name.to_owned(), value)),
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
        other => panic!("{other}"),
    }
    scenario.to_string().into_bytes()
}

#[test]
fn a_scenario_needs_little_and_the_rest_is_by_default() {
    let scenario = parse(good().to_string().as_bytes()).unwrap();
    assert_eq!(scenario.policy, Policy::default());
    assert_eq!((scenario.per_seat.minor, scenario.offline_quarterly, scenario.events.len()), (22_800, true, 2));
    assert_eq!(scenario.subscription.term_months, 12);
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn what_is_wrong_is_named_with_its_place() {
    let table: &[(&str, Value, &str)] = &[
        ("/colour", json!("red"), "unknown field `colour`"),
        ("/subscription/sets", json!(1), "unknown field `sets`"),
        ("/events/0/report/biling", json!(1), "unknown field `biling`"),
        ("/until", Value::Null, "missing field `until`"),
        ("/subscription/seats", Value::Null, "missing field `seats`"),
        ("/subscription/seats", json!(-1), "subscription.seats: -1 is not from 1 to"),
        ("/subscription/seats", json!(2.5), "subscription.seats:"),
        ("/subscription/unit_price", json!("228.001"), "subscription.unit_price: “228.001” is no price of USD"),
        ("/subscription/unit_price", json!("-1"), "subscription.unit_price:"),
        ("/subscription/unit_price", json!(228.5), "subscription.unit_price:"),
        ("/list_prices/0/price", json!("1.234"), "list_prices[0].price:"),
        ("/list_prices/0/price", json!("99999999999999999999999999999999"), "list_prices[0].price:"),
        ("/list_prices/0/from", json!("2021-02-30"), "list_prices[0].from:"),
        ("/currency", json!("XXQ"), "currency:"),
        ("/subscription/tier", json!("gold"), "subscription.tier: “gold” is not"),
        ("/subscription/anchor", json!("1 Sep"), "subscription.anchor:"),
        ("/subscription/term_months", json!(0), "subscription.term_months: 0 is not from 1 to 120"),
        ("/until", json!("2021-08-31"), "until: must be a day from 2021-09-01"),
        ("/until", json!("2099-01-01"), "until: must be a day from 2021-09-01"),
        ("/policy", json!({"notice_days": 91}), "policy.notice_days: 91 is not from 0 to 90"),
        ("/policy", json!({"settle_after_days": 4}), "policy.settle_after_days: 4 is not from 2 to 3"),
        ("/policy", json!({"charge_after_days": 11}), "policy.charge_after_days: 11 is not from 6 to 10"),
        ("/policy", json!({"minimum_version": "fourteen"}), "policy.minimum_version: “fourteen” is no version"),
        ("/policy", json!({"minimum_version": ""}), "policy.minimum_version: “” is no version"),
        ("/policy", json!([30]), "policy: invalid type: sequence, expected an object"),
        ("/account", json!(["card"]), "account: invalid type: sequence"),
        ("/list_prices/0", json!(["2021-01-01", "228.00"]), "list_prices[0]: invalid type: sequence"),
        ("/events/0/report", json!(["a"]), "events[0].report: invalid type: sequence"),
        ("/events/0/report/history", json!([["2021-09-01", 3]]), "events[0].report.history[0]: invalid type: sequence"),
        (
            "/events/1",
            json!({"at": "2021-11-01T09:00:00Z", "dispute": [0, 1]}),
            "events[1].dispute: invalid type: sequence",
        ),
        (
            "/subscription/anchor",
            json!("9999-01-01"),
            "subscription.anchor: must be a day from 1970-01-01 to 2199-12-31",
        ),
        ("/subscription/anchor", json!("-2021-01-01"), "subscription.anchor: must be a day from 1970-01-01"),
        ("/until", json!("9999-01-01"), "until: must be a day from 2021-09-01 to 2051-09-01"),
        ("/list_prices/0/from", json!("1969-12-31"), "list_prices[0].from: must be a day from 1970-01-01"),
        ("/policy", json!({"programme_start": "9999-12-31"}), "policy.programme_start: must be a day from 1970-01-01"),
        ("/subscription/seats", json!(10_000_001), "subscription.seats: 10000001 is not from 1 to 10000000"),
        ("/subscription/unit_price", json!("10000000.01"), "subscription.unit_price: “10000000.01” is no price"),
        ("/list_prices/0/price", json!("0.0000000000000000000000000000000000000001"), "list_prices[0].price:"),
        ("/list_prices/0/price", json!("1".repeat(40)), "list_prices[0].price: “1111"),
        ("/events/0/report/instance", json!("x".repeat(65)), "events[0].report.instance: is longer than 64 characters"),
        ("/events/0/report/environment", json!("x".repeat(65)), "events[0].report.environment: is longer than 64"),
        ("/events/0/report/version", json!("x".repeat(65)), "events[0].report.version: is longer than 64"),
        (
            "/events/0/report/history",
            json!([{"day": "-2021-01-01", "billable": 1}]),
            "events[0].report.history[0].day: must be a day",
        ),
        ("/events/0/report/arrives", json!("9999-01-01T00:00:00Z"), "events[0].report.arrives: must be a moment"),
        (
            "/events/1",
            json!({"at": "2021-11-01T09:00:00Z", "buy_seats": 10_000_001}),
            "events[1].buy_seats: 10000001 is not from 1",
        ),
        (
            "/events/1",
            json!({"at": "2021-11-01T09:00:00Z", "renew": {"seats": 0}}),
            "events[1].renew.seats: 0 is not from 1",
        ),
        (
            "/events/1",
            json!({"at": "2021-11-01T09:00:00Z", "waive": {"term": 0, "quarter": 1, "reason": "x".repeat(1001)}}),
            "events[1].waive.reason: is longer than 1000 characters",
        ),
        ("/subscription/tier", json!("\u{1b}[31mred\r\nx"), "subscription.tier: “\\u{1b}[31mred\\u{d}\\u{a}x” is not"),
        ("/\u{7}bell", json!(1), "\\u{7}bell"),
        ("/currency", json!("\u{202e}DSU"), "currency: “\\u{202e}DSU” is no currency"),
        ("/policy", json!({"renewal_quantity": "guess"}), "policy.renewal_quantity: “guess” is not known"),
        (
            "/events/1",
            json!({"at": "2021-08-31T23:59:59Z", "buy_seats": 5}),
            "events[1].at: “2021-08-31T23:59:59Z” lies outside",
        ),
        (
            "/events/1",
            json!({"at": "2022-09-16T00:00:00Z", "buy_seats": 5}),
            "events[1].at: “2022-09-16T00:00:00Z” lies outside",
        ),
        ("/events/1", json!({"at": "yesterday", "buy_seats": 5}), "events[1].at: “yesterday” is no moment"),
        ("/events/1", json!({"at": "2021-11-01T09:00:00Z", "buy_seats": 0}), "events[1].buy_seats: 0 is not from 1"),
        ("/events/1", json!({"at": "2021-11-01T09:00:00Z"}), "events[1]: says nothing that can happen"),
        (
            "/events/1",
            json!({"at": "2021-11-01T09:00:00Z", "buy_seats": 5, "resume_renewal": true}),
            "events[1]: says more than one",
        ),
        ("/events/1", json!({"at": "2021-11-01T09:00:00Z", "resume_renewal": false}), "events[1].resume_renewal:"),
        ("/events/1", json!({"at": "2021-11-01T09:00:00Z", "card": "melts"}), "events[1].card"),
        (
            "/events/1",
            json!({"at": "2021-11-01T09:00:00Z", "buy_seats": 5, "arrives": "2021-11-02T09:00:00Z"}),
            "events[1].arrives:",
        ),
    ];
    for (pointer, value, sentence) in table {
        let Wrong(said) = parse(&with(pointer, value.clone())).expect_err(sentence);
        assert!(said.contains(sentence), "{pointer} {value}: {said}");
        assert!(!said.contains('\n'), "{said}");
    }
}

#[test]
fn what_is_said_is_short_and_steers_no_terminal_however_long_the_keys() {
    let name = "k".repeat(5_000_000);
    for pointer in [format!("/{name}"), format!("/subscription/{name}"), format!("/events/0/report/{name}")] {
        let Wrong(said) = parse(&with(&pointer, json!(1))).unwrap_err();
        assert!(said.chars().count() <= 310 && said.contains("unknown field `kkk"), "{}", &said[..100]);
    }
    for pointer in ["/currency", "/until", "/subscription/tier", "/subscription/unit_price", "/list_prices/0/price"] {
        let Wrong(said) = parse(&with(pointer, json!("\u{1b}]0;x\u{7}".repeat(100_000)))).unwrap_err();
        assert!(said.chars().count() <= 310 && !said.contains(char::is_control), "{pointer}: {said}");
    }
}

#[test]
fn amounts_that_come_to_more_than_fifteen_digits_are_named() {
    let mut scenario = good();
    scenario["subscription"]["seats"] = json!(10_000_000);
    scenario["subscription"]["unit_price"] = json!("10000000.00");
    let Wrong(said) = parse(scenario.to_string().as_bytes()).unwrap_err();
    assert_eq!(said, "subscription.seats: 10000000 at 10000000.00 each come to more than fifteen digits");
}

#[test]
fn what_is_no_scenario_at_all_is_refused() {
    for text in ["", "[]", "{", "null", "{\"a\":1}x", "\u{feff}{}", &"[".repeat(10_000)] {
        let Wrong(said) = parse(text.as_bytes()).expect_err(text);
        assert!(!said.is_empty() && !said.contains('\n'), "{said}");
    }
    assert!(parse(&[0xff, 0xfe, 0x00]).is_err());
    let mut twice = good().to_string();
    twice.push_str("{}");
    assert!(parse(twice.as_bytes()).is_err(), "one scenario, and nothing after it");
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(100 * 1024 * 1024).unwrap();
    let Wrong(said) = read(file.path()).unwrap_err();
    assert!(said.contains("is larger than 64 MiB"), "{said}");
    assert!(read(&file.path().join("missing")).is_err());
}
