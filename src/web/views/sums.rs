//! An amount with its tax.

use super::fact::Fact;
use crate::domain::invoice::Sums;
use crate::domain::language::Language;
use crate::domain::money::NotAnAmount;
use crate::words::{self, t};

/// Net, tax and total; the amount alone where no tax is due.
#[must_use]
pub fn sum_facts(l: Language, sums: Result<Sums, NotAnAmount>) -> Vec<Fact> {
    let Ok(sums) = sums else { return Vec::new() };
    let fact = |label: String, text: String| Fact { label, text, small: String::new() };
    if sums.tax_basis_points == 0 {
        return vec![fact(t!(l, "sum-total"), words::money(l, sums.total))];
    }
    vec![
        fact(t!(l, "sum-net"), words::money(l, sums.net)),
        fact(t!(l, "sum-tax", rate = rate(l, sums.tax_basis_points)), words::money(l, sums.tax)),
        fact(t!(l, "sum-total"), words::money(l, sums.total)),
    ]
}

/// A tax rate: “19 %”, “7.7%”.
fn rate(l: Language, basis_points: i64) -> String {
    let (whole, part) = (basis_points / 100, basis_points % 100);
    let point = if l == Language::De { "," } else { "." };
    let part = format!("{part:02}");
    let part = part.trim_end_matches('0');
    if part.is_empty() { whole.to_string() } else { format!("{whole}{point}{part}") }
}
