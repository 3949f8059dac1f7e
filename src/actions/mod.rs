//! Ring 3: one public function is one transaction, one audit entry and its letters.

pub mod letters;
