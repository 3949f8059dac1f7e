//! Instances and their licenses: emails to those who run the product.

use super::{Fact, Heading, email, fact};
use crate::domain::calendar::{Day, Instant, Term};
use crate::domain::release::Severity;
use crate::domain::release::UpdatePolicy;
use crate::mail::one_line;
use crate::words::{self, t};

/// A token was made for an offline instance. The email never contains the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenMade {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// What the instance calls its machine.
    pub hostname: String,
    /// The instance's id.
    pub instance: String,
    pub by: String,
    pub at: Instant,
    /// The page with the instance's tokens.
    pub link: String,
}

/// A license was issued after the first, and waits to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseReady {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// Seats it covers.
    pub seats: i64,
    /// When it is in force.
    pub term: Term,
    /// Whether its first day lies ahead.
    pub starts_later: bool,
    /// Whether the instance is offline: then a token carries it there.
    pub offline: bool,
    /// The activation code in its groups; at renewals (R39).
    pub code: Option<String>,
    /// The instance's page, or the subscription's.
    pub link: String,
}

/// The report of offline instances is due (R12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportReminder {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// How many are offline, at least one.
    pub instances: i64,
    /// What they call their machines, as far as they do.
    pub hostnames: Vec<String>,
    /// The day of the last report of the one that is silent for longest.
    pub last_report: Day,
    /// The quarter's last day.
    pub quarter_ends_on: Day,
    /// The last day on which a pasted report still counts for the reconciliation.
    pub report_until: Day,
    /// Where an instance ID is pasted.
    pub link: String,
}

/// An instance has been silent for days (R28).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncMissing {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// What the instance calls its machine.
    pub hostname: String,
    pub last_report: Instant,
    /// Days since then.
    pub days: i64,
    /// The instance's page.
    pub link: String,
}

/// The version an instance runs has flaws that a later one mends, or may have (R35).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityUpdate {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// What the instance calls its machine.
    pub hostname: String,
    /// The version it runs.
    pub version: String,
    /// Whether that can be compared, so that it has these flaws; otherwise it may have them.
    pub is_comparable: bool,
    /// How bad the worst of them is.
    pub severity: Severity,
    /// The vendor's name for each, and what it is; the worst first.
    pub flaws: Vec<(String, String)>,
    /// The version that mends them all.
    pub fixed_in: String,
    /// What becomes of it, as the customer chose.
    pub patches: UpdatePolicy,
    /// The instance's page.
    pub link: String,
}

impl TokenMade {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let instance = [
            fact(t!(language, "email-fact-hostname"), &self.hostname),
            fact(t!(language, "email-fact-instance"), &self.instance),
        ];
        let subscription = self.heading.subscription(&self.number, &self.product);
        let done = self.heading.done(t!(language, "email-fact-made-by"), &self.by, self.at);
        subscription.into_iter().chain(instance).chain(done).collect()
    }
}

impl LicenseReady {
    /// Its first day, without a zone: the hour and UTC are said beside it.
    fn starts_on(&self) -> String {
        words::day(self.heading.language, self.term.start)
    }

    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let seats = fact(t!(language, "email-fact-seats"), &self.heading.number(self.seats));
        let term = self.heading.term(self.term);
        self.heading.subscription(&self.number, &self.product).into_iter().chain([seats, term]).collect()
    }
}

impl ReportReminder {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let hostname = self.hostnames.iter().map(|host| fact(t!(language, "email-fact-hostname"), host));
        let days = [
            fact(t!(language, "email-fact-last-report"), &self.heading.day(self.last_report)),
            fact(t!(language, "email-fact-quarter-ends"), &self.heading.day(self.quarter_ends_on)),
            fact(t!(language, "email-fact-report-until"), &self.heading.day(self.report_until)),
        ];
        let subscription = self.heading.subscription(&self.number, &self.product);
        subscription.into_iter().chain(hostname).chain(days).collect()
    }
}

impl SyncMissing {
    fn hostname(&self) -> String {
        one_line(&self.hostname)
    }

    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let instance = [
            fact(t!(language, "email-fact-hostname"), &self.hostname),
            fact(t!(language, "email-fact-last-report"), &self.heading.moment(self.last_report)),
        ];
        self.heading.subscription(&self.number, &self.product).into_iter().chain(instance).collect()
    }
}

impl SecurityUpdate {
    fn hostname(&self) -> String {
        one_line(&self.hostname)
    }

    fn version(&self) -> String {
        one_line(&self.version)
    }

    /// How bad it is, as the catalogues choose by it.
    const fn severity(&self) -> &'static str {
        self.severity.as_str()
    }

    /// What becomes of it, as the catalogues choose by it.
    const fn patches(&self) -> &'static str {
        self.patches.as_str()
    }

    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let instance = [
            fact(t!(language, "email-fact-hostname"), &self.hostname),
            fact(t!(language, "email-fact-version"), &self.version),
            fact(t!(language, "email-fact-fixed-in"), &self.fixed_in),
        ];
        self.heading.subscription(&self.number, &self.product).into_iter().chain(instance).collect()
    }
}

email!(TokenMade, "mail/token_made/subject.txt", "mail/token_made/body.txt", "mail/token_made/body.html");
email!(LicenseReady, "mail/license_ready/subject.txt", "mail/license_ready/body.txt", "mail/license_ready/body.html");
email!(
    ReportReminder,
    "mail/report_reminder/subject.txt",
    "mail/report_reminder/body.txt",
    "mail/report_reminder/body.html"
);
email!(SyncMissing, "mail/sync_missing/subject.txt", "mail/sync_missing/body.txt", "mail/sync_missing/body.html");
email!(
    SecurityUpdate,
    "mail/security_update/subject.txt",
    "mail/security_update/body.txt",
    "mail/security_update/body.html"
);
