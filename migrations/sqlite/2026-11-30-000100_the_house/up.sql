-- Money is minor units with a currency beside it; days are dates in UTC; every account_id has an index. Ids, times and every other value
-- are made by the program: nothing has a default.

CREATE TABLE accounts (
    id text NOT NULL PRIMARY KEY,
    number text NOT NULL UNIQUE,
    name text NOT NULL,
    language text NOT NULL CHECK (language IN ('en', 'de')),
    payment text NOT NULL CHECK (payment IN ('invoice', 'card')),
    reseller text, -- null: bought directly (R18)
    created_at text NOT NULL,
    address text NOT NULL,
    vat_id text, -- null: none known
    tax_basis_points bigint NOT NULL CHECK (tax_basis_points BETWEEN 0 AND 10000),
    po_required boolean NOT NULL,
    public_sector boolean NOT NULL
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
CREATE INDEX sessions_seen ON sessions (seen_at ASC);

CREATE TABLE password_resets (
    id text NOT NULL PRIMARY KEY,
    person_id text NOT NULL REFERENCES people (id),
    token_hash text NOT NULL UNIQUE,
    created_at text NOT NULL,
    expires_at text NOT NULL,
    used_at text -- null: not used yet
);
CREATE INDEX password_resets_person ON password_resets (person_id);

CREATE TABLE products (
    id text NOT NULL PRIMARY KEY,
    key text NOT NULL UNIQUE,
    name text NOT NULL,
    minimum_version text NOT NULL,
    notice_days bigint NOT NULL CHECK (notice_days BETWEEN 0 AND 90),
    created_at text NOT NULL,
    reconcile_after_days bigint NOT NULL CHECK (reconcile_after_days BETWEEN 0 AND 3),
    charge_after_days bigint NOT NULL CHECK (charge_after_days BETWEEN 1 AND 10),
    early_renewal_days bigint NOT NULL CHECK (early_renewal_days BETWEEN 0 AND 365),
    renewal_quantity text NOT NULL CHECK (renewal_quantity IN ('seats_active_q4', 'seats_active', 'active_only')),
    several_instances text NOT NULL CHECK (several_instances IN ('max', 'sum')),
    programme_start text NOT NULL,
    most_instances bigint NOT NULL CHECK (most_instances BETWEEN 1 AND 1000),
    published_at text -- null: nothing yet
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
    created_at text NOT NULL,
    cloud_licensed boolean NOT NULL,
    offline_quarterly boolean NOT NULL,
    worked_on text, -- null: no day of the timetable is done yet
    due_on text, -- null: nothing lies ahead
    leased_until text -- null: nobody works on it
);
CREATE INDEX subscriptions_account ON subscriptions (account_id);
CREATE INDEX subscriptions_due ON subscriptions (due_on ASC, id);

CREATE TABLE terms (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    term_index bigint NOT NULL CHECK (term_index >= 0),
    starts_on text NOT NULL,
    ends_on text NOT NULL, -- the day after the last
    seats bigint NOT NULL CHECK (seats >= 0),
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    currency text NOT NULL,
    mode text NOT NULL CHECK (mode IN ('quarterly', 'annual')),
    bought_at text NOT NULL,
    base_seats bigint NOT NULL CHECK (base_seats >= 0),
    annual_reason text, -- null: quarterly, or annual for a reason nobody kept
    UNIQUE (subscription_id, term_index, account_id),
    CHECK (starts_on < ends_on)
);
CREATE INDEX terms_account ON terms (account_id);

CREATE TABLE renewal_cancellations (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    term_id text NOT NULL REFERENCES terms (id),
    cancelled_by text NOT NULL REFERENCES people (id),
    cancelled_at text NOT NULL,
    reason text, -- null: none given, none needed
    is_late boolean NOT NULL,
    withdrawn_by text REFERENCES people (id), -- null: stands
    withdrawn_at text -- null: stands
);
CREATE INDEX renewal_cancellations_account ON renewal_cancellations (account_id);
CREATE UNIQUE INDEX renewal_cancellations_standing ON renewal_cancellations (term_id, account_id) WHERE withdrawn_at IS NULL;

CREATE TABLE late_requests (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    term_id text NOT NULL REFERENCES terms (id),
    asked_by text NOT NULL REFERENCES people (id),
    asked_at text NOT NULL,
    reason text, -- null: none given, none needed
    decision text CHECK (decision IN ('granted', 'declined')), -- null: open
    decided_by text REFERENCES people (id), -- null: open
    decided_at text, -- null: open
    answer text -- null: open; staff's reason
);
CREATE INDEX late_requests_account ON late_requests (account_id);
CREATE UNIQUE INDEX late_requests_open ON late_requests (term_id, account_id) WHERE decided_at IS NULL;
CREATE INDEX late_requests_oldest ON late_requests (asked_at ASC, id) WHERE decided_at IS NULL;

CREATE TABLE licenses (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
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
CREATE INDEX licenses_account ON licenses (account_id);
CREATE INDEX licenses_subscription ON licenses (subscription_id);
CREATE INDEX licenses_term ON licenses (term_id);

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
    linked_at text NOT NULL,
    linked_by_person_id text REFERENCES people (id), -- null: by its code, or by the vendor
    reports_by text NOT NULL CHECK (reports_by IN ('sync', 'paste', 'api')),
    missed_told_at text, -- null: it is not silent, or nobody was told yet
    heard_at text NOT NULL,
    last_jti text NOT NULL,
    update_policy text NOT NULL CHECK (update_policy IN ('warn', 'patch')),
    upgrade_asked_at text, -- null: nothing was asked for, or the instance took the token that tells it
    upgrade_told_jti text, -- null: no token tells it yet
    unlinked_at text, -- null: linked
    keys_known bigint NOT NULL,
    keys_sent bigint NOT NULL
);
CREATE INDEX instances_account ON instances (account_id);
CREATE INDEX instances_subscription ON instances (subscription_id);
CREATE INDEX instances_silent ON instances (heard_at ASC) WHERE missed_told_at IS NULL;
CREATE INDEX instances_hostname ON instances (hostname, heard_at ASC, id);

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
    accepted_at text, -- null: looked at, not confirmed
    UNIQUE (subscription_id, instance_id, seq, jti, account_id)
);
CREATE INDEX received_ids_account ON received_ids (account_id);
CREATE INDEX received_ids_instance ON received_ids (instance_id);

CREATE TABLE usage_reports (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    instance_id text NOT NULL REFERENCES instances (id),
    reported_at text NOT NULL,
    received_at text NOT NULL,
    active bigint NOT NULL CHECK (active >= 0),
    inactive bigint NOT NULL CHECK (inactive >= 0),
    billable bigint NOT NULL CHECK (billable >= 0),
    version text NOT NULL,
    reported_max bigint CHECK (reported_max >= 0), -- null: it told none
    message_id text REFERENCES received_ids (id), -- null: it came as no instance ID
    came_by text NOT NULL CHECK (came_by IN ('sync', 'paste', 'api')),
    environment text NOT NULL
);
CREATE INDEX usage_reports_account ON usage_reports (account_id);
CREATE INDEX usage_reports_instance ON usage_reports (instance_id, reported_at ASC);

CREATE TABLE tokens (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    instance_id text NOT NULL REFERENCES instances (id),
    content_hash text NOT NULL, -- of key, licenses and facts: what did not change is not made again
    body text NOT NULL,
    made_by text NOT NULL REFERENCES people (id),
    made_at text NOT NULL,
    answers_seq bigint NOT NULL
);
CREATE INDEX tokens_account ON tokens (account_id);
CREATE INDEX tokens_instance ON tokens (instance_id, made_at ASC, id);

CREATE TABLE portal_keys (
    id text NOT NULL PRIMARY KEY,
    kid text NOT NULL UNIQUE,
    usage text NOT NULL CHECK (usage IN ('enc', 'sig')),
    generation bigint NOT NULL,
    public_jwk text NOT NULL,
    private_sealed text NOT NULL, -- encrypted under the master key
    created_at text NOT NULL,
    signing_since text, -- null: published, not used yet
    retired_at text, -- null: not retired
    UNIQUE (usage, generation)
);

CREATE TABLE emails (
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
    last_error text, -- null: none yet
    reader text, -- null: to a person, not to a contact
    person_id text REFERENCES people (id), -- null: to somebody who cannot sign in
    subscription_id text REFERENCES subscriptions (id), -- null: about none
    secret_sealed text, -- null: it carries no secret, or was sent
    priority bigint NOT NULL,
    waits_since text NOT NULL,
    stands_from text, -- null: for what happened when it was queued, and not for what was told by emails it replaced
    slim_at text, -- null: its text is kept
    instance_id text REFERENCES instances (id) -- null: about none alone
);
CREATE INDEX emails_subscription ON emails (subscription_id);
CREATE INDEX emails_newest ON emails (queued_at ASC, id);
CREATE INDEX emails_refused ON emails (refused_at ASC) WHERE refused_at IS NOT NULL;
CREATE INDEX emails_person ON emails (person_id, queued_at ASC, id);
CREATE INDEX emails_next ON emails (priority, due_at ASC) WHERE sent_at IS NULL AND refused_at IS NULL;
CREATE INDEX emails_waiting ON emails (waits_since ASC) WHERE sent_at IS NULL AND refused_at IS NULL;
CREATE INDEX emails_leased ON emails (leased_until ASC) WHERE sent_at IS NULL AND refused_at IS NULL;
CREATE INDEX emails_whole ON emails (queued_at ASC) WHERE slim_at IS NULL;
CREATE INDEX emails_access ON emails (queued_at ASC) WHERE priority = 0;
CREATE INDEX emails_recipient ON emails (recipient, queued_at ASC);
CREATE INDEX emails_account ON emails (account_id, queued_at ASC);

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
CREATE INDEX audit_entries_subject ON audit_entries (subject);
CREATE INDEX audit_entries_account ON audit_entries (account_id, happened_at ASC, id);

-- A price is for a seat and a term of so many months.
CREATE TABLE prices (
    id text NOT NULL PRIMARY KEY,
    product_id text NOT NULL REFERENCES products (id),
    tier text NOT NULL CHECK (tier IN ('free', 'premium', 'ultimate')),
    term_months bigint NOT NULL CHECK (term_months BETWEEN 1 AND 120),
    currency text NOT NULL,
    from_day text NOT NULL,
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    UNIQUE (product_id, tier, term_months, currency, from_day)
);

CREATE TABLE pauses (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    paused_by text REFERENCES people (id), -- null: by an operator
    paused_at text NOT NULL,
    reason text NOT NULL,
    resumed_by text REFERENCES people (id), -- null: stands
    resumed_at text -- null: stands
);
CREATE INDEX pauses_account ON pauses (account_id);
CREATE UNIQUE INDEX pauses_standing ON pauses (subscription_id, account_id) WHERE resumed_at IS NULL;
CREATE INDEX pauses_oldest ON pauses (paused_at ASC, id) WHERE resumed_at IS NULL;

CREATE TABLE reconciliations (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    term_id text NOT NULL REFERENCES terms (id),
    quarter bigint NOT NULL CHECK (quarter BETWEEN 1 AND 40),
    state text NOT NULL CHECK (state IN ('open', 'skipped', 'notified', 'charged', 'invoiced', 'superseded', 'payment_failed', 'reverted_to_true_up', 'disputed', 'waived', 'needs_attention')),
    reason text, -- null: not skipped
    quarter_max bigint, -- null: nothing is known of the quarter
    max_on text, -- null: nothing is known of the quarter
    is_corrected boolean NOT NULL,
    seats_before bigint NOT NULL CHECK (seats_before >= 0),
    overage bigint NOT NULL CHECK (overage >= 0),
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    remaining_quarters bigint NOT NULL CHECK (remaining_quarters BETWEEN 0 AND 39),
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    currency text NOT NULL,
    notified_on text, -- null: no notice was written
    first_charge_on text, -- null: never due for payment
    next_charge_on text, -- null: no charge lies ahead
    charged_on text, -- null: neither charged nor invoiced
    seats_after bigint NOT NULL CHECK (seats_after >= 0),
    created_at text NOT NULL,
    UNIQUE (subscription_id, term_id, quarter, account_id)
);
CREATE INDEX reconciliations_account ON reconciliations (account_id);
CREATE INDEX reconciliations_term ON reconciliations (term_id);
CREATE INDEX reconciliations_state ON reconciliations (state, created_at ASC, id);

-- What is billed with a reconciliation for quarters before it (R6a).
CREATE TABLE late_lines (
    reconciliation_id text NOT NULL REFERENCES reconciliations (id),
    account_id text NOT NULL REFERENCES accounts (id),
    quarter bigint NOT NULL CHECK (quarter BETWEEN 1 AND 40),
    quarter_max bigint NOT NULL CHECK (quarter_max >= 0),
    max_on text NOT NULL,
    seats_before bigint NOT NULL CHECK (seats_before >= 0),
    overage bigint NOT NULL CHECK (overage > 0),
    remaining_quarters bigint NOT NULL CHECK (remaining_quarters BETWEEN 0 AND 39),
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    currency text NOT NULL,
    PRIMARY KEY (reconciliation_id, quarter, account_id)
);
CREATE INDEX late_lines_account ON late_lines (account_id);

CREATE TABLE disputes (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    reconciliation_id text NOT NULL REFERENCES reconciliations (id),
    raised_by text REFERENCES people (id), -- null: by an operator
    raised_at text NOT NULL,
    reason text, -- null: none given, none needed
    outcome text CHECK (outcome IN ('withdrawn', 'rejected', 'corrected', 'waived')), -- null: stands
    ended_by text REFERENCES people (id), -- null: stands, or ended by the timetable
    ended_at text, -- null: stands
    answer text -- null: stands, or nothing was said
);
CREATE INDEX disputes_account ON disputes (account_id);
CREATE INDEX disputes_reconciliation ON disputes (reconciliation_id);
CREATE UNIQUE INDEX disputes_standing ON disputes (reconciliation_id, account_id) WHERE ended_at IS NULL;

-- Every seat that was added within a term, and by what (R6, R9).
CREATE TABLE seat_changes (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    term_id text NOT NULL REFERENCES terms (id),
    kind text NOT NULL CHECK (kind IN ('bought', 'reconciled')),
    subject_id text NOT NULL, -- the order or the reconciliation
    seats bigint NOT NULL CHECK (seats > 0),
    effective_on text NOT NULL,
    changed_at text NOT NULL,
    UNIQUE (kind, subject_id, account_id)
);
CREATE INDEX seat_changes_account ON seat_changes (account_id);
CREATE INDEX seat_changes_term ON seat_changes (term_id);

CREATE TABLE renewals (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    term_id text NOT NULL REFERENCES terms (id), -- the term that ends
    next_term_id text REFERENCES terms (id), -- null: no term was bought
    how text NOT NULL CHECK (how IN ('auto', 'manual')),
    state text NOT NULL CHECK (state IN ('pending', 'charged', 'invoiced', 'cancelled', 'blocked', 'payment_failed')),
    reason text, -- null: it renewed
    renewed_on text NOT NULL,
    seats bigint NOT NULL CHECK (seats >= 0),
    active bigint, -- null: no report was recent enough
    q4_max bigint, -- null: nothing is known of the quarter
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    currency text NOT NULL,
    next_charge_on text, -- null: no charge lies ahead
    created_at text NOT NULL,
    UNIQUE (term_id, account_id)
);
CREATE INDEX renewals_account ON renewals (account_id);
CREATE INDEX renewals_subscription ON renewals (subscription_id);

CREATE TABLE true_ups (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    term_id text NOT NULL REFERENCES terms (id),
    kind text NOT NULL CHECK (kind IN ('annual', 'late', 'unreported')),
    quarter bigint NOT NULL CHECK (quarter BETWEEN 0 AND 40), -- 0: the term itself
    term_max bigint NOT NULL CHECK (term_max >= 0),
    max_on text NOT NULL,
    seats bigint NOT NULL CHECK (seats >= 0),
    quantity bigint NOT NULL CHECK (quantity > 0),
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    months bigint NOT NULL CHECK (months BETWEEN 1 AND 120),
    credited_minor bigint NOT NULL CHECK (credited_minor >= 0),
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    currency text NOT NULL,
    due_on text NOT NULL,
    created_at text NOT NULL,
    UNIQUE (term_id, kind, quarter, due_on, account_id)
);
CREATE INDEX true_ups_account ON true_ups (account_id);
CREATE INDEX true_ups_subscription ON true_ups (subscription_id);

-- What somebody bought by hand: seats in mid-term, or the next term.
CREATE TABLE orders (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    term_id text NOT NULL REFERENCES terms (id), -- the term it is for, or follows
    kind text NOT NULL CHECK (kind IN ('seats', 'renewal')),
    form_key text NOT NULL UNIQUE, -- made with the form: pressed twice is bought once
    seats bigint NOT NULL CHECK (seats > 0),
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    days bigint, -- null: a whole term
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    currency text NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'done', 'declined')),
    ordered_by text REFERENCES people (id), -- null: by an operator
    ordered_at text NOT NULL,
    ended_at text -- null: the payment is under way
);
CREATE INDEX orders_account ON orders (account_id);
CREATE INDEX orders_subscription ON orders (subscription_id);

CREATE TABLE cards (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    reference_sealed text NOT NULL, -- the provider's name for it, encrypted under the master key
    last_digits text NOT NULL,
    added_by text REFERENCES people (id), -- null: by an operator
    added_at text NOT NULL,
    removed_at text -- null: on file
);
CREATE INDEX cards_account ON cards (account_id);
CREATE UNIQUE INDEX cards_on_file ON cards (account_id) WHERE removed_at IS NULL;

CREATE TABLE payments (
    id text NOT NULL PRIMARY KEY, -- also the provider's idempotency key
    account_id text NOT NULL REFERENCES accounts (id),
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    purpose text NOT NULL CHECK (purpose IN ('reconciliation', 'renewal', 'true_up', 'order')),
    subject_id text NOT NULL, -- the reconciliation, renewal, true-up or order
    attempt bigint NOT NULL CHECK (attempt > 0),
    card_id text NOT NULL REFERENCES cards (id),
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency text NOT NULL,
    due_on text NOT NULL,
    created_at text NOT NULL,
    ask_at text NOT NULL, -- when the provider is asked, or asked again
    leased_until text, -- null: nobody is asking
    succeeded_at text, -- null: not, or not yet
    declined_at text, -- null: not, or not yet
    reference text, -- null: the provider gave none
    UNIQUE (purpose, subject_id, attempt, account_id)
);
CREATE INDEX payments_account ON payments (account_id);
CREATE INDEX payments_subscription ON payments (subscription_id);
CREATE UNIQUE INDEX payments_once ON payments (purpose, subject_id, account_id) WHERE declined_at IS NULL;

-- The memory of the local card provider, which plays a bank in demo, simulation and tests.
CREATE TABLE local_charges (
    key text NOT NULL PRIMARY KEY,
    card text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('succeeded', 'declined')),
    asked bigint NOT NULL -- how often
);

-- A series of document numbers without gaps: one for each year, and as many as there are entities and kinds that number for
-- themselves. A number is its series, a hyphen and the serial.
CREATE TABLE number_series (
    name text NOT NULL PRIMARY KEY,
    last bigint NOT NULL CHECK (last > 0)
);

CREATE TABLE invoices (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    subscription_id text NOT NULL REFERENCES subscriptions (id),
    number text NOT NULL UNIQUE,
    series text NOT NULL REFERENCES number_series (name),
    serial bigint NOT NULL CHECK (serial > 0),
    kind text NOT NULL CHECK (kind IN ('purchase', 'reconciliation', 'renewal', 'true_up', 'seats', 'credit_note')),
    subject_id text NOT NULL, -- the term, reconciliation, renewal, true-up, order, or credited invoice
    corrects_id text REFERENCES invoices (id), -- null: no credit note
    issued_on text NOT NULL,
    issued_at text NOT NULL,
    due_on text NOT NULL,
    net_minor bigint NOT NULL,
    tax_basis_points bigint NOT NULL,
    tax_minor bigint NOT NULL,
    total_minor bigint NOT NULL,
    currency text NOT NULL,
    content text NOT NULL, -- whom it is for, and for a credit note why, as it was then
    content_hash text NOT NULL, -- of everything above and of its lines
    UNIQUE (series, serial),
    UNIQUE (kind, subject_id, account_id)
);
CREATE INDEX invoices_subscription ON invoices (subscription_id);
CREATE INDEX invoices_newest ON invoices (issued_on ASC, number ASC);
CREATE INDEX invoices_account ON invoices (account_id, issued_on ASC, number);

CREATE TABLE invoice_lines (
    invoice_id text NOT NULL REFERENCES invoices (id),
    account_id text NOT NULL REFERENCES accounts (id),
    position bigint NOT NULL CHECK (position > 0),
    kind text NOT NULL CHECK (kind IN ('purchase', 'reconciliation', 'renewal', 'true_up', 'seats')),
    quantity bigint NOT NULL,
    per_seat_minor bigint NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    basis text NOT NULL, -- what the amount follows from, so that the line explains itself
    PRIMARY KEY (invoice_id, position, account_id)
);

CREATE TABLE invoice_payments (
    invoice_id text NOT NULL REFERENCES invoices (id),
    account_id text NOT NULL REFERENCES accounts (id),
    paid_on text NOT NULL,
    payment_id text REFERENCES payments (id), -- null: not by card
    noted_by text REFERENCES people (id), -- null: by the card's payment
    noted_at text NOT NULL,
    PRIMARY KEY (invoice_id, account_id)
);

CREATE TABLE invoice_links (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    invoice_id text NOT NULL REFERENCES invoices (id),
    token_hash text NOT NULL UNIQUE,
    created_at text NOT NULL,
    expires_at text NOT NULL,
    revoked_at text -- null: not revoked
);
CREATE INDEX invoice_links_account ON invoice_links (account_id);
CREATE INDEX invoice_links_invoice ON invoice_links (invoice_id);

CREATE TABLE contacts (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    role text NOT NULL CHECK (role IN ('billing', 'subscription', 'technical')),
    email text NOT NULL,
    email_folded text NOT NULL,
    name text NOT NULL,
    language text CHECK (language IN ('en', 'de')), -- null: the account's
    added_at text NOT NULL,
    confirmed_at text, -- null: nobody has confirmed the address yet
    refused_at text, -- null: no mail server refused the address for good since it was confirmed
    UNIQUE (account_id, role, email_folded)
);

-- The highest count of each day, and since when it is known: what is reconciled late counts what was known in time.
CREATE TABLE usage_days (
    instance_id text NOT NULL REFERENCES instances (id),
    account_id text NOT NULL REFERENCES accounts (id),
    day text NOT NULL,
    billable bigint NOT NULL CHECK (billable >= 0),
    known_at text NOT NULL,
    PRIMARY KEY (instance_id, day, billable, account_id)
);

-- Links to invoices are guessed at, and asked for anew: both are counted like attempts to sign in.
CREATE TABLE attempts (
    id text NOT NULL PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('sign_in', 'reset', 'invoice_link', 'fresh_link')),
    address_hash text NOT NULL, -- of the folded address: no list of who tried
    origin text NOT NULL, -- the caller's network address
    tried_at text NOT NULL
);
CREATE INDEX attempts_address ON attempts (address_hash, tried_at ASC);
CREATE INDEX attempts_origin ON attempts (origin, tried_at ASC);

-- The answer to the message an instance sent last: sent again, it is answered with the same words.
CREATE TABLE sync_answers (
    instance_id text NOT NULL REFERENCES instances (id),
    account_id text NOT NULL REFERENCES accounts (id),
    jti text NOT NULL, -- of the message it answers
    token text NOT NULL,
    made_at text NOT NULL,
    PRIMARY KEY (instance_id, account_id)
);

-- Messages as they were sent, for a while: what lasts of them is in usage_reports and usage_days.
CREATE TABLE messages (
    id text NOT NULL,
    account_id text NOT NULL REFERENCES accounts (id),
    received_at text NOT NULL,
    instance_id text NOT NULL REFERENCES instances (id),
    claims text NOT NULL,
    PRIMARY KEY (received_at, id, account_id)
);
CREATE INDEX messages_instance ON messages (instance_id, received_at ASC);

CREATE TABLE releases (
    id text NOT NULL PRIMARY KEY,
    product_id text NOT NULL REFERENCES products (id),
    version text NOT NULL,
    released_on text NOT NULL,
    notes_url text, -- null: none given
    UNIQUE (product_id, version)
);

CREATE TABLE advisories (
    id text NOT NULL PRIMARY KEY,
    product_id text NOT NULL REFERENCES products (id),
    name text NOT NULL, -- the vendor's own, as HARBOR-2026-003
    severity text NOT NULL CHECK (severity IN ('critical', 'high', 'medium', 'low')),
    title text NOT NULL,
    url text, -- null: none given
    published_on text NOT NULL,
    affected text NOT NULL, -- ranges, each a version and the one that mends it
    spread_at text, -- null: not every instance was looked at yet
    UNIQUE (product_id, name)
);

CREATE TABLE advisory_notices (
    advisory_id text NOT NULL REFERENCES advisories (id),
    account_id text NOT NULL REFERENCES accounts (id),
    instance_id text NOT NULL REFERENCES instances (id),
    told_at text NOT NULL,
    PRIMARY KEY (advisory_id, instance_id, account_id)
);

-- How soon the vendor answers, by tier (R37).
CREATE TABLE support_times (
    product_id text NOT NULL REFERENCES products (id),
    tier text NOT NULL CHECK (tier IN ('free', 'premium', 'ultimate')),
    urgency text NOT NULL CHECK (urgency IN ('outage', 'impaired', 'question')),
    answer_minutes bigint NOT NULL CHECK (answer_minutes > 0),
    around_the_clock boolean NOT NULL, -- otherwise within the vendor's business hours
    PRIMARY KEY (product_id, tier, urgency)
);

-- From where people signed in: whoever guesses at them elsewhere does not hold them up there.
CREATE TABLE known_networks (
    address_hash text NOT NULL, -- of the folded address, as in attempts
    network text NOT NULL,
    seen_at text NOT NULL,
    PRIMARY KEY (address_hash, network)
);

-- Reset links that were asked for: who is known is found out later, so that the answer takes as long for everybody.
CREATE TABLE reset_requests (
    id text NOT NULL PRIMARY KEY,
    address_sealed text NOT NULL,
    asked_at text NOT NULL,
    request_id text NOT NULL
);

-- What staff should see need not be about an instance, nor about an account. A kind is checked by the program alone: a
-- new one needs no migration.
CREATE TABLE alerts (
    id text NOT NULL PRIMARY KEY,
    account_id text REFERENCES accounts (id), -- null: about no account
    instance_id text REFERENCES instances (id), -- null: about no instance
    noticed_at text NOT NULL,
    detail text NOT NULL,
    closed_at text, -- null: open
    kind text NOT NULL
);
CREATE INDEX alerts_account ON alerts (account_id);
CREATE INDEX alerts_instance ON alerts (instance_id);
CREATE INDEX alerts_open ON alerts (noticed_at ASC, id) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX alerts_once ON alerts (kind, detail, coalesce(account_id, '00000000-0000-0000-0000-000000000000'), coalesce(instance_id, '00000000-0000-0000-0000-000000000000')) WHERE closed_at IS NULL;

-- The term-wide maxima that a day's reports told, each once and since when it is known: a quarter is read from its days,
-- however often an instance reports (R32 lets it report as often as it likes).
CREATE TABLE reported_days (
    instance_id text NOT NULL REFERENCES instances (id),
    account_id text NOT NULL REFERENCES accounts (id),
    day text NOT NULL,
    reported_max bigint NOT NULL CHECK (reported_max >= 0),
    known_at text NOT NULL,
    PRIMARY KEY (instance_id, day, reported_max, account_id)
);

CREATE TABLE address_confirmations (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    email_folded text NOT NULL,
    token_hash text NOT NULL UNIQUE,
    created_at text NOT NULL,
    expires_at text NOT NULL
);
CREATE INDEX address_confirmations_account ON address_confirmations (account_id, created_at ASC);
CREATE INDEX address_confirmations_email ON address_confirmations (email_folded, created_at ASC);

-- An audit entry is written once and never touched again (R42).
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
-- REPLACE removes a row without asking the trigger above.
CREATE TRIGGER audit_entries_no_replace BEFORE INSERT ON audit_entries
WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
-- Triggers, each tree in its own words: an issued invoice is never changed (R41).
CREATE TRIGGER invoices_no_update BEFORE UPDATE ON invoices
BEGIN SELECT RAISE(ABORT, 'issued invoices are never changed'); END;
CREATE TRIGGER invoices_no_delete BEFORE DELETE ON invoices
BEGIN SELECT RAISE(ABORT, 'issued invoices are never changed'); END;
CREATE TRIGGER invoice_lines_no_update BEFORE UPDATE ON invoice_lines
BEGIN SELECT RAISE(ABORT, 'issued invoices are never changed'); END;
CREATE TRIGGER invoice_lines_no_delete BEFORE DELETE ON invoice_lines
BEGIN SELECT RAISE(ABORT, 'issued invoices are never changed'); END;
-- REPLACE removes a row without asking the triggers above.
CREATE TRIGGER invoices_no_replace BEFORE INSERT ON invoices
WHEN EXISTS (SELECT 1 FROM invoices WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'issued invoices are never changed'); END;
CREATE TRIGGER invoice_lines_no_replace BEFORE INSERT ON invoice_lines
WHEN EXISTS (SELECT 1 FROM invoice_lines WHERE invoice_id = NEW.invoice_id AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'issued invoices are never changed'); END;
