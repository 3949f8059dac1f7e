//! The single place for words people read: the catalogues of `i18n/`, and numbers, dates and money by locale.
//!
//! `t!(lang, "message-name", argument = value)` is checked against the English catalogue when compiling;
//! `tests/it/words.rs` checks that the German one has the same messages with the same arguments.

use std::sync::LazyLock;

use chrono::{Datelike, Timelike};
use fixed_decimal::Decimal;
use i18n_embed::LanguageLoader;
use i18n_embed::fluent::FluentLanguageLoader;
use icu_datetime::fieldsets::YMD;
use icu_datetime::input::Date;
use icu_datetime::{DateTimeFormatter, DateTimeFormatterPreferences};
use icu_decimal::DecimalFormatter;
use icu_locale_core::locale;

use crate::domain::calendar::{Day, Instant};
use crate::domain::language::Language;
use crate::domain::money::Money;

#[derive(rust_embed::RustEmbed)]
#[folder = "i18n/"]
struct Catalogues;

/// One language with everything needed to speak it.
struct Voice {
    catalogue: FluentLanguageLoader,
    dates: DateTimeFormatter<YMD>,
    numbers: DecimalFormatter,
}

static ENGLISH: LazyLock<Voice> = LazyLock::new(|| voice(Language::En));
static GERMAN: LazyLock<Voice> = LazyLock::new(|| voice(Language::De));

fn of(language: Language) -> &'static Voice {
    match language {
        Language::En => &ENGLISH,
        Language::De => &GERMAN,
    }
}

#[allow(clippy::expect_used, reason = "catalogues and locale data are compiled in; a test loads both languages")]
fn voice(language: Language) -> Voice {
    let locale = match language {
        Language::En => locale!("en-GB"),
        Language::De => locale!("de"),
    };
    let tag = language.as_str().parse().expect("a language tag");
    let catalogue = FluentLanguageLoader::new("seatsync", "en".parse().expect("a language tag"));
    catalogue.load_languages(&Catalogues, &[tag]).expect("an embedded catalogue");
    catalogue.set_use_isolating(false);
    let preferences = DateTimeFormatterPreferences::from(&locale);
    Voice {
        catalogue,
        dates: DateTimeFormatter::try_new(preferences, YMD::long()).expect("compiled date data"),
        numbers: DecimalFormatter::try_new((&locale).into(), icu_decimal::options::DecimalFormatterOptions::default())
            .expect("compiled number data"),
    }
}

impl Language {
    /// The messages of this language, for `t!`.
    #[must_use]
    pub fn catalogue(self) -> &'static FluentLanguageLoader {
        &of(self).catalogue
    }

    /// The language in its own words, for choosing it.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
        }
    }
}

/// A message in a language; name and arguments are checked when compiling.
macro_rules! t {
    ($language:expr, $name:literal $(, $argument:ident = $value:expr)* $(,)?) => {
        i18n_embed_fl::fl!($language.catalogue(), $name $(, $argument = $value)*)
    };
}
pub(crate) use t;

/// A UTC day as people write it: “1 September 2026”, “1. September 2026”.
#[must_use]
pub fn day(language: Language, day: Day) -> String {
    let (Ok(month), Ok(number)) = (u8::try_from(day.month()), u8::try_from(day.day())) else { return day.to_string() };
    match Date::try_new_iso(day.year(), month, number) {
        Ok(date) => of(language).dates.format(&date).to_string(),
        Err(_) => day.to_string(),
    }
}

/// A moment with its zone said: “1 September 2026, 09:30 UTC”.
#[must_use]
pub fn moment(language: Language, at: Instant) -> String {
    format!("{}, {:02}:{:02} UTC", day(language, at.date_naive()), at.hour(), at.minute())
}

/// A whole number with its groups: “12,500”, “12.500”. One that no `i64` holds is shown as the largest.
#[must_use]
pub fn number(language: Language, number: impl TryInto<i64>) -> String {
    of(language).numbers.format(&Decimal::from(number.try_into().unwrap_or(i64::MAX))).to_string()
}

/// What is said of a count that was taken no further than one above `most`: “More than 50 disputes”.
#[must_use]
pub fn at_most(language: Language, count: i64, most: i64, say: impl FnOnce(i64) -> String) -> String {
    if count > most { t!(language, "more-than", what = say(most)) } else { say(count) }
}

/// An amount with its currency: “EUR 2,565.00”, “2.565,00 EUR”. The code, not a sign: “$” is many currencies.
#[must_use]
pub fn money(language: Language, amount: Money) -> String {
    let figures = figures(language, amount);
    let code = amount.currency.code();
    match language {
        // No line break between code and figures.
        Language::En => format!("{code}\u{a0}{figures}"),
        Language::De => format!("{figures}\u{a0}{code}"),
    }
}

/// The figures of an amount, where its currency stands beside it already: “2,565.00”, “2.565,00”.
#[must_use]
pub fn figures(language: Language, amount: Money) -> String {
    let mut decimal = Decimal::from(amount.minor);
    decimal.multiply_pow10(-i16::try_from(amount.currency.digits()).unwrap_or(0));
    of(language).numbers.format(&decimal).to_string()
}

/// Hundredths of a per cent as people write them: “7.7%”, “7,7 %”.
#[must_use]
pub fn percent(language: Language, basis_points: i64) -> String {
    let mut decimal = Decimal::from(basis_points);
    decimal.multiply_pow10(-2);
    decimal.absolute.trim_end();
    let figures = of(language).numbers.format(&decimal);
    match language {
        Language::En => format!("{figures}%"),
        Language::De => format!("{figures}\u{a0}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_numbers_and_money_are_written_as_the_reader_does() {
        let date: Day = "2026-09-01".parse().unwrap();
        assert_eq!(day(Language::En, date), "1 September 2026");
        assert_eq!(day(Language::De, date), "1. September 2026");
        assert_eq!(moment(Language::De, "2026-09-01T09:05:59Z".parse().unwrap()), "1. September 2026, 09:05 UTC");
        assert_eq!(number(Language::En, 12_500), "12,500");
        assert_eq!(number(Language::De, -12_500), "-12.500");
        let amount = |minor, code: &str| Money::new(minor, code.parse().unwrap());
        assert_eq!(money(Language::En, amount(256_500, "USD")), "USD\u{a0}2,565.00");
        assert_eq!(money(Language::De, amount(256_500, "EUR")), "2.565,00\u{a0}EUR");
        assert_eq!(money(Language::En, amount(1_000, "JPY")), "JPY\u{a0}1,000");
        assert_eq!(money(Language::De, amount(1, "KWD")), "0,001\u{a0}KWD");
        assert_eq!(figures(Language::De, amount(-256_500, "EUR")), "-2.565,00");
        assert_eq!((percent(Language::En, 1_900), percent(Language::De, 770)), ("19%".into(), "7,7\u{a0}%".into()));
        assert_eq!((percent(Language::En, 0), percent(Language::De, 1_925)), ("0%".into(), "19,25\u{a0}%".into()));
    }

    #[test]
    fn a_message_speaks_both_languages() {
        assert_eq!(t!(Language::En, "day-utc", day = "1 May"), "1 May (UTC)");
        assert_eq!(t!(Language::De, "day-utc", day = "1. Mai"), "1. Mai (UTC)");
    }
}
