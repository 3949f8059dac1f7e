//! The single place for the words in which an instance ID is refused (R33). What is said before the seal is off is one
//! answer for all; after that it is exact.

use seatsync_agent::instance_id;

use crate::domain::instance_id::InstanceRefused;
use crate::domain::language::Language;
use crate::words::{self, t};

/// Characters shown at most of a text that nobody has checked yet.
const LONGEST_QUOTE: usize = 80;

/// Why an instance ID is not taken, and what to do about it.
#[must_use]
pub fn sentence(l: Language, refused: &InstanceRefused) -> String {
    match refused {
        InstanceRefused::Message(message) => of_message(l, message),
        InstanceRefused::UnknownCode => t!(l, "instance-refused-unknown-code"),
        InstanceRefused::CodeOfOther { number } => t!(l, "instance-refused-code-of-other", number = number.as_str()),
        InstanceRefused::LinkedToOther { number } => {
            t!(l, "instance-refused-linked-to-other", number = number.as_str())
        }
        InstanceRefused::WasLinkedToOther { number } => t!(l, "instance-refused-was-linked", number = number.as_str()),
        InstanceRefused::LinkedElsewhere => t!(l, "instance-refused-linked-elsewhere"),
        &InstanceRefused::LinkedTooOften { most } => t!(l, "instance-refused-linked-too-often", most = most),
        InstanceRefused::NotLinked => t!(l, "instance-refused-not-linked"),
        InstanceRefused::OtherProduct { runs, bought } => {
            t!(l, "instance-refused-other-product", runs = runs.as_str(), bought = bought.as_str())
        }
    }
}

fn of_message(l: Language, refused: &instance_id::InstanceIdRefused) -> String {
    use instance_id::InstanceIdRefused as R;
    match refused {
        R::TooLong { limit } => t!(l, "instance-refused-too-long", kib = words::number(l, limit / 1024)),
        R::AToken => t!(l, "instance-refused-token"),
        R::Several => t!(l, "instance-refused-several"),
        // Before the seal is off nobody has proved anything: one answer.
        R::NotAnInstanceId | R::OtherPortal | R::Damaged => t!(l, "instance-refused-not-ours"),
        R::Unsigned => t!(l, "instance-refused-unsigned"),
        R::Key(_) => t!(l, "instance-refused-key"),
        R::NoKey => t!(l, "instance-refused-no-key"),
        R::OtherKey => t!(l, "instance-refused-other-key"),
        R::Forged => t!(l, "instance-refused-forged"),
        R::OtherAudience { aud } => t!(l, "instance-refused-other-audience", aud = quote(aud)),
        R::Ahead { iat } => t!(l, "instance-refused-ahead", at = words::moment(l, iat.to_owned())),
        R::Unset { iat } => t!(l, "instance-refused-unset", at = words::moment(l, iat.to_owned())),
        R::Environment { given } => t!(l, "instance-refused-environment", given = quote(given)),
        R::Version { ver } => t!(l, "instance-refused-version", version = ver.to_string()),
        // The reason is the JSON reader's, for engineers and in English only.
        R::Claims { reason: _ } => t!(l, "instance-refused-claims"),
        R::Negative { what } => t!(l, "instance-refused-negative", what = quote(what)),
        R::MaxBelowBillable { max, billable } => {
            t!(l, "instance-refused-max", max = words::number(l, *max), billable = words::number(l, *billable))
        }
        R::DayAhead { day } => t!(l, "instance-refused-day-ahead", day = words::day(l, day.to_owned())),
        R::TooLarge { what, most } => {
            t!(l, "instance-refused-too-large", what = quote(what), most = words::number(l, *most))
        }
        R::TooMany { what, most } => {
            t!(l, "instance-refused-too-many", what = quote(what), most = words::number(l, *most))
        }
        R::Text { what, most } => t!(l, "instance-refused-text", what = quote(what), most = words::number(l, *most)),
        R::Replayed { seq, last } => {
            t!(l, "instance-refused-replayed", seq = words::number(l, *seq), last = words::number(l, *last))
        }
    }
}

/// The beginning of a text from outside.
fn quote(text: &str) -> String {
    if text.chars().count() <= LONGEST_QUOTE {
        return text.to_owned();
    }
    let beginning: String = text.chars().take(LONGEST_QUOTE).collect();
    format!("{beginning}…")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use seatsync_agent::keys::KeyRefused;

    use super::*;

    const LANGUAGES: [Language; 2] = [Language::En, Language::De];

    /// One of each; `sentence` itself does not compile when one is missing there.
    fn all() -> Vec<InstanceRefused> {
        use instance_id::InstanceIdRefused as R;
        let at = "2026-11-26T09:30:00Z".parse().unwrap();
        let of_message = [
            R::TooLong { limit: 65_536 },
            R::AToken,
            R::Several,
            R::NotAnInstanceId,
            R::OtherPortal,
            R::Damaged,
            R::Unsigned,
            R::Key(KeyRefused::LowOrder),
            R::NoKey,
            R::OtherKey,
            R::Forged,
            R::OtherAudience { aud: "https://portal.other.example".to_owned() },
            R::Ahead { iat: at },
            R::Unset { iat: "1970-01-01T00:03:00Z".parse().unwrap() },
            R::Environment { given: "produktion".to_owned() },
            R::Version { ver: 2 },
            R::Claims { reason: "missing field `users`".to_owned() },
            R::Negative { what: "users.active".to_owned() },
            R::MaxBelowBillable { max: 110, billable: 1_200 },
            R::DayAhead { day: at.date_naive() },
            R::TooLarge { what: "users", most: 1_000_000_000 },
            R::TooMany { what: "daily", most: 400 },
            R::Text { what: "hostname", most: 253 },
            R::Replayed { seq: 41, last: 42 },
        ];
        let number = "S-1042".to_owned();
        let ours = [
            InstanceRefused::UnknownCode,
            InstanceRefused::CodeOfOther { number: number.clone() },
            InstanceRefused::LinkedToOther { number: number.clone() },
            InstanceRefused::WasLinkedToOther { number },
            InstanceRefused::LinkedElsewhere,
            InstanceRefused::LinkedTooOften { most: 10 },
            InstanceRefused::NotLinked,
            InstanceRefused::OtherProduct { runs: "devbox".to_owned(), bought: "beacon-desk".to_owned() },
        ];
        of_message.into_iter().map(InstanceRefused::Message).chain(ours).collect()
    }

    #[test]
    fn every_refusal_has_its_own_words_in_both_languages_but_before_the_seal_is_off() {
        let every: BTreeSet<String> =
            LANGUAGES.iter().flat_map(|l| all().into_iter().map(|r| sentence(*l, &r))).collect();
        assert_eq!(every.len(), 2 * (all().len() - 2));
    }

    #[test]
    fn no_sentence_is_longer_than_25_words_or_blames_the_reader() {
        for l in LANGUAGES {
            for text in all().iter().map(|r| sentence(l, r)) {
                for part in text.split_inclusive(['.', '?', '!']).flat_map(|s| s.split(". ")) {
                    assert!(part.split_whitespace().count() <= 25, "{part}");
                }
                for word in ["invalid", "oops", "failed", "ungültig"] {
                    assert!(!text.to_lowercase().contains(word), "{text}");
                }
                assert!(text.ends_with('.'), "{text}");
            }
        }
    }

    #[test]
    fn before_the_seal_is_off_there_is_one_answer() {
        use instance_id::InstanceIdRefused as R;
        for l in LANGUAGES {
            for early in [R::NotAnInstanceId, R::OtherPortal, R::Damaged] {
                assert_eq!(sentence(l, &InstanceRefused::Message(early)), t!(l, "instance-refused-not-ours"));
            }
        }
    }

    #[test]
    fn what_is_refused_is_told_with_its_data() {
        let of = |l, refused| sentence(l, &InstanceRefused::Message(refused));
        let iat = "2026-11-26T09:30:00Z".parse().unwrap();
        assert!(
            of(Language::En, instance_id::InstanceIdRefused::Ahead { iat }).contains("26 November 2026, 09:30 UTC")
        );
        assert!(
            of(Language::De, instance_id::InstanceIdRefused::Replayed { seq: 1_041, last: 1_042 }).contains("1.041")
        );
        let long = instance_id::InstanceIdRefused::OtherAudience { aud: "x".repeat(40_000) };
        assert!(of(Language::En, long).len() < 300);
    }
}
