//! The amended rules, each as a scenario that is played to its end: late counts, true-ups, disputes, dates and emails.

use serde_json::{Value, json};

use super::commands::Place;
use super::support::day;

/// A scenario of 100 seats at 100.00 that begins on 1 September 2021.
fn scenario(subscription: Value, account: Value, events: Vec<Value>, until: &str) -> Value {
    let mut scenario = json!({
        "currency": "USD",
        "list_prices": [{"from": "2021-01-01", "price": "100.00"}],
        "account": account,
        "subscription": {"anchor": "2021-09-01", "seats": 100, "unit_price": "100.00"},
        "events": events,
        "until": until,
    });
    for (name, value) in subscription.as_object().unwrap() {
        scenario["subscription"][name] = value.clone();
    }
    scenario
}

fn report(at: &str, users: i64) -> Value {
    json!({"at": format!("{at}T03:00:00Z"), "report": {"billable": users, "active": users, "version": "14.1.0"}})
}

/// A report made on one day that arrives on another.
fn late(at: &str, users: i64, arrives: &str) -> Value {
    let mut event = report(at, users);
    event["report"]["arrives"] = json!(format!("{arrives}T03:00:00Z"));
    event
}

fn at(moment: &str, what: &str, value: Value) -> Value {
    json!({"at": moment, what: value})
}

fn play(scenario: &Value) -> Value {
    let place = Place::new();
    std::fs::write(place.folder.path().join("scenario.json"), scenario.to_string()).unwrap();
    let (status, said, complaint) = place.run(&["simulate", "scenario.json"]);
    assert_eq!((status, complaint.as_str()), (Some(0), ""), "{scenario}");
    serde_json::from_str(&said).unwrap()
}

fn played(subscription: Value, events: Vec<Value>, until: &str) -> Value {
    play(&scenario(subscription, json!({}), events, until))
}

fn reconciliation(outcome: &Value, term: i64, quarter: i64) -> &Value {
    let all = outcome["settlements"].as_array().unwrap();
    all.iter().find(|s| s["term"] == term && s["quarter"] == quarter).unwrap()
}

/// Those members of an object.
fn only(of: &Value, names: &[&str]) -> Value {
    names.iter().map(|name| ((*name).to_owned(), of[*name].clone())).collect::<serde_json::Map<_, _>>().into()
}

fn emails<'a>(outcome: &'a Value, kind: &str) -> Vec<&'a str> {
    let all = outcome["letters"].as_array().unwrap().iter().filter(|email| email["letter"] == kind);
    all.map(|email| email["on"].as_str().unwrap()).collect()
}

fn cases(section: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("cases.json")).unwrap();
    all[section].as_array().unwrap().clone()
}

#[test]
fn r6a_late_counts_are_billed_with_the_next_reconciliation() {
    for case in cases("late_counts") {
        let count = |name: &str| case[name].as_i64().unwrap();
        let events = vec![
            report("2021-10-15", count("q1_known_at_settlement")),
            late("2021-11-20", count("q1_known_later"), "2021-12-20"),
            report("2022-01-15", count("q2_max")),
        ];
        let outcome = played(json!({}), events, "2022-03-15");
        assert_eq!(reconciliation(&outcome, 0, 1)["amount"], case["q1_charged"], "{case}");
        let q2 = reconciliation(&outcome, 0, 2);
        let late = &q2["late"][0];
        assert_eq!(only(late, &["quarter", "overage", "remaining_quarters", "amount"]), case["late"], "{q2}");
        assert_eq!(q2["late"].as_array().unwrap().len(), 1);
        assert_eq!((&q2["overage"], &q2["amount"]), (&case["q2_overage"], &case["q2_amount_with_late"]), "{q2}");
        assert_eq!((&q2["state"], &q2["seats_after"]), (&json!("invoiced"), &case["seats_after"]), "{q2}");
        let invoices = outcome["invoices"].as_array().unwrap();
        assert_eq!(invoices.last().unwrap()["total"], case["q2_amount_with_late"]);
    }
}

#[test]
fn r6a_of_the_third_quarter_they_stand_beside_the_renewal_and_add_no_seats_to_it() {
    let events = vec![report("2022-04-15", 110), late("2022-05-20", 130, "2022-06-20"), report("2022-08-31", 100)];
    let outcome = played(json!({}), events, "2022-09-02");
    let due = &outcome["true_ups"][0];
    let row = only(due, &["kind", "quarter", "quantity", "amount", "on"]);
    assert_eq!(row, json!({"kind": "late", "quarter": 3, "quantity": 20, "amount": "500.00", "on": "2022-09-01"}));
    assert_eq!(outcome["renewals"][0]["seats"], 110, "{outcome}");
    let invoice = outcome["invoices"].as_array().unwrap().last().unwrap();
    assert_eq!((&invoice["kind"], &invoice["total"]), (&json!("renewal"), &json!("11500.00")));
    assert_eq!(invoice["lines"][1]["quarters"], 1);
}

#[test]
fn r6a_what_was_waived_never_comes_back() {
    let events = vec![
        report("2021-10-15", 130),
        at("2021-12-04T09:00:00Z", "waive", json!({"term": 0, "quarter": 1, "reason": "agreed"})),
        late("2021-11-20", 150, "2021-12-20"),
        report("2022-01-15", 100),
    ];
    let outcome = played(json!({}), events, "2022-09-02");
    assert_eq!(reconciliation(&outcome, 0, 1)["state"], "waived");
    assert_eq!(reconciliation(&outcome, 0, 2)["reason"], "no_overage");
    assert_eq!(outcome["true_ups"], json!([]));
}

#[test]
fn r18_seats_bought_after_the_peak_count_with_their_money() {
    for case in cases("true_up_credited") {
        let (peak, buys) = (case["peak"].as_i64().unwrap(), case["buys"].as_i64().unwrap());
        let events = vec![
            report(case["peak_on"].as_str().unwrap(), peak),
            at(&format!("{}T09:00:00Z", case["bought_on"].as_str().unwrap()), "buy_seats", json!(buys)),
        ];
        let outcome = played(json!({"opted_out": true}), events, "2022-09-02");
        let bought = outcome["invoices"].as_array().unwrap().iter().find(|i| i["kind"] == "seats").unwrap();
        assert_eq!(bought["total"], case["paid"], "{case}");
        match case["quantity"].as_i64().unwrap() {
            0 => assert_eq!(outcome["true_ups"], json!([]), "{case}"),
            quantity => {
                let due = &outcome["true_ups"][0];
                assert_eq!((&due["quantity"], &due["amount"]), (&json!(quantity), &case["amount"]), "{case}");
                assert_eq!((&due["credited"], &due["kind"]), (&case["paid"], &json!("annual")), "{case}");
            }
        }
    }
}

#[test]
fn r25a_a_term_costs_its_share_of_the_years_price() {
    for case in cases("term_price") {
        let subscription = json!({
            "term_months": case["months"], "seats": case["seats"], "unit_price": case["price_per_year"],
        });
        let outcome = played(subscription, Vec::new(), "2021-09-02");
        assert_eq!(outcome["invoices"][0]["total"], case["amount"], "{case}");
    }
}

#[test]
fn r12_who_reports_over_a_clipboard_is_reconciled_on_the_last_day_and_charged_three_days_later_at_the_earliest() {
    let mut pasted = report("2021-10-15", 130);
    pasted["report"]["by"] = json!("paste");
    let mut scenario = scenario(json!({}), json!({}), vec![pasted.clone()], "2021-12-20");
    let q1 = |outcome: &Value| only(reconciliation(outcome, 0, 1), &["notified_on", "charged_on"]);
    assert_eq!(q1(&play(&scenario)), json!({"notified_on": "2021-12-04", "charged_on": "2021-12-10"}));
    scenario["policy"] = json!({"charge_after_days": 6});
    assert_eq!(q1(&play(&scenario)), json!({"notified_on": "2021-12-04", "charged_on": "2021-12-07"}));
    scenario["events"] = json!([pasted, report("2021-11-20", 100)]);
    assert_eq!(q1(&play(&scenario))["notified_on"], "2021-12-03", "an early paste brings no day forward");
}

#[test]
fn r16_r44_a_dispute_is_a_state_until_it_is_decided() {
    let dispute = |on: &str| at(&format!("{on}T09:00:00Z"), "dispute", json!({"term": 0, "quarter": 1}));
    let reject =
        |on: &str| at(&format!("{on}T09:00:00Z"), "reject", json!({"term": 0, "quarter": 1, "reason": "right"}));
    let of =
        |events: Vec<Value>, until: &str| played(json!({}), [vec![report("2021-10-15", 130)], events].concat(), until);
    let early = of(vec![dispute("2021-11-23")], "2021-11-30");
    assert_eq!(early["refused"][0]["reason"], "not_settled_yet", "before the heads-up");
    let open = of(vec![dispute("2021-11-24")], "2022-09-02");
    assert_eq!(reconciliation(&open, 0, 1)["state"], "disputed");
    assert_eq!(open["true_ups"], json!([]), "while it is open its peak stays out of every true-up");
    let rejected = of(vec![dispute("2021-11-24"), reject("2021-12-20")], "2022-02-01");
    let q1 = only(reconciliation(&rejected, 0, 1), &["state", "notified_on", "charged_on", "amount"]);
    let due =
        json!({"state": "invoiced", "notified_on": "2021-12-20", "charged_on": "2021-12-23", "amount": "2250.00"});
    assert_eq!(q1, due, "told at once, and charged three days later");
    assert_eq!(emails(&rejected, "dispute_decided"), ["2021-12-20"]);
    let told = of(vec![dispute("2021-12-04"), reject("2021-12-05")], "2022-02-01");
    assert_eq!(reconciliation(&told, 0, 1)["charged_on"], "2021-12-10", "as it was");
    let correct =
        at("2021-12-05T09:00:00Z", "correct", json!({"term": 0, "quarter": 1, "max": 104, "reason": "tests"}));
    let corrected = of(vec![dispute("2021-12-04"), correct], "2022-09-02");
    let q1 = only(reconciliation(&corrected, 0, 1), &["state", "overage", "amount", "seats_after"]);
    assert_eq!(q1, json!({"state": "invoiced", "overage": 4, "amount": "300.00", "seats_after": 104}));
    let after = of(vec![dispute("2021-12-04"), reject("2022-09-10")], "2022-09-12");
    assert_eq!(reconciliation(&after, 0, 1)["state"], "reverted_to_true_up");
    let row = only(&after["true_ups"][0], &["kind", "quarter", "quantity", "amount", "on"]);
    assert_eq!(row, json!({"kind": "late", "quarter": 1, "quantity": 30, "amount": "2250.00", "on": "2022-09-10"}));
}

#[test]
fn r24_who_owes_a_true_up_and_who_does_not_renew_is_told_in_time() {
    let outcome = played(json!({"opted_out": true}), vec![report("2021-10-15", 130)], "2022-09-02");
    assert_eq!(emails(&outcome, "renewal_reminder"), ["2022-07-03", "2022-07-26", "2022-08-01", "2022-08-17"]);
    for account in [json!({"po_required": true}), json!({"public_sector": true}), json!({"reseller": true})] {
        let outcome = play(&scenario(json!({}), account.clone(), Vec::new(), "2022-09-02"));
        assert_eq!(emails(&outcome, "renewal_reminder"), ["2022-07-03", "2022-08-17"], "{account}");
        assert_eq!(emails(&outcome, "ended"), ["2022-09-01"], "{account}");
    }
}

#[test]
fn r47_what_cannot_be_computed_needs_attention_and_stops_nothing_else() {
    let subscription = json!({"unit_price": "10000000.00", "auto_renew": false});
    let outcome =
        played(subscription, vec![report("2021-10-15", 900_000_000), report("2022-01-15", 100)], "2022-09-02");
    assert_eq!(reconciliation(&outcome, 0, 1)["state"], "needs_attention");
    assert_eq!(reconciliation(&outcome, 0, 2)["reason"], "no_overage");
    assert_eq!(outcome["renewals"][0]["state"], "cancelled");
}

#[test]
fn r5_reports_from_elsewhere_and_from_the_future_count_for_nothing() {
    let mut staging = report("2021-10-15", 400);
    staging["report"]["environment"] = json!("staging");
    staging["report"]["version"] = json!("9.0");
    let mut ahead = report("2021-10-20", 120);
    ahead["report"]["history"] = json!([{"day": "2021-10-21", "billable": 500}]);
    let outcome = played(json!({}), vec![report("2021-10-14", 110), staging, ahead], "2021-12-11");
    let q1 = only(reconciliation(&outcome, 0, 1), &["state", "quarter_max"]);
    assert_eq!(q1, json!({"state": "invoiced", "quarter_max": 110}));
    assert_eq!(outcome["refused"][0]["reason"], "history_ahead");
    assert_eq!(day("2021-12-10").to_string(), reconciliation(&outcome, 0, 1)["charged_on"].as_str().unwrap());
}
