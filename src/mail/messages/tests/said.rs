//! What an email must say, and what it says only then.

use super::samples::{Sample, renews, usd};
use super::*;
use crate::domain::release::Severity;
use crate::domain::release::UpdatePolicy;
use crate::domain::renewal::WhyNot;

fn english() -> Sample {
    Sample::new(Language::En)
}

/// The text part on one line.
fn said(email: &impl Email) -> String {
    email.text().unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(text: &str, wanted: &[&str]) {
    for words in wanted {
        assert!(text.contains(words), "“{words}” is not in: {text}");
    }
}

#[test]
fn days_are_said_with_their_zone() {
    let text = said(&english().cancelled(false));
    says(&text, &["31 August 2027 (UTC)", "When: 20 July 2027, 09:05 UTC"]);
    says(&said(&Sample::new(Language::De).cancelled(false)), &["31. August 2027 (UTC)"]);
}

#[test]
fn a_late_cancellation_is_mentioned_only_when_there_was_one() {
    let told = |is_late| said(&english().cancelled(is_late)).contains("made an exception");
    assert!(told(true) && !told(false));
}

#[test]
fn who_turns_renewal_on_after_the_cut_off_is_told_that_it_stays_on() {
    let text = |day| said(&english().resumed(day));
    says(&text("2027-07-20"), &["You can turn off auto-renewal until the end of 20 July 2027 (UTC)"]);
    says(&text("2027-07-19"), &["The last day to turn off this renewal was 19 July 2027 (UTC)"]);
}

#[test]
fn r15_the_reconciliation_email_names_everything() {
    let (by_card, by_invoice) = (english().notice(Some("4242")), english().notice(None));
    let every = [
        "S-2027-0001",
        "Forge & Anvil",
        "Instance: forge.internal",
        "Instance: anvil.internal",
        "Quarter 1: 1 September 2026 to 30 November 2026 (UTC)",
        "Most users: 40 on 15 October 2026 (UTC)",
        "Seats paid for: 25",
        "Users over your seats: 15",
        "Price per seat and year: USD 228.00",
        "Quarters left: 3 of 4",
        "Amount before tax: USD 2,565.00",
        "Under the annual true-up: USD 3,420.00",
        "Seats count from: 1 December 2026 (UTC)",
        "40 users at most on 15 October 2026 (UTC), 25 paid, 15 × USD 228.00 × 3 of 4 quarters = USD 2,565.00.",
        "Under the annual true-up it would be USD 3,420.00.",
        "You then have 40 seats",
        "You can dispute it on the reconciliation's page before 10 December 2026 (UTC)",
        "See the reconciliation, or dispute it: https://portal.vendor.example/subscriptions/S-2027-0001?at=1&again=1",
    ];
    says(&said(&by_card), &every);
    says(&said(&by_invoice), &every);
    says(&said(&by_card), &["Payment: Card ending in 4242", "Card charged on: 10 December 2026 (UTC)"]);
    says(&said(&by_invoice), &["Payment: By invoice", "Invoice on: 10 December 2026 (UTC)"]);
}

#[test]
fn r15_the_reconciliation_email_names_everything_in_german() {
    let german = Sample::new(Language::De);
    let (by_card, by_invoice) = (german.notice(Some("4242")), german.notice(None));
    let every = [
        "S-2027-0001",
        "Forge & Anvil",
        "Instanz: forge.internal",
        "Instanz: anvil.internal",
        "Quartal 1: 1. September 2026 bis 30. November 2026 (UTC)",
        "Meiste Benutzer: 40 am 15. Oktober 2026 (UTC)",
        "Bezahlte Plätze: 25",
        "Benutzer über Ihren Plätzen: 15",
        "Preis pro Platz und Jahr: 228,00 USD",
        "Restliche Quartale: 3 von 4",
        "Betrag ohne Steuern: 2.565,00 USD",
        "Bei jährlicher Abrechnung: 3.420,00 USD",
        "Plätze gelten ab: 1. Dezember 2026 (UTC)",
        "Höchstens 40 Benutzer am 15. Oktober 2026 (UTC), 25 bezahlt, 15 × 228,00 USD × 3 von 4 Quartalen = 2.565,00 USD.",
        "Bei jährlicher Abrechnung wären es 3.420,00 USD.",
        "Sie haben dann 40 Plätze",
        "Vor dem 10. Dezember 2026 (UTC) können Sie auf der Seite der Abrechnung widersprechen",
        "Abrechnung ansehen oder widersprechen: https://portal.vendor.example/subscriptions/S-2027-0001?at=1&again=1",
    ];
    says(&said(&by_card), &every);
    says(&said(&by_invoice), &every);
    says(
        &said(&by_card),
        &["Zahlung: Karte mit den Endziffern 4242", "Karte wird belastet am: 10. Dezember 2026 (UTC)"],
    );
    says(&said(&by_invoice), &["Zahlung: Auf Rechnung", "Rechnung am: 10. Dezember 2026 (UTC)"]);
}

#[test]
fn a_service_has_no_instance_to_name_and_no_code_to_type() {
    let notice = ReconciliationNotice { instances: Vec::new(), ..english().notice(None) };
    assert!(!said(&notice).contains("Instance:"));
    let (code, service) = (said(&english().activation_code(false)), said(&english().activation_code(true)));
    says(&code, &["K7QM-2XRD-9TFW-HJ4P-VC3N-8BEA", "Admin › License", "like a password", "paste its instance ID"]);
    says(&service, &["There is no code to enter", "Term: 1 September 2026 to 31 August 2027 (UTC)"]);
    assert!(!service.contains("K7QM") && !service.contains("Admin"));
}

#[test]
fn r12_a_week_before_it_is_not_too_late() {
    let text = said(&english().heads_up(true));
    says(
        &text,
        &[
            "had 40 users. You have paid for 25 seats.",
            "It is not too late. Seats you buy before 10 December 2026 (UTC) lower the amount.",
            "Its highest count decides, even if users leave again.",
            "Your card is charged on 10 December 2026 (UTC).",
        ],
    );
    says(&said(&english().heads_up(false)), &["The invoice comes on 10 December 2026 (UTC)."]);
}

#[test]
fn r12_no_report_means_nothing_is_reconciled_now_and_the_full_price_later() {
    let text = said(&english().report_reminder(&[]));
    says(&text, &["by the end of 3 December 2026 (UTC)", "nothing is reconciled now", "at the full price per seat"]);
    says(&text, &["Your offline instance last reported on 1 October 2026", "Paste its instance ID"]);
    assert!(!text.contains("Host name"));
    let text = said(&english().report_reminder(&["forge.internal", "git.internal"]));
    says(&text, &["Host name: forge.internal", "Host name: git.internal", "Last report: 1 October 2026 (UTC)"]);
    says(
        &text,
        &["Your 2 offline instances last reported on 1 October 2026 (UTC), or later", "the instance ID of each"],
    );
}

#[test]
fn r35_a_security_email_names_the_flaws_the_fixed_version_and_what_happens_next() {
    let warned = said(&english().security_update(Severity::Critical, UpdatePolicy::Warn));
    says(
        &warned,
        &["runs version 17.4.1", "Version 17.4.3 mends it", "VENDOR-2026-003: Anybody can read <b>private</b>"],
    );
    says(&warned, &["Please install version 17.4.3.", "Upgrade at next sync", "Has the instance no network?"]);
    let patched = said(&english().security_update(Severity::High, UpdatePolicy::Patch));
    says(&patched, &["You chose to patch automatically"]);
    let subject = |severity| english().security_update(severity, UpdatePolicy::Warn).subject().unwrap();
    says(&subject(Severity::Critical), &["Critical security update 17.4.3 for forge.internal"]);
    says(&subject(Severity::Medium), &["Security update 17.4.3"]);
}

#[test]
fn r35_of_a_version_that_cannot_be_compared_it_is_said_that_nobody_knows() {
    let email = english().version_unreadable();
    let unsure = said(&email);
    says(
        &unsure,
        &["reports version “latest”", "can’t compare that", "VENDOR-2026-003: Anybody can read <b>private</b>"],
    );
    says(&unsure, &["Check which version the instance runs.", "Version 17.4.3 and later"]);
    assert!(!unsure.contains("That version has a security flaw"), "{unsure}");
    says(&email.subject().unwrap(), &["Check whether forge.internal needs a security update"]);
}

#[test]
fn a_paid_invoice_asks_for_nothing() {
    let paid = english().invoice(InvoiceAbout::Reconciliation { quarter: 1 }, Some("4242"));
    says(&said(&paid), &["There is nothing to do.", "For: reconciliation of quarter 1", "Total: USD 3,052.35"]);
    assert!(!said(&paid).contains("Due on") && !said(&paid).contains("Please pay"));
    says(&said(&paid), &["Payment: Card ending in 4242"]);
    assert!(paid.subject().unwrap().ends_with("paid"));
    let open = english().invoice(InvoiceAbout::Seats, None);
    says(&said(&open), &["Please pay it by 9 January 2027 (UTC)", "Due on: 9 January 2027 (UTC)"]);
    for email in [paid, open] {
        says(&said(&email), &["without signing in, until the end of 9 April 2027 (UTC)"]);
        says(&email.text().unwrap(), &["\nhttps://portal.vendor.example/invoices/2026-000117\n"]);
    }
}

#[test]
fn a_charge_says_what_was_paid_and_what_it_bought() {
    let email = english().charged();
    says(
        &said(&email),
        &[
            "We charged USD 2,565.00 to your card ending in 4242.",
            "You now have 40 seats instead of 25.",
            "Seats added: 15",
            "Invoice: 2026-000117",
            "Seats count from: 1 December 2026 (UTC)",
            "Open invoice 2026-000117: https://portal.vendor.example/i/q7v-Zr0_x See the reconciliation: https://",
        ],
    );
    assert_eq!(email.subject().unwrap(), "S-2027-0001: USD 2,565.00 paid for quarter 1");
}

#[test]
fn a_credit_note_says_why_and_what_it_corrects() {
    says(
        &said(&english().credit_note()),
        &[
            "It corrects invoice 2026-000117 of your subscription S-2027-0001 (Forge & Anvil).",
            "This is the reason: Two users were counted twice. We are sorry <br>.",
            "pay USD 406.98 less",
            "Open credit note 2026-000121: https://portal.vendor.example/i/Zr0_x-q7v",
            "after signing in: https://portal.vendor.example/invoices/2026-000121",
            "Link works until: 19 April 2027 (UTC)",
        ],
    );
}

#[test]
fn an_open_payment_says_what_happens_if_nothing_is_done() {
    let failed = |about, card, next| said(&english().failed(about, card, next));
    let reconciliation = PaymentAbout::Reconciliation { quarter: 2 };
    let text = failed(reconciliation, Some("4242"), Some("2026-12-13"));
    says(&text, &["Otherwise we try again on 13 December 2026 (UTC).", "the annual true-up applies again"]);
    assert!(failed(reconciliation, Some("4242"), None).contains("We do not try this card again by ourselves."));
    let text = failed(PaymentAbout::Renewal { on: day("2027-02-15") }, None, None);
    says(&text, &["Everything works until the end of 1 March 2027 (UTC).", "Please pay the invoice"]);
    assert!(!text.contains("try again") && !text.contains("Card ending"));
}

#[test]
fn r24_a_reminder_shows_old_and_new_where_they_differ() {
    let text = |outlook| said(&english().reminder(37, outlook));
    let both = text(renews(false, false, (40, 25), (24_000, 22_800), Some("4242")));
    says(
        &both,
        &["Seats: 40 (today 25)", "Price per seat: USD 240.00 (today USD 228.00)", "Total before tax: USD 9,600.00"],
    );
    says(&both, &["Today you have 25 seats.", "Today a seat costs USD 228.00."]);
    let same = text(renews(false, true, (40, 40), (24_000, 24_000), None));
    says(&same, &["Seats and price stay as they are.", "Seats: 40 ", "These are the final figures"]);
    assert!(!same.contains("today") && !same.contains("Today"));
}

#[test]
fn r24_a_reminder_says_until_when_it_can_be_turned_off_or_that_one_may_ask() {
    let text = |is_past| said(&english().reminder(31, renews(is_past, false, (40, 40), (24_000, 24_000), None)));
    let link = "https://portal.vendor.example/subscriptions/S-2027-0001/renewal-cancellation";
    let may = format!("Turn off auto-renewal: {link}");
    says(&text(false), &["You can turn off auto-renewal until the end of 2 August 2027 (UTC).", &may]);
    let ask = format!("Ask us to turn it off late: {link}");
    says(&text(true), &["The last day to turn off this renewal was 2 August 2027 (UTC).", &ask]);
}

#[test]
fn r24_who_turned_it_off_is_told_the_end_and_how_to_turn_it_on_again() {
    let email = english().reminder(
        15,
        RenewalOutlook::Ends {
            last_day: day("2027-08-31"),
            why: WhyNot::Cancelled,
            whom: "sales@vendor.example".to_owned(),
            true_up: None,
        },
    );
    assert_eq!(email.subject().unwrap(), "S-2027-0001 ends in 15 days");
    let text = said(&email);
    says(
        &text,
        &["turn auto-renewal on again until the end of 31 August 2027 (UTC)", "Last day: 31 August 2027 (UTC)"],
    );
    assert!(!text.contains("renewal-cancellation"));
}

#[test]
fn a_true_up_is_a_line_of_its_own() {
    let text = said(&english().renewed(None, true, Some((30, usd(684_000)))));
    says(
        &text,
        &["True-up of the term before: 30 users, USD 6,840.00", "Total before tax: USD 9,600.00", "in addition"],
    );
    assert!(!said(&english().renewed(Some("4242"), false, None)).contains("rue-up"));
}

#[test]
fn r26_a_license_ahead_is_said_to_unlock_nothing_before_its_first_day() {
    let text = said(&english().license(true, true, Some("K7QM-2XRD-9TFW-HJ4P-VC3N-8BEA")));
    says(&text, &["It starts by itself on 1 September 2027 at 00:00 UTC.", "a token carries the license", "K7QM-2XRD"]);
    let text = said(&english().license(false, false, None));
    says(&text, &["It is good until the end of 31 August 2028 (UTC).", "gets the license by itself"]);
    assert!(!text.contains("token") && !text.contains("code"));
}

#[test]
fn r28_a_silent_instance_loses_nothing() {
    let text = said(&english().sync_missing(3));
    says(&text, &["No feature is taken away", "Last report: 20 July 2027, 09:05 UTC"]);
    assert_eq!(english().sync_missing(1).subject().unwrap(), "S-2027-0001: no report for 1 day");
}

#[test]
fn emails_about_codes_and_tokens_hold_none() {
    for email in [render(&english().code_unused()), render(&english().token())] {
        assert!(!email.text.contains("K7QM") && email.text.contains("this email does not contain"));
    }
}
