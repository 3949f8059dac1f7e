//! The smallest thing a page says.

/// One line of a list of facts.
pub struct Fact {
    pub label: String,
    /// How much or when.
    pub text: String,
    /// Why, or until when; empty if there is nothing to add.
    pub small: String,
}
