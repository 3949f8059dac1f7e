//! Characters: what of a text is drawn at all.

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

/// Longer texts are cut before any work is done: nobody reads them, and they cost.
const LONGEST: usize = 20_000;

/// A text as it is drawn: composed (`u` and `¨` are one glyph in the fonts), and without what controls but does not show.
/// Line breaks are `\n`.
pub(super) fn drawable(text: &str) -> String {
    let cut = text.char_indices().nth(LONGEST).map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(cut);
    let mut drawn = String::with_capacity(composed.len());
    let mut characters = composed.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => drawn.push('\n'),
            _ if is_joiner(character) => {
                let follows = characters.peek().copied().is_some_and(heeds_joiners);
                if follows && drawn.chars().next_back().is_some_and(heeds_joiners) {
                    drawn.push(character);
                }
            }
            '\t' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => drawn.push(' '),
            _ if is_silent(character) => {}
            _ => drawn.push(character),
        }
    }
    drawn
}

/// The same on one line, for the properties of the file.
pub(super) fn on_one_line(text: &str, longest: usize) -> String {
    drawable(text).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(longest).collect()
}

/// Controls, marks of direction, joiners, soft hyphens, selectors of variants, and what is no character at all.
fn is_silent(character: char) -> bool {
    let code = u32::from(character);
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}')
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        || matches!(character, '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        || code & 0xfffe == 0xfffe
}

/// Says whether its neighbours are written together; not seen itself.
pub(super) fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// Of a script whose words change with a joiner: from Arabic to Myanmar, Khmer, Mongolian.
fn heeds_joiners(character: char) -> bool {
    matches!(character, '\u{620}'..='\u{109f}' | '\u{1780}'..='\u{18af}')
}

/// A mark that stands above or below the character before it.
pub(super) fn is_mark(character: char) -> bool {
    CanonicalCombiningClassMapBorrowed::new().get_u8(character) != 0
}
