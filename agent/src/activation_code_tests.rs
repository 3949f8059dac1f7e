//! Tests of the activation code: every single slip and every swap of neighbours is tried.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use super::*;

fn from(bytes: &[u8]) -> Result<ActivationCode, NotAnActivationCode> {
    String::from_utf8(bytes.to_vec()).unwrap().parse()
}

#[test]
fn a_code_is_shown_in_four_groups_of_six_and_read_back() {
    let code = ActivationCode::generate();
    let shown = code.to_string();
    assert_eq!(shown.split('-').map(str::len).collect::<Vec<_>>(), [6, 6, 6, 6]);
    assert_eq!(shown.parse::<ActivationCode>().unwrap(), code);
    assert_eq!(shown.to_lowercase().replace('-', " – ").parse::<ActivationCode>().unwrap(), code);
    assert_eq!(code.as_str(), shown.replace('-', ""));
    assert_eq!(format!("{code:?}"), "ActivationCode(…)");
}

#[test]
fn look_alikes_are_read_as_the_digit_that_was_meant() {
    let code = (0..)
        .map(|_| ActivationCode::generate())
        .find(|c| c.as_str().contains('1') && c.as_str().contains('0'))
        .unwrap();
    for (digit, alike) in [("1", "I"), ("1", "l"), ("0", "o")] {
        assert_eq!(code.as_str().replace(digit, alike).parse::<ActivationCode>().unwrap(), code);
    }
}

#[test]
fn an_activation_code_is_read_however_it_was_pasted() {
    let code = ActivationCode::generate();
    let (shown, bare) = (code.to_string(), code.as_str());
    let spread = bare.chars().map(|c| format!("{c} ")).collect::<String>();
    let wide: String = shown.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
    let lines = shown.replace('-', "\r\n");
    for pasted in [
        format!("\"{shown}\""),
        format!("„{shown}“"),
        format!("「{wide}」"),
        format!("<{shown}>,"),
        shown.replace('-', "\u{2011}"),
        shown.replace('-', " \u{2014} "),
        shown.replace('-', "."),
        shown.replace('-', "\u{a0}"),
        shown.replace('-', "_"),
        format!("\u{202a}\u{feff}{}\u{202c}", shown.replace('-', "-\u{200b}")),
        format!("\t{}\n", shown.to_lowercase()),
        spread.clone(),
        lines,
        format!("activate {spread}"),
        format!("seatsync-agent activate {shown}"),
        format!("Your activation code: {shown}. Enter it under Admin > License."),
        format!("Code:\n\n    {shown}\n\nBest regards\nUlla"),
        format!("{shown}\n{shown}"),
    ] {
        assert_eq!(pasted.parse::<ActivationCode>().as_ref(), Ok(&code), "{pasted:?}");
    }
    let two = format!("{shown} or {}", ActivationCode::generate());
    assert!(two.parse::<ActivationCode>().is_err(), "nobody knows which is meant");
    assert!(format!("Your code: {}", &shown[1..]).parse::<ActivationCode>().is_err());
}

#[test]
fn every_single_wrong_letter_is_noticed() {
    for code in (0..20).map(|_| ActivationCode::generate()) {
        for position in 0..LENGTH {
            for other in ALPHABET.iter().filter(|other| **other != code.as_str().as_bytes()[position]) {
                let mut typed = code.as_str().as_bytes().to_vec();
                typed[position] = *other;
                assert_eq!(from(&typed), Err(NotAnActivationCode::Check), "{code} position {position}");
            }
        }
    }
}

#[test]
fn every_swap_of_two_neighbours_is_noticed() {
    for code in (0..500).map(|_| ActivationCode::generate()) {
        for position in 1..LENGTH {
            let mut typed = code.as_str().as_bytes().to_vec();
            typed.swap(position - 1, position);
            let same = typed == code.as_str().as_bytes();
            assert_eq!(from(&typed).is_ok(), same, "{code} position {position}");
        }
    }
}

#[test]
fn the_error_says_which_thing_is_wrong() {
    let code = ActivationCode::generate();
    assert_eq!(code.as_str()[1..].parse::<ActivationCode>(), Err(NotAnActivationCode::Length { found: 23 }));
    assert_eq!("".parse::<ActivationCode>(), Err(NotAnActivationCode::Length { found: 0 }));
    let typed = format!("{}U{}", &code.as_str()[..4], &code.as_str()[5..]);
    assert_eq!(typed.parse::<ActivationCode>(), Err(NotAnActivationCode::Letter { position: 5, letter: 'U' }));
}

#[test]
fn letters_of_new_codes_are_evenly_spread() {
    let mut counts = [0_u32; 32];
    for code in (0..2_000).map(|_| ActivationCode::generate()) {
        for c in code.as_str().chars().take(RANDOM) {
            counts[usize::try_from(value(c).unwrap()).unwrap()] += 1;
        }
    }
    // 44,000 letters over 32: 1,375 each, standard deviation 37.
    assert!(counts.iter().all(|count| (1_150..1_600).contains(count)), "{counts:?}");
}
