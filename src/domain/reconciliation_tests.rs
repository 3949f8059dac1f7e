//! Who is billed quarterly, what it costs, and in which order reasons are shown.

use proptest::prelude::*;

use super::super::calendar::quarters;
use super::super::money::Currency;
use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn all_well() -> TermFacts {
    TermFacts {
        paid: true,
        direct: true,
        public_sector: false,
        po_required: false,
        term_months: 12,
        opted_out: false,
        term_start: day("2021-09-01"),
        programme_start: day("2021-08-01"),
        cloud_licensed: true,
    }
}

fn facts(number: u32) -> QuarterFacts {
    let quarter = quarters(day("2021-09-01"), 12, 0).into_iter().find(|q| q.number == number).unwrap();
    QuarterFacts {
        quarter,
        annual: None,
        is_paused: false,
        is_cloud_licensed: true,
        version_suffices: true,
        disputed: false,
        peak: Some(Peak { billable: 40, on: day("2021-10-15") }),
        seats: 25,
    }
}

#[test]
fn r19_versions_compare_by_major_and_minor_only() {
    for (version, passes) in [
        ("14.1.0", true),
        ("14.1.0-pre", true),
        ("14.10.0", true),
        ("15.0", true),
        ("14.0.12-ee", false),
        ("13.12.1", false),
        ("nightly", false),
        ("", false),
        ("14", false),
        ("99999999999.1", false),
        ("v14.1.0", true),
        ("V14.1", true),
        ("15", true),
        ("v15", true),
        ("1:14.1.0-1ubuntu2", true),
        ("14.1.0+dfsg", true),
        ("14.1.0~rc1", true),
        ("14.1.0-RC1", true),
        (" 14.1.0 ", true),
        ("2026.11.30", true),
        ("1:13.12.1", false),
        ("v14", false),
        ("14..1", false),
        ("4f2a9c1", false),
        ("99f2a9c", false),
        ("latest", false),
    ] {
        assert_eq!(version_suffices(version, "14.1"), passes, "{version}");
    }
}

#[test]
fn r18_a_term_is_quarterly_only_if_nothing_speaks_against_it() {
    assert_eq!(mode(&all_well()), (BillingMode::Quarterly, None));
    let well = all_well();
    for (standing, reason) in [
        (TermFacts { paid: false, direct: false, ..well }, Reason::CommunityOrTrial),
        (TermFacts { direct: false, public_sector: true, ..well }, Reason::Reseller),
        (TermFacts { public_sector: true, po_required: true, ..well }, Reason::PublicSector),
        (TermFacts { po_required: true, term_months: 24, ..well }, Reason::PoRequired),
        (TermFacts { term_months: 24, opted_out: true, ..well }, Reason::TermNot12Months),
        (TermFacts { opted_out: true, term_start: day("2021-07-31"), ..well }, Reason::OptedOut),
        (TermFacts { term_start: day("2021-07-31"), cloud_licensed: false, ..well }, Reason::NotEnrolled),
        (TermFacts { cloud_licensed: false, ..well }, Reason::NotCloudLicensed),
    ] {
        assert_eq!(mode(&standing), (BillingMode::Annual, Some(reason)), "{standing:?}");
    }
    assert_eq!(mode(&TermFacts { term_start: day("2021-08-01"), ..well }).0, BillingMode::Quarterly);
}

#[test]
fn r10_r16_the_first_reason_in_order_is_shown() {
    let well = facts(1);
    assert_eq!((well.skip_reason(), well.overage()), (None, 15));
    let worst = QuarterFacts {
        annual: Some(Reason::NotEnrolled),
        is_paused: true,
        is_cloud_licensed: false,
        version_suffices: false,
        disputed: true,
        peak: None,
        ..facts(4)
    };
    let mut less = worst;
    let mut shown = vec![less.skip_reason().unwrap()];
    less.annual = None;
    shown.push(less.skip_reason().unwrap());
    less.is_paused = false;
    shown.push(less.skip_reason().unwrap());
    less.is_cloud_licensed = true;
    shown.push(less.skip_reason().unwrap());
    less.version_suffices = true;
    shown.push(less.skip_reason().unwrap());
    less.disputed = false;
    shown.push(less.skip_reason().unwrap());
    less.quarter = facts(3).quarter;
    shown.push(less.skip_reason().unwrap());
    less.peak = Some(Peak { billable: 25, on: day("2021-10-15") });
    shown.push(less.skip_reason().unwrap());
    use Reason as R;
    let order = [
        R::NotEnrolled,
        R::Paused,
        R::NotCloudLicensed,
        R::VersionTooOld,
        R::Disputed,
        R::Q4,
        R::NoUsageData,
        R::NoOverage,
    ];
    assert_eq!(shown, order);
    // A reason of the term that stands later in the order than one of the quarter.
    let legacy = QuarterFacts { annual: Some(R::NotCloudLicensed), is_paused: true, ..well };
    assert_eq!(legacy.skip_reason(), Some(R::Paused));
    let words = "community_or_trial reseller public_sector po_required term_not_12_months opted_out not_enrolled hold \
                 not_cloud_licensed version_too_old disputed q4 no_usage_data no_overage";
    assert_eq!(Reason::ALL.iter().map(|r| r.as_str()).collect::<Vec<_>>().join(" "), words);
    assert!(Reason::ALL.windows(2).all(|pair| pair[0] < pair[1]), "declared in order");
}

#[test]
fn r14_a_failed_charge_is_tried_again_after_3_7_and_14_days_until_the_quarter_ends() {
    let (first, until) = (day("2021-12-10"), day("2022-03-01"));
    assert_eq!(next_try(first, first, until), Some(day("2021-12-13")));
    assert_eq!(next_try(first, day("2021-12-13"), until), Some(day("2021-12-17")));
    assert_eq!(next_try(first, day("2021-12-15"), until), Some(day("2021-12-17")), "also after a card was changed");
    assert_eq!(next_try(first, day("2021-12-17"), until), Some(day("2021-12-24")));
    assert_eq!(next_try(first, day("2021-12-24"), until), None);
    assert_eq!(next_try(first, first, day("2021-12-13")), None);
}

fn currencies() -> impl Strategy<Value = Currency> {
    proptest::sample::select(vec!["USD", "EUR", "JPY", "KWD"]).prop_map(|code| code.parse().unwrap())
}

proptest! {
    /// R11: reconciled quarter by quarter, whatever the counts, never dearer than the annual true-up of the same term.
    #[test]
    fn r11_never_dearer_than_the_true_up(
        base in 0_i64..5_000,
        maxima in proptest::collection::vec(0_i64..10_000, 4),
        minor in 0_i64..10_000_000,
        currency in currencies(),
    ) {
        let per_seat = Money::new(minor, currency);
        let (mut seats, mut paid, mut before) = (base, 0, base);
        for (number, &maximum) in (1_u32..).zip(&maxima) {
            let over = overage(maximum, seats);
            if number < 4 {
                paid += quarters_price(over, per_seat, number).unwrap().minor;
                seats += over;
            }
            prop_assert!(seats >= before, "R9: seats never fall within a term");
            before = seats;
        }
        let term_max = maxima.iter().copied().max().unwrap();
        prop_assert!(paid <= overage(term_max, base) * minor, "{paid}");
        prop_assert!(seats <= base.max(term_max), "nobody pays for more seats than were ever used");
    }

    /// R6, R7: the later, the cheaper; and one charge for many is never more than many charges for one.
    #[test]
    fn r7_users_added_later_never_cost_more(over in 0_i64..10_000, minor in 0_i64..10_000_000, currency in currencies()) {
        let per_seat = Money::new(minor, currency);
        let prices: Vec<i64> = (1..=4).map(|q| quarters_price(over, per_seat, q).unwrap().minor).collect();
        prop_assert!(prices.windows(2).all(|pair| pair[0] >= pair[1]));
        prop_assert_eq!(prices[3], 0);
        prop_assert!(prices[0] <= over * minor);
    }
}
