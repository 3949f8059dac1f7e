//! What is wrong with a scenario, in one sentence that names the place, whatever was written there.

/// Characters at most of a place, of what is wrong there, and of a text that is quoted.
const LONGEST_PLACE: usize = 100;
const LONGEST: usize = 200;
const LONGEST_QUOTED: usize = 40;

/// One sentence, without line breaks and control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong(pub(super) String);

pub(super) fn wrong(place: &str, why: impl std::fmt::Display) -> Wrong {
    Wrong(format!("{}: {}", shown(place, LONGEST_PLACE), shown(&why.to_string(), LONGEST)))
}

/// What was written, to be named in a sentence.
pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", shown(text, LONGEST_QUOTED))
}

/// A text as a terminal may show it: cut, and with what would steer the terminal escaped.
fn shown(text: &str, longest: usize) -> String {
    let mut all = text.chars();
    let steers = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut shown = String::new();
    for c in all.by_ref().take(longest) {
        if steers(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    if all.next().is_some() {
        shown.push('…');
    }
    shown
}
