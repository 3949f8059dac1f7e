//! How soon the vendor answers, by tier (R37).

use crate::domain::language::Language;
use crate::domain::plan::Tier;
use crate::domain::support::{SupportTime, Urgency};
use crate::words::{self, t};

/// How soon one urgency is answered.
pub struct TimeRow {
    /// How urgent.
    pub urgency: String,
    /// When that is so.
    pub text: String,
    /// How soon.
    pub answer: String,
    pub hours: String,
}

/// The support times of a tier in words, the most urgent first.
#[must_use]
pub fn times(l: Language, all: &[SupportTime], tier: Tier) -> Vec<TimeRow> {
    let row = |time: &SupportTime| TimeRow {
        urgency: urgency(l, time.urgency),
        text: urgency_text(l, time.urgency),
        answer: answer(l, time.answer_minutes),
        hours: if time.around_the_clock { t!(l, "support-any-hour") } else { t!(l, "support-office-hours") },
    };
    all.iter().filter(|time| time.tier == tier).map(row).collect()
}

fn urgency(l: Language, urgency: Urgency) -> String {
    match urgency {
        Urgency::Outage => t!(l, "support-outage"),
        Urgency::Impaired => t!(l, "support-impaired"),
        Urgency::Question => t!(l, "support-question"),
    }
}

fn urgency_text(l: Language, urgency: Urgency) -> String {
    match urgency {
        Urgency::Outage => t!(l, "support-outage-text"),
        Urgency::Impaired => t!(l, "support-impaired-text"),
        Urgency::Question => t!(l, "support-question-text"),
    }
}

/// “within 30 minutes”, in the largest unit that comes out even.
fn answer(l: Language, minutes: i64) -> String {
    let shown = |count: i64| words::number(l, count);
    let (days, hours): (i64, i64) = (minutes / 1_440, minutes / 60);
    if minutes == days * 1_440 {
        return t!(l, "support-within-days", count = days, shown = shown(days));
    }
    if minutes == hours * 60 {
        return t!(l, "support-within-hours", count = hours, shown = shown(hours));
    }
    t!(l, "support-within-minutes", count = minutes, shown = shown(minutes))
}
