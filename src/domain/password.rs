//! What a password must be: long enough, and not one everybody knows. No composition rules.

/// Fewest characters a new password may have.
pub const SHORTEST: usize = 12;
/// Most bytes taken, so that hashing cannot be made slow by size.
pub const LONGEST: usize = 1024;

/// Why a new password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Fewer than [`SHORTEST`] characters.
    TooShort,
    /// More than [`LONGEST`] bytes.
    TooLong,
    /// On the list of passwords that are tried first.
    Common,
    /// The person's own address.
    Address,
}

/// Passwords of 12 and more characters that stand in public lists of the most used ones, one a line, lower case.
const COMMON: &str = include_str!("common_passwords.txt");

/// Judges a new password for the person with this address; nothing is trimmed or changed.
///
/// # Errors
/// The first reason why it is not taken.
pub fn judge(password: &str, address: &str) -> Result<(), Unfit> {
    if password.chars().count() < SHORTEST {
        return Err(Unfit::TooShort);
    }
    if password.len() > LONGEST {
        return Err(Unfit::TooLong);
    }
    let folded = password.to_lowercase();
    if folded == address.to_lowercase() {
        return Err(Unfit::Address);
    }
    if COMMON.lines().any(|line| line == folded) || is_one_thing_repeated(&folded) {
        return Err(Unfit::Common);
    }
    Ok(())
}

/// `aaaaaaaaaaaa`, `abcabcabcabc`: a unit of up to four characters and nothing else.
fn is_one_thing_repeated(password: &str) -> bool {
    let emails: Vec<char> = password.chars().collect();
    (1..=4).any(|unit| emails.iter().zip(emails.iter().skip(unit)).all(|(a, b)| a == b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_long_uncommon_password_is_accepted() {
        let address = "ada.lovelace@example.com";
        for (password, expect) in [
            ("correct horse battery", Ok(())),
            ("ünïcödé ist auch gut", Ok(())),
            ("elevenchars", Err(Unfit::TooShort)),
            ("password1234", Err(Unfit::Common)),
            ("PASSWORD1234", Err(Unfit::Common)),
            ("abcabcabcabc", Err(Unfit::Common)),
            ("Ada.Lovelace@example.com", Err(Unfit::Address)),
        ] {
            assert_eq!(judge(password, address), expect, "{password}");
        }
        assert_eq!(judge(&"x1 y".repeat(300), address), Err(Unfit::TooLong));
    }
}
