//! The worked cases of the rules (`cases.json`, computed by an independent model), as they are, against `domain`.

use rust_decimal::Decimal;
use seatsync::domain::calendar::{Term, midnight, quarter_on, quarters};
use seatsync::domain::invoice::quarters_price;
use seatsync::domain::money::{Currency, Money};
use seatsync::domain::order;
use seatsync::domain::policy::{LATEST_DAYS, Policy};
use seatsync::domain::renewal::{self, DEFAULT_NOTICE_DAYS, Facts, QuantityPolicy, RenewalRefused, last_cancel_day};
use seatsync::domain::usage::overage;
use serde_json::Value;

use super::support::{at, day};

/// What is in the file, in its order; a section nobody reads must not go unnoticed.
const SECTIONS: &[&str] = &[
    "quarters",
    "leap_anchor_term_starts",
    "quarter_of",
    "reconciliation_price",
    "terms",
    "cancel",
    "renewal_quantity",
    "true_up",
    "seats_mid_term",
    "timeline",
    // Played as scenarios, in `amended`.
    "late_counts",
    "true_up_credited",
    "term_price",
];

fn file() -> Value {
    serde_json::from_str(include_str!("cases.json")).unwrap()
}

fn cases(section: &str) -> Vec<Value> {
    file()[section].as_array().unwrap().clone()
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().unwrap_or_else(|| panic!("{name} in {case}"))
}

fn count(case: &Value, name: &str) -> i64 {
    case[name].as_i64().unwrap_or_else(|| panic!("{name} in {case}"))
}

fn usd() -> Currency {
    "USD".parse().unwrap()
}

fn price(case: &Value) -> Money {
    Money::exactly(text(case, "price").parse().unwrap(), usd()).unwrap()
}

fn charged(overage: i64, per_seat: Money, quarter: i64) -> String {
    quarters_price(overage, per_seat, quarter.try_into().unwrap()).unwrap().decimal().to_string()
}

#[test]
fn every_section_of_the_cases_is_read() {
    let mut found: Vec<String> = file().as_object().unwrap().keys().filter(|k| *k != "about").cloned().collect();
    let mut known: Vec<String> = SECTIONS.iter().map(|name| (*name).to_owned()).collect();
    found.sort();
    known.sort();
    assert_eq!(found, known);
}

#[test]
fn r3_quarters_run_from_the_anchor_and_are_clamped_to_the_month() {
    for case in cases("quarters") {
        let anchor = day(text(&case, "anchor"));
        let starts: Vec<String> = quarters(anchor, 12, 0).iter().map(|q| q.span.start.to_string()).collect();
        let expected: Vec<&str> = case["q_starts"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
        assert_eq!(starts, expected, "{case}");
        let term = Term::of(anchor, 12, 0);
        assert_eq!(term.end.to_string(), text(&case, "end_exclusive"), "{case}");
        assert_eq!(term.last_day().to_string(), text(&case, "last_day"), "{case}");
    }
}

#[test]
fn r3_an_anchor_on_the_leap_day_comes_back_to_it() {
    let case = &file()["leap_anchor_term_starts"];
    let anchor = day(text(case, "anchor"));
    for (index, start) in (0..).zip(case["starts"].as_array().unwrap()) {
        assert_eq!(Term::of(anchor, 12, index).start.to_string(), start.as_str().unwrap(), "term {index}");
    }
}

#[test]
fn r3_a_day_lies_in_one_quarter_and_after_the_term_in_none() {
    for case in cases("quarter_of") {
        let found =
            quarter_on(day(text(&case, "anchor")), 12, 0, day(text(&case, "date"))).map(|q| i64::from(q.number));
        assert_eq!(found, case["quarter"].as_i64(), "{case}");
    }
}

#[test]
fn r7_overage_costs_the_remaining_quarters_rounded_once() {
    for case in cases("reconciliation_price") {
        let charged = charged(count(&case, "overage"), price(&case), count(&case, "quarter"));
        assert_eq!(charged, text(&case, "amount"), "{case}");
    }
}

#[test]
fn r9_r11_a_term_reconciled_quarter_by_quarter_is_never_dearer_than_its_true_up() {
    for case in cases("terms") {
        let (base, per_seat) = (count(&case, "base"), price(&case));
        let (mut seats, mut total) = (base, Decimal::ZERO);
        for row in case["rows"].as_array().unwrap() {
            let quarter = count(row, "q");
            assert_eq!(seats, count(row, "seats_before"), "{row} of {case}");
            let over = overage(count(row, "qmax"), seats);
            assert_eq!(over, count(row, "overage"), "{row} of {case}");
            let amount = charged(over, per_seat, quarter);
            assert_eq!(amount, text(row, "amount"), "{row} of {case}");
            let is_billed = over > 0 && quarter < 4;
            assert_eq!(is_billed, row["billed"].as_bool().unwrap(), "{row} of {case}");
            if is_billed {
                seats += over;
            }
            total += amount.parse::<Decimal>().unwrap();
        }
        assert_eq!(seats, count(&case, "final_seats"), "{case}");
        assert_eq!(total, text(&case, "qsr_total").parse().unwrap(), "{case}");
        let term_max = case["qmax"].as_array().unwrap().iter().map(|m| m.as_i64().unwrap()).max().unwrap();
        let true_up = overage(term_max, base);
        assert_eq!(true_up, count(&case, "annual_trueup_qty"), "{case}");
        let annual = per_seat.decimal() * Decimal::from(true_up);
        assert_eq!(annual, text(&case, "annual_trueup_total").parse().unwrap(), "{case}");
        assert!(total <= annual, "{case}");
    }
}

#[test]
fn r22_a_renewal_is_turned_off_until_the_end_of_the_thirtieth_day_before() {
    for case in cases("cancel") {
        let end = day(text(&case, "renewal_date"));
        let last_term = Term { start: Term::of(end, 12, 0).start - chrono::Days::new(365), end };
        let facts = Facts {
            last_term,
            cancelled: false,
            direct: true,
            paid: true,
            public_sector: false,
            po_required: false,
            priced: true,
            ended_as: None,
            notice_days: DEFAULT_NOTICE_DAYS,
        };
        let last = day(text(&case, "last_day"));
        assert_eq!(last_cancel_day(end, DEFAULT_NOTICE_DAYS), last, "{case}");
        let on = |moment: &str| renewal::cancel(&facts, at(moment).date_naive());
        assert_eq!(on(text(&case, "allowed_until")), Ok(()), "{case}");
        assert_eq!(
            on(text(&case, "refused_from")),
            Err(RenewalRefused::TooLate { was_possible_until: last }),
            "{case}"
        );
        assert_eq!(midnight(last + chrono::Days::new(1)), at(text(&case, "refused_from")), "{case}");
    }
}

#[test]
fn r20_a_renewal_is_for_the_greatest_of_what_its_policy_looks_at() {
    let policies = [
        ("seats_active_q4", QuantityPolicy::SeatsActiveQ4),
        ("seats_active", QuantityPolicy::SeatsActive),
        ("active_only", QuantityPolicy::ActiveOnly),
    ];
    for case in cases("renewal_quantity") {
        for (name, policy) in policies {
            let [seats, active, q4_max] = ["seats", "active", "q4_max"].map(|n| count(&case, n));
            assert_eq!(
                renewal::quantity(policy, seats, Some(active), Some(q4_max)),
                count(&case, name),
                "{name} of {case}"
            );
        }
    }
}

#[test]
fn the_annual_true_up_is_what_the_term_maximum_exceeds_the_seats_by() {
    for case in cases("true_up") {
        assert_eq!(overage(count(&case, "term_max"), count(&case, "seats")), count(&case, "true_up"), "{case}");
    }
}

#[test]
fn r40_seats_within_a_term_cost_the_days_left_of_it() {
    let term = Term::of(day("2021-09-01"), 12, 0);
    for case in cases("seats_mid_term") {
        let buy = day(text(&case, "buy"));
        assert_eq!(
            (order::days_left(term, buy), term.days()),
            (count(&case, "days_remaining"), count(&case, "term_days"))
        );
        let cost = order::seats_price(count(&case, "seats"), price(&case), (term, 12), buy).unwrap();
        assert_eq!(cost.decimal().to_string(), text(&case, "amount"), "{case}");
    }
}

#[test]
fn r12_what_follows_a_quarter_has_its_days() {
    for case in cases("timeline") {
        let number = usize::try_from(count(&case, "after_quarter")).unwrap();
        let quarter = quarters(day(text(&case, "anchor")), 12, 0)[number - 1];
        let boundary = quarter.span.end;
        assert_eq!(boundary.to_string(), text(&case, "boundary"), "{case}");
        let days = |days: i64| seatsync::domain::calendar::days_after(boundary, days).to_string();
        assert_eq!(days(-Policy::HEADS_UP_DAYS), text(&case, "heads_up"), "{case}");
        assert_eq!(days(-Policy::OFFLINE_REMINDER_DAYS), text(&case, "offline_reminder"), "{case}");
        assert_eq!(Policy::default().reconciled_on(quarter).to_string(), text(&case, "notice_default"), "{case}");
        assert_eq!(Policy::default().charged_on(quarter).to_string(), text(&case, "charge_default"), "{case}");
        let (reconcile_after_days, charge_after_days) = LATEST_DAYS;
        let latest = Policy { reconcile_after_days, charge_after_days, ..Policy::default() };
        assert_eq!(latest.reconciled_on(quarter).to_string(), text(&case, "notice_deadline"), "{case}");
        assert_eq!(latest.charged_on(quarter).to_string(), text(&case, "charge_deadline"), "{case}");
    }
}
