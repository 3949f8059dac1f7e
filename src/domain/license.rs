//! What a license for a term says (R26, S2); the instance's side of it is the crate `seatsync-agent`.

use super::calendar::{Day, Instant, Term};
use super::ids::{LicenseId, TermId};
use super::text_enum::text_enum;

/// Days an instance goes on after a paid license ended (R27).
pub const GRACE_DAYS: i64 = 14;

text_enum! {
    /// How a license came to be; the word in the token.
    LicenseKind {
        /// The instance syncs by itself.
        Online = "online",
        /// It came over a clipboard.
        Offline = "offline",
        /// To try the product; no grace days.
        Trial = "trial",
        /// Imported from before Seatsync.
        Legacy = "legacy",
    }
}

impl LicenseKind {
    /// Days of grace after the end (R27): trials have none.
    #[must_use]
    pub const fn grace_days(self) -> i64 {
        match self {
            Self::Trial => 0,
            Self::Online | Self::Offline | Self::Legacy => GRACE_DAYS,
        }
    }
}

/// A license as issued; never changed, only followed by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct License {
    /// Its key, and its id in the token.
    pub id: LicenseId,
    pub term: TermId,
    /// How it came to be.
    pub kind: LicenseKind,
    /// `[start, end)`, the term's.
    pub span: Term,
    /// Users it permits.
    pub seats: i64,
    /// Users of the license before, at a renewal (S2).
    pub previous_seats: Option<i64>,
    /// Users trued up at a renewal (S2).
    pub true_up: Option<i64>,
    pub issued_at: Instant,
}

/// Where a license lies in time, for lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Its last day is over.
    Past,
    /// Today lies in it.
    Current,
    /// It begins later, and grants nothing before (R26).
    Future,
}

impl License {
    /// Past, current or future on a UTC day.
    #[must_use]
    pub fn phase(&self, today: Day) -> Phase {
        if today < self.span.start {
            Phase::Future
        } else if today < self.span.end {
            Phase::Current
        } else {
            Phase::Past
        }
    }
}
