//! Amounts in minor units, and the only rounding in the program (R8).

use rust_decimal::{Decimal, RoundingStrategy};

use super::bounds::MOST_AMOUNT_MINOR;

/// A currency by its ISO 4217 code; knows how many digits its minor unit has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

/// The text names no currency with a minor unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no currency")]
pub struct UnknownCurrency(pub String);

impl Currency {
    /// The ISO 4217 code, such as `EUR`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Digits of the minor unit: JPY 0, USD 2, KWD 3 (R8).
    #[must_use]
    pub fn digits(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }
}

impl std::str::FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let known = iso_currency::Currency::from_code(code).filter(|c| c.exponent().is_some());
        known.map(Self).ok_or_else(|| UnknownCurrency(code.to_owned()))
    }
}

/// An amount: minor units of a currency, never a float.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Minor units: cents, yen, fils.
    pub minor: i64,
    pub currency: Currency,
}

/// The amount does not fit, or has more digits than its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an amount of this currency")]
pub struct NotAnAmount;

impl Money {
    /// An amount of minor units.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The exact decimal, such as 228.00.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.minor, self.currency.digits())
    }

    /// Rounds an exact amount to the currency's minor unit, half away from zero (R8). Call it once per invoice line.
    ///
    /// # Errors
    /// The amount does not fit into fifteen digits of minor units (R47).
    pub fn round(exact: Decimal, currency: Currency) -> Result<Self, NotAnAmount> {
        let rounded = exact.round_dp_with_strategy(currency.digits(), RoundingStrategy::MidpointAwayFromZero);
        Self::exactly(rounded, currency)
    }

    /// An amount that has no more digits than its currency.
    ///
    /// # Errors
    /// It has more digits, or does not fit.
    pub fn exactly(amount: Decimal, currency: Currency) -> Result<Self, NotAnAmount> {
        let minor = amount.checked_mul(Decimal::from(10_i64.pow(currency.digits()))).ok_or(NotAnAmount)?;
        if minor.fract() != Decimal::ZERO {
            return Err(NotAnAmount);
        }
        let minor = i64::try_from(minor.trunc()).map_err(|_| NotAnAmount)?;
        // R47.
        if minor.abs() <= MOST_AMOUNT_MINOR { Ok(Self { minor, currency }) } else { Err(NotAnAmount) }
    }

    /// Whether nothing is to be paid.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(exact: &str, currency: &str) -> String {
        let currency = currency.parse().unwrap();
        Money::round(exact.parse().unwrap(), currency).unwrap().decimal().to_string()
    }

    #[test]
    fn r8_half_is_rounded_away_from_zero_to_the_digits_of_the_currency() {
        for (exact, currency, expect) in [
            ("0.005", "EUR", "0.01"),
            ("-0.005", "EUR", "-0.01"),
            ("0.0049", "EUR", "0.00"),
            ("2.5", "JPY", "3"),
            ("-2.5", "JPY", "-3"),
            ("0.0005", "KWD", "0.001"),
            ("879.452054794", "USD", "879.45"),
        ] {
            assert_eq!(rounded(exact, currency), expect, "{exact} {currency}");
        }
    }

    #[test]
    fn r47_an_exact_amount_has_no_more_digits_than_its_currency_and_fifteen_in_all() {
        let exactly = |a: &str, c: &str| Money::exactly(a.parse().unwrap(), c.parse().unwrap()).map(|m| m.minor);
        assert_eq!(exactly("228", "USD"), Ok(22_800));
        assert_eq!(exactly("228.001", "USD"), Err(NotAnAmount));
        assert_eq!(exactly("228.1", "JPY"), Err(NotAnAmount));
        assert_eq!(exactly("99999999999999999999", "USD"), Err(NotAnAmount));
        assert_eq!(exactly("9999999999999.99", "USD"), Ok(999_999_999_999_999));
        assert_eq!(exactly("10000000000000", "USD"), Err(NotAnAmount), "R47: fifteen digits");
        assert_eq!(exactly("-10000000000000", "USD"), Err(NotAnAmount));
    }
}
