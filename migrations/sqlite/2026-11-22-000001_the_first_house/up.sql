-- The first house. Money is minor units with a currency beside it; days are text YYYY-MM-DD in UTC; every account_id has an index.

CREATE TABLE accounts (
    id text NOT NULL PRIMARY KEY,
    number text NOT NULL UNIQUE,
    name text NOT NULL,
    language text NOT NULL CHECK (language IN ('en', 'de')),
    payment text NOT NULL CHECK (payment IN ('invoice', 'card')),
    reseller text, -- null: bought directly (R18)
    created_at text NOT NULL
);

CREATE TABLE people (
    id text NOT NULL PRIMARY KEY,
    email text NOT NULL,
    email_folded text NOT NULL UNIQUE,
    name text NOT NULL,
    language text CHECK (language IN ('en', 'de')), -- null: no choice made yet
    password_hash text, -- null: no password chosen yet
    is_staff boolean NOT NULL,
    session_epoch bigint NOT NULL, -- raised to end every session of the person
    disabled_at text, -- null: may sign in
    created_at text NOT NULL
);

CREATE TABLE memberships (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    person_id text NOT NULL REFERENCES people (id),
    role text NOT NULL CHECK (role IN ('owner', 'billing_admin', 'technical_admin', 'viewer')),
    created_at text NOT NULL,
    UNIQUE (account_id, person_id)
);
CREATE INDEX memberships_person ON memberships (person_id);

CREATE TABLE sessions (
    key_hash text NOT NULL PRIMARY KEY,
    state text NOT NULL,
    created_at text NOT NULL,
    seen_at text NOT NULL
);
CREATE INDEX sessions_seen ON sessions (seen_at);

CREATE TABLE password_resets (
    id text NOT NULL PRIMARY KEY,
    person_id text NOT NULL REFERENCES people (id),
    token_hash text NOT NULL UNIQUE,
    created_at text NOT NULL,
    expires_at text NOT NULL,
    used_at text -- null: not used yet
);
CREATE INDEX password_resets_person ON password_resets (person_id);

CREATE TABLE attempts (
    id text NOT NULL PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('sign_in', 'reset')),
    address_hash text NOT NULL, -- of the folded address: no list of who tried
    origin text NOT NULL, -- the caller's network address
    tried_at text NOT NULL
);
CREATE INDEX attempts_address ON attempts (address_hash, tried_at);
CREATE INDEX attempts_origin ON attempts (origin, tried_at);

CREATE TABLE products (
    id text NOT NULL PRIMARY KEY,
    key text NOT NULL UNIQUE,
    name text NOT NULL,
    minimum_version text NOT NULL,
    notice_days bigint NOT NULL CHECK (notice_days BETWEEN 0 AND 90),
    created_at text NOT NULL
);

CREATE TABLE prices (
    id text NOT NULL PRIMARY KEY,
    product_id text NOT NULL REFERENCES products (id),
    tier text NOT NULL CHECK (tier IN ('free', 'premium', 'ultimate')),
    currency text NOT NULL,
    from_day text NOT NULL,
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    UNIQUE (product_id, tier, currency, from_day)
);

CREATE TABLE subscriptions (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    number text NOT NULL UNIQUE,
    product_id text NOT NULL REFERENCES products (id),
    tier text NOT NULL CHECK (tier IN ('free', 'premium', 'ultimate')),
    deployment text NOT NULL CHECK (deployment IN ('self_managed', 'saas')),
    anchor text NOT NULL,
    term_months bigint NOT NULL CHECK (term_months BETWEEN 1 AND 120),
    currency text NOT NULL,
    opted_out boolean NOT NULL,
    code_hash text NOT NULL UNIQUE, -- keyed hash of the activation code, to look it up
    code_sealed text NOT NULL, -- the activation code, encrypted under the master key, to show it
    created_at text NOT NULL
);
CREATE INDEX subscriptions_account ON subscriptions (account_id);

CREATE TABLE terms (
    id text NOT NULL PRIMARY KEY,
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    term_index bigint NOT NULL CHECK (term_index >= 0),
    starts_on text NOT NULL,
    ends_on text NOT NULL, -- the day after the last
    seats bigint NOT NULL CHECK (seats >= 0),
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    currency text NOT NULL,
    mode text NOT NULL CHECK (mode IN ('quarterly', 'annual')),
    bought_at text NOT NULL,
    UNIQUE (subscription_id, term_index),
    CHECK (starts_on < ends_on)
);

CREATE TABLE renewal_cancellations (
    id text NOT NULL PRIMARY KEY,
    term_id text NOT NULL REFERENCES terms (id),
    cancelled_by text NOT NULL REFERENCES people (id),
    cancelled_at text NOT NULL,
    reason text, -- null: none given, none needed
    is_late boolean NOT NULL,
    withdrawn_by text REFERENCES people (id), -- null: stands
    withdrawn_at text -- null: stands
);
CREATE UNIQUE INDEX renewal_cancellations_standing ON renewal_cancellations (term_id) WHERE withdrawn_at IS NULL;

CREATE TABLE late_requests (
    id text NOT NULL PRIMARY KEY,
    term_id text NOT NULL REFERENCES terms (id),
    asked_by text NOT NULL REFERENCES people (id),
    asked_at text NOT NULL,
    reason text, -- null: none given, none needed
    decision text CHECK (decision IN ('granted', 'declined')), -- null: open
    decided_by text REFERENCES people (id), -- null: open
    decided_at text, -- null: open
    answer text -- null: open; staff's reason
);
CREATE UNIQUE INDEX late_requests_open ON late_requests (term_id) WHERE decided_at IS NULL;

CREATE TABLE licenses (
    id text NOT NULL PRIMARY KEY,
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    term_id text NOT NULL REFERENCES terms (id),
    kind text NOT NULL CHECK (kind IN ('online', 'offline', 'trial', 'legacy')),
    starts_on text NOT NULL,
    ends_on text NOT NULL, -- the day after the last
    seats bigint NOT NULL CHECK (seats >= 0),
    previous_seats bigint, -- null: nothing before it
    true_up bigint, -- null: nothing trued up
    issued_at text NOT NULL
);
CREATE INDEX licenses_subscription ON licenses (subscription_id);

CREATE TABLE instances (
    id text NOT NULL PRIMARY KEY, -- made by the instance
    account_id text NOT NULL REFERENCES accounts (id),
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    hostname text NOT NULL,
    environment text NOT NULL,
    version text NOT NULL,
    public_key text NOT NULL,
    last_seq bigint NOT NULL,
    term_max bigint NOT NULL,
    last_report_at text NOT NULL,
    linked_by text NOT NULL REFERENCES people (id),
    linked_at text NOT NULL
);
CREATE INDEX instances_account ON instances (account_id);
CREATE INDEX instances_subscription ON instances (subscription_id);

CREATE TABLE received_ids (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    instance_id text NOT NULL, -- may not be linked yet
    public_key text NOT NULL,
    seq bigint NOT NULL,
    jti text NOT NULL,
    proves_code boolean NOT NULL, -- it carried the subscription's activation code, which is not kept
    claims text NOT NULL,
    received_by text NOT NULL REFERENCES people (id),
    received_at text NOT NULL,
    taken_at text, -- null: looked at, not confirmed
    UNIQUE (subscription_id, instance_id, seq, jti)
);
CREATE INDEX received_ids_account ON received_ids (account_id);
CREATE INDEX received_ids_instance ON received_ids (instance_id);

CREATE TABLE usage_reports (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    instance_id text NOT NULL REFERENCES instances (id),
    received_id text NOT NULL REFERENCES received_ids (id),
    reported_at text NOT NULL,
    received_at text NOT NULL,
    active bigint NOT NULL CHECK (active >= 0),
    inactive bigint NOT NULL CHECK (inactive >= 0),
    billable bigint NOT NULL CHECK (billable >= 0),
    term_max bigint NOT NULL CHECK (term_max >= 0),
    version text NOT NULL
);
CREATE INDEX usage_reports_account ON usage_reports (account_id);
CREATE INDEX usage_reports_instance ON usage_reports (instance_id, reported_at);

CREATE TABLE daily_maxima (
    instance_id text NOT NULL REFERENCES instances (id),
    day text NOT NULL,
    billable bigint NOT NULL CHECK (billable >= 0),
    PRIMARY KEY (instance_id, day)
);

CREATE TABLE flags (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    instance_id text NOT NULL REFERENCES instances (id),
    kind text NOT NULL CHECK (kind IN ('falling_maximum', 'unparsable_version')),
    noticed_at text NOT NULL,
    detail text NOT NULL
);
CREATE INDEX flags_account ON flags (account_id);
CREATE INDEX flags_instance ON flags (instance_id);

CREATE TABLE tokens (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    instance_id text NOT NULL REFERENCES instances (id),
    received_id text NOT NULL REFERENCES received_ids (id), -- the instance ID it answers
    content_hash text NOT NULL, -- of key, licenses and facts: what did not change is not made again
    body text NOT NULL,
    made_by text NOT NULL REFERENCES people (id),
    made_at text NOT NULL
);
CREATE INDEX tokens_account ON tokens (account_id);
CREATE INDEX tokens_received ON tokens (received_id);
CREATE INDEX tokens_instance ON tokens (instance_id);

CREATE TABLE portal_keys (
    id text NOT NULL PRIMARY KEY,
    kid text NOT NULL UNIQUE,
    usage text NOT NULL CHECK (usage IN ('enc', 'sig')),
    generation bigint NOT NULL,
    public_jwk text NOT NULL,
    private_sealed text NOT NULL, -- encrypted under the master key
    created_at text NOT NULL,
    UNIQUE (usage, generation)
);

CREATE TABLE letters (
    id text NOT NULL PRIMARY KEY,
    account_id text REFERENCES accounts (id), -- null: to a person, not about an account
    kind text NOT NULL,
    recipient text NOT NULL,
    message_id text NOT NULL UNIQUE,
    envelope text NOT NULL,
    queued_at text NOT NULL,
    due_at text NOT NULL,
    attempts bigint NOT NULL,
    leased_until text, -- null: nobody is sending it
    sent_at text, -- null: not sent yet
    refused_at text, -- null: not refused for good
    last_error text -- null: none yet
);
CREATE INDEX letters_account ON letters (account_id);
CREATE INDEX letters_due ON letters (due_at) WHERE sent_at IS NULL AND refused_at IS NULL;

CREATE TABLE audit_entries (
    id text NOT NULL PRIMARY KEY,
    happened_at text NOT NULL,
    event text NOT NULL,
    actor text NOT NULL, -- person:ID, operator, nobody
    account_id text REFERENCES accounts (id), -- null: about no account
    subject text NOT NULL,
    before text, -- null: nothing before
    after text, -- null: nothing after
    request_id text NOT NULL
);
CREATE INDEX audit_entries_account ON audit_entries (account_id);

-- An audit entry is written once and never touched again (R42).
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
-- REPLACE removes a row without asking the trigger above.
CREATE TRIGGER audit_entries_no_replace BEFORE INSERT ON audit_entries
WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
