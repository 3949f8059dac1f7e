-- Money is minor units with a currency beside it; days are dates in UTC; every account_id has an index. Ids, times and every other value
-- are made by the program: nothing has a default.

CREATE TABLE accounts (
    id uuid NOT NULL PRIMARY KEY,
    number text NOT NULL UNIQUE,
    name text NOT NULL,
    language text NOT NULL CHECK (language IN ('en', 'de')),
    payment text NOT NULL CHECK (payment IN ('invoice', 'card')),
    reseller text, -- null: bought directly (R18)
    created_at timestamptz NOT NULL,
    address text NOT NULL,
    vat_id text, -- null: none known
    tax_basis_points bigint NOT NULL CHECK (tax_basis_points BETWEEN 0 AND 10000),
    po_required boolean NOT NULL,
    public_sector boolean NOT NULL
);

CREATE TABLE people (
    id uuid NOT NULL PRIMARY KEY,
    email text NOT NULL,
    email_folded text NOT NULL UNIQUE,
    name text NOT NULL,
    language text CHECK (language IN ('en', 'de')), -- null: no choice made yet
    password_hash text, -- null: no password chosen yet
    is_staff boolean NOT NULL,
    session_epoch bigint NOT NULL, -- raised to end every session of the person
    disabled_at timestamptz, -- null: may sign in
    created_at timestamptz NOT NULL
);

CREATE TABLE memberships (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    person_id uuid NOT NULL REFERENCES people (id),
    role text NOT NULL CHECK (role IN ('owner', 'billing_admin', 'technical_admin', 'viewer')),
    created_at timestamptz NOT NULL,
    UNIQUE (account_id, person_id)
);
CREATE INDEX memberships_person ON memberships (person_id);

CREATE TABLE sessions (
    key_hash text NOT NULL PRIMARY KEY,
    state text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL
);
CREATE INDEX sessions_seen ON sessions (seen_at ASC);

CREATE TABLE password_resets (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id),
    token_hash text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz -- null: not used yet
);
CREATE INDEX password_resets_person ON password_resets (person_id);

CREATE TABLE products (
    id uuid NOT NULL PRIMARY KEY,
    key text NOT NULL UNIQUE,
    name text NOT NULL,
    minimum_version text NOT NULL,
    notice_days bigint NOT NULL CHECK (notice_days BETWEEN 0 AND 90),
    created_at timestamptz NOT NULL,
    reconcile_after_days bigint NOT NULL CHECK (reconcile_after_days BETWEEN 0 AND 3),
    charge_after_days bigint NOT NULL CHECK (charge_after_days BETWEEN 1 AND 10),
    early_renewal_days bigint NOT NULL CHECK (early_renewal_days BETWEEN 0 AND 365),
    renewal_quantity text NOT NULL CHECK (renewal_quantity IN ('seats_active_q4', 'seats_active', 'active_only')),
    several_instances text NOT NULL CHECK (several_instances IN ('max', 'sum')),
    programme_start date NOT NULL,
    most_instances bigint NOT NULL CHECK (most_instances BETWEEN 1 AND 1000),
    published_at timestamptz -- null: nothing yet
);

CREATE TABLE subscriptions (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    number text NOT NULL UNIQUE,
    product_id uuid NOT NULL REFERENCES products (id),
    tier text NOT NULL CHECK (tier IN ('free', 'premium', 'ultimate')),
    deployment text NOT NULL CHECK (deployment IN ('self_managed', 'saas')),
    anchor date NOT NULL,
    term_months bigint NOT NULL CHECK (term_months BETWEEN 1 AND 120),
    currency text NOT NULL,
    opted_out boolean NOT NULL,
    code_hash text NOT NULL UNIQUE, -- keyed hash of the activation code, to look it up
    code_sealed text NOT NULL, -- the activation code, encrypted under the master key, to show it
    created_at timestamptz NOT NULL,
    cloud_licensed boolean NOT NULL,
    offline_quarterly boolean NOT NULL,
    worked_on date, -- null: no day of the timetable is done yet
    due_on date, -- null: nothing lies ahead
    leased_until timestamptz -- null: nobody works on it
);
CREATE INDEX subscriptions_account ON subscriptions (account_id);
CREATE INDEX subscriptions_due ON subscriptions (due_on ASC, id);

CREATE TABLE terms (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    term_index bigint NOT NULL CHECK (term_index >= 0),
    starts_on date NOT NULL,
    ends_on date NOT NULL, -- the day after the last
    seats bigint NOT NULL CHECK (seats >= 0),
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    currency text NOT NULL,
    mode text NOT NULL CHECK (mode IN ('quarterly', 'annual')),
    bought_at timestamptz NOT NULL,
    base_seats bigint NOT NULL CHECK (base_seats >= 0),
    annual_reason text, -- null: quarterly, or annual for a reason nobody kept
    UNIQUE (subscription_id, term_index, account_id),
    CHECK (starts_on < ends_on)
);
CREATE INDEX terms_account ON terms (account_id);

CREATE TABLE renewal_cancellations (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    term_id uuid NOT NULL REFERENCES terms (id),
    cancelled_by uuid NOT NULL REFERENCES people (id),
    cancelled_at timestamptz NOT NULL,
    reason text, -- null: none given, none needed
    is_late boolean NOT NULL,
    withdrawn_by uuid REFERENCES people (id), -- null: stands
    withdrawn_at timestamptz -- null: stands
);
CREATE INDEX renewal_cancellations_account ON renewal_cancellations (account_id);
CREATE UNIQUE INDEX renewal_cancellations_standing ON renewal_cancellations (term_id, account_id) WHERE withdrawn_at IS NULL;

CREATE TABLE late_requests (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    term_id uuid NOT NULL REFERENCES terms (id),
    asked_by uuid NOT NULL REFERENCES people (id),
    asked_at timestamptz NOT NULL,
    reason text, -- null: none given, none needed
    decision text CHECK (decision IN ('granted', 'declined')), -- null: open
    decided_by uuid REFERENCES people (id), -- null: open
    decided_at timestamptz, -- null: open
    answer text -- null: open; staff's reason
);
CREATE INDEX late_requests_account ON late_requests (account_id);
CREATE UNIQUE INDEX late_requests_open ON late_requests (term_id, account_id) WHERE decided_at IS NULL;
CREATE INDEX late_requests_oldest ON late_requests (asked_at ASC, id) WHERE decided_at IS NULL;

CREATE TABLE licenses (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    term_id uuid NOT NULL REFERENCES terms (id),
    kind text NOT NULL CHECK (kind IN ('online', 'offline', 'trial', 'legacy')),
    starts_on date NOT NULL,
    ends_on date NOT NULL, -- the day after the last
    seats bigint NOT NULL CHECK (seats >= 0),
    previous_seats bigint, -- null: nothing before it
    true_up bigint, -- null: nothing trued up
    issued_at timestamptz NOT NULL
);
CREATE INDEX licenses_account ON licenses (account_id);
CREATE INDEX licenses_subscription ON licenses (subscription_id);
CREATE INDEX licenses_term ON licenses (term_id);

CREATE TABLE instances (
    id uuid NOT NULL PRIMARY KEY, -- made by the instance
    account_id uuid NOT NULL REFERENCES accounts (id),
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    hostname text NOT NULL,
    environment text NOT NULL,
    version text NOT NULL,
    public_key text NOT NULL,
    last_seq bigint NOT NULL,
    term_max bigint NOT NULL,
    last_report_at timestamptz NOT NULL,
    linked_at timestamptz NOT NULL,
    linked_by_person_id uuid REFERENCES people (id), -- null: by its code, or by the vendor
    reports_by text NOT NULL CHECK (reports_by IN ('sync', 'paste', 'api')),
    missed_told_at timestamptz, -- null: it is not silent, or nobody was told yet
    heard_at timestamptz NOT NULL,
    last_jti text NOT NULL,
    update_policy text NOT NULL CHECK (update_policy IN ('warn', 'patch')),
    upgrade_asked_at timestamptz, -- null: nothing was asked for, or the instance took the token that tells it
    upgrade_told_jti text, -- null: no token tells it yet
    unlinked_at timestamptz, -- null: linked
    keys_known bigint NOT NULL,
    keys_sent bigint NOT NULL
);
CREATE INDEX instances_account ON instances (account_id);
CREATE INDEX instances_subscription ON instances (subscription_id);
CREATE INDEX instances_silent ON instances (heard_at ASC) WHERE missed_told_at IS NULL;
CREATE INDEX instances_hostname ON instances (hostname, heard_at ASC, id);

CREATE TABLE received_ids (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    instance_id uuid NOT NULL, -- may not be linked yet
    public_key text NOT NULL,
    seq bigint NOT NULL,
    jti text NOT NULL,
    proves_code boolean NOT NULL, -- it carried the subscription's activation code, which is not kept
    claims jsonb NOT NULL,
    received_by uuid NOT NULL REFERENCES people (id),
    received_at timestamptz NOT NULL,
    accepted_at timestamptz, -- null: looked at, not confirmed
    UNIQUE (subscription_id, instance_id, seq, jti, account_id)
);
CREATE INDEX received_ids_account ON received_ids (account_id);
CREATE INDEX received_ids_instance ON received_ids (instance_id);

CREATE TABLE usage_reports (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    instance_id uuid NOT NULL REFERENCES instances (id),
    reported_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    active bigint NOT NULL CHECK (active >= 0),
    inactive bigint NOT NULL CHECK (inactive >= 0),
    billable bigint NOT NULL CHECK (billable >= 0),
    version text NOT NULL,
    reported_max bigint CHECK (reported_max >= 0), -- null: it told none
    message_id uuid REFERENCES received_ids (id), -- null: it came as no instance ID
    came_by text NOT NULL CHECK (came_by IN ('sync', 'paste', 'api')),
    environment text NOT NULL
);
CREATE INDEX usage_reports_account ON usage_reports (account_id);
CREATE INDEX usage_reports_instance ON usage_reports (instance_id, reported_at ASC);

CREATE TABLE tokens (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    instance_id uuid NOT NULL REFERENCES instances (id),
    content_hash text NOT NULL, -- of key, licenses and facts: what did not change is not made again
    body text NOT NULL,
    made_by uuid NOT NULL REFERENCES people (id),
    made_at timestamptz NOT NULL,
    answers_seq bigint NOT NULL
);
CREATE INDEX tokens_account ON tokens (account_id);
CREATE INDEX tokens_instance ON tokens (instance_id, made_at ASC, id);

CREATE TABLE portal_keys (
    id uuid NOT NULL PRIMARY KEY,
    kid text NOT NULL UNIQUE,
    usage text NOT NULL CHECK (usage IN ('enc', 'sig')),
    generation bigint NOT NULL,
    public_jwk jsonb NOT NULL,
    private_sealed text NOT NULL, -- encrypted under the master key
    created_at timestamptz NOT NULL,
    signing_since timestamptz, -- null: published, not used yet
    retired_at timestamptz, -- null: not retired
    UNIQUE (usage, generation)
);

CREATE TABLE emails (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid REFERENCES accounts (id), -- null: to a person, not about an account
    kind text NOT NULL,
    recipient text NOT NULL,
    message_id text NOT NULL UNIQUE,
    envelope jsonb NOT NULL,
    queued_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    attempts bigint NOT NULL,
    leased_until timestamptz, -- null: nobody is sending it
    sent_at timestamptz, -- null: not sent yet
    refused_at timestamptz, -- null: not refused for good
    last_error text, -- null: none yet
    reader text, -- null: to a person, not to a contact
    person_id uuid REFERENCES people (id), -- null: to somebody who cannot sign in
    subscription_id uuid REFERENCES subscriptions (id), -- null: about none
    secret_sealed text, -- null: it carries no secret, or was sent
    priority bigint NOT NULL,
    waits_since timestamptz NOT NULL,
    stands_from timestamptz, -- null: for what happened when it was queued, and not for what was told by emails it replaced
    slim_at timestamptz, -- null: its text is kept
    instance_id uuid REFERENCES instances (id) -- null: about none alone
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
    id uuid NOT NULL PRIMARY KEY,
    happened_at timestamptz NOT NULL,
    event text NOT NULL,
    actor text NOT NULL, -- person:ID, operator, nobody
    account_id uuid REFERENCES accounts (id), -- null: about no account
    subject text NOT NULL,
    before jsonb, -- null: nothing before
    after jsonb, -- null: nothing after
    request_id text NOT NULL
);
CREATE INDEX audit_entries_subject ON audit_entries (subject);
CREATE INDEX audit_entries_account ON audit_entries (account_id, happened_at ASC, id);

-- A price is for a seat and a term of so many months.
CREATE TABLE prices (
    id uuid NOT NULL PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES products (id),
    tier text NOT NULL CHECK (tier IN ('free', 'premium', 'ultimate')),
    term_months bigint NOT NULL CHECK (term_months BETWEEN 1 AND 120),
    currency text NOT NULL,
    from_day date NOT NULL,
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    UNIQUE (product_id, tier, term_months, currency, from_day)
);

CREATE TABLE pauses (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    paused_by uuid REFERENCES people (id), -- null: by an operator
    paused_at timestamptz NOT NULL,
    reason text NOT NULL,
    resumed_by uuid REFERENCES people (id), -- null: stands
    resumed_at timestamptz -- null: stands
);
CREATE INDEX pauses_account ON pauses (account_id);
CREATE UNIQUE INDEX pauses_standing ON pauses (subscription_id, account_id) WHERE resumed_at IS NULL;
CREATE INDEX pauses_oldest ON pauses (paused_at ASC, id) WHERE resumed_at IS NULL;

CREATE TABLE reconciliations (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    term_id uuid NOT NULL REFERENCES terms (id),
    quarter bigint NOT NULL CHECK (quarter BETWEEN 1 AND 40),
    state text NOT NULL CHECK (state IN ('open', 'skipped', 'notified', 'charged', 'invoiced', 'superseded', 'payment_failed', 'reverted_to_true_up', 'disputed', 'waived', 'needs_attention')),
    reason text, -- null: not skipped
    quarter_max bigint, -- null: nothing is known of the quarter
    max_on date, -- null: nothing is known of the quarter
    is_corrected boolean NOT NULL,
    seats_before bigint NOT NULL CHECK (seats_before >= 0),
    overage bigint NOT NULL CHECK (overage >= 0),
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    remaining_quarters bigint NOT NULL CHECK (remaining_quarters BETWEEN 0 AND 39),
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    currency text NOT NULL,
    notified_on date, -- null: no notice was written
    first_charge_on date, -- null: never due for payment
    next_charge_on date, -- null: no charge lies ahead
    charged_on date, -- null: neither charged nor invoiced
    seats_after bigint NOT NULL CHECK (seats_after >= 0),
    created_at timestamptz NOT NULL,
    UNIQUE (subscription_id, term_id, quarter, account_id)
);
CREATE INDEX reconciliations_account ON reconciliations (account_id);
CREATE INDEX reconciliations_term ON reconciliations (term_id);
CREATE INDEX reconciliations_state ON reconciliations (state, created_at ASC, id);

-- What is billed with a reconciliation for quarters before it (R6a).
CREATE TABLE late_lines (
    reconciliation_id uuid NOT NULL REFERENCES reconciliations (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    quarter bigint NOT NULL CHECK (quarter BETWEEN 1 AND 40),
    quarter_max bigint NOT NULL CHECK (quarter_max >= 0),
    max_on date NOT NULL,
    seats_before bigint NOT NULL CHECK (seats_before >= 0),
    overage bigint NOT NULL CHECK (overage > 0),
    remaining_quarters bigint NOT NULL CHECK (remaining_quarters BETWEEN 0 AND 39),
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    currency text NOT NULL,
    PRIMARY KEY (reconciliation_id, quarter, account_id)
);
CREATE INDEX late_lines_account ON late_lines (account_id);

CREATE TABLE disputes (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    reconciliation_id uuid NOT NULL REFERENCES reconciliations (id),
    raised_by uuid REFERENCES people (id), -- null: by an operator
    raised_at timestamptz NOT NULL,
    reason text, -- null: none given, none needed
    outcome text CHECK (outcome IN ('withdrawn', 'rejected', 'corrected', 'waived')), -- null: stands
    ended_by uuid REFERENCES people (id), -- null: stands, or ended by the timetable
    ended_at timestamptz, -- null: stands
    answer text -- null: stands, or nothing was said
);
CREATE INDEX disputes_account ON disputes (account_id);
CREATE INDEX disputes_reconciliation ON disputes (reconciliation_id);
CREATE UNIQUE INDEX disputes_standing ON disputes (reconciliation_id, account_id) WHERE ended_at IS NULL;

-- Every seat that was added within a term, and by what (R6, R9).
CREATE TABLE seat_changes (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    term_id uuid NOT NULL REFERENCES terms (id),
    kind text NOT NULL CHECK (kind IN ('bought', 'reconciled')),
    subject_id uuid NOT NULL, -- the order or the reconciliation
    seats bigint NOT NULL CHECK (seats > 0),
    effective_on date NOT NULL,
    changed_at timestamptz NOT NULL,
    UNIQUE (kind, subject_id, account_id)
);
CREATE INDEX seat_changes_account ON seat_changes (account_id);
CREATE INDEX seat_changes_term ON seat_changes (term_id);

CREATE TABLE renewals (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    term_id uuid NOT NULL REFERENCES terms (id), -- the term that ends
    next_term_id uuid REFERENCES terms (id), -- null: no term was bought
    how text NOT NULL CHECK (how IN ('auto', 'manual')),
    state text NOT NULL CHECK (state IN ('pending', 'charged', 'invoiced', 'cancelled', 'blocked', 'payment_failed')),
    reason text, -- null: it renewed
    renewed_on date NOT NULL,
    seats bigint NOT NULL CHECK (seats >= 0),
    active bigint, -- null: no report was recent enough
    q4_max bigint, -- null: nothing is known of the quarter
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    currency text NOT NULL,
    next_charge_on date, -- null: no charge lies ahead
    created_at timestamptz NOT NULL,
    UNIQUE (term_id, account_id)
);
CREATE INDEX renewals_account ON renewals (account_id);
CREATE INDEX renewals_subscription ON renewals (subscription_id);

CREATE TABLE true_ups (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    term_id uuid NOT NULL REFERENCES terms (id),
    kind text NOT NULL CHECK (kind IN ('annual', 'late', 'unreported')),
    quarter bigint NOT NULL CHECK (quarter BETWEEN 0 AND 40), -- 0: the term itself
    term_max bigint NOT NULL CHECK (term_max >= 0),
    max_on date NOT NULL,
    seats bigint NOT NULL CHECK (seats >= 0),
    quantity bigint NOT NULL CHECK (quantity > 0),
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    months bigint NOT NULL CHECK (months BETWEEN 1 AND 120),
    credited_minor bigint NOT NULL CHECK (credited_minor >= 0),
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    currency text NOT NULL,
    due_on date NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (term_id, kind, quarter, due_on, account_id)
);
CREATE INDEX true_ups_account ON true_ups (account_id);
CREATE INDEX true_ups_subscription ON true_ups (subscription_id);

-- What somebody bought by hand: seats in mid-term, or the next term.
CREATE TABLE orders (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    term_id uuid NOT NULL REFERENCES terms (id), -- the term it is for, or follows
    kind text NOT NULL CHECK (kind IN ('seats', 'renewal')),
    form_key text NOT NULL UNIQUE, -- made with the form: pressed twice is bought once
    seats bigint NOT NULL CHECK (seats > 0),
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    days bigint, -- null: a whole term
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    currency text NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'done', 'declined')),
    ordered_by uuid REFERENCES people (id), -- null: by an operator
    ordered_at timestamptz NOT NULL,
    ended_at timestamptz -- null: the payment is under way
);
CREATE INDEX orders_account ON orders (account_id);
CREATE INDEX orders_subscription ON orders (subscription_id);

CREATE TABLE cards (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    reference_sealed text NOT NULL, -- the provider's name for it, encrypted under the master key
    last_digits text NOT NULL,
    added_by uuid REFERENCES people (id), -- null: by an operator
    added_at timestamptz NOT NULL,
    removed_at timestamptz -- null: on file
);
CREATE INDEX cards_account ON cards (account_id);
CREATE UNIQUE INDEX cards_on_file ON cards (account_id) WHERE removed_at IS NULL;

CREATE TABLE payments (
    id uuid NOT NULL PRIMARY KEY, -- also the provider's idempotency key
    account_id uuid NOT NULL REFERENCES accounts (id),
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    purpose text NOT NULL CHECK (purpose IN ('reconciliation', 'renewal', 'true_up', 'order')),
    subject_id uuid NOT NULL, -- the reconciliation, renewal, true-up or order
    attempt bigint NOT NULL CHECK (attempt > 0),
    card_id uuid NOT NULL REFERENCES cards (id),
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency text NOT NULL,
    due_on date NOT NULL,
    created_at timestamptz NOT NULL,
    ask_at timestamptz NOT NULL, -- when the provider is asked, or asked again
    leased_until timestamptz, -- null: nobody is asking
    succeeded_at timestamptz, -- null: not, or not yet
    declined_at timestamptz, -- null: not, or not yet
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
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    number text NOT NULL UNIQUE,
    series text NOT NULL REFERENCES number_series (name),
    serial bigint NOT NULL CHECK (serial > 0),
    kind text NOT NULL CHECK (kind IN ('purchase', 'reconciliation', 'renewal', 'true_up', 'seats', 'credit_note')),
    subject_id uuid NOT NULL, -- the term, reconciliation, renewal, true-up, order, or credited invoice
    corrects_id uuid REFERENCES invoices (id), -- null: no credit note
    issued_on date NOT NULL,
    issued_at timestamptz NOT NULL,
    due_on date NOT NULL,
    net_minor bigint NOT NULL,
    tax_basis_points bigint NOT NULL,
    tax_minor bigint NOT NULL,
    total_minor bigint NOT NULL,
    currency text NOT NULL,
    content jsonb NOT NULL, -- whom it is for, and for a credit note why, as it was then
    content_hash text NOT NULL, -- of everything above and of its lines
    UNIQUE (series, serial),
    UNIQUE (kind, subject_id, account_id)
);
CREATE INDEX invoices_subscription ON invoices (subscription_id);
CREATE INDEX invoices_newest ON invoices (issued_on ASC, number ASC);
CREATE INDEX invoices_account ON invoices (account_id, issued_on ASC, number);

CREATE TABLE invoice_lines (
    invoice_id uuid NOT NULL REFERENCES invoices (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    position bigint NOT NULL CHECK (position > 0),
    kind text NOT NULL CHECK (kind IN ('purchase', 'reconciliation', 'renewal', 'true_up', 'seats')),
    quantity bigint NOT NULL,
    per_seat_minor bigint NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    basis jsonb NOT NULL, -- what the amount follows from, so that the line explains itself
    PRIMARY KEY (invoice_id, position, account_id)
);

CREATE TABLE invoice_payments (
    invoice_id uuid NOT NULL REFERENCES invoices (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    paid_on date NOT NULL,
    payment_id uuid REFERENCES payments (id), -- null: not by card
    noted_by uuid REFERENCES people (id), -- null: by the card's payment
    noted_at timestamptz NOT NULL,
    PRIMARY KEY (invoice_id, account_id)
);

CREATE TABLE invoice_links (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    invoice_id uuid NOT NULL REFERENCES invoices (id),
    token_hash text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz -- null: not revoked
);
CREATE INDEX invoice_links_account ON invoice_links (account_id);
CREATE INDEX invoice_links_invoice ON invoice_links (invoice_id);

CREATE TABLE contacts (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    role text NOT NULL CHECK (role IN ('billing', 'subscription', 'technical')),
    email text NOT NULL,
    email_folded text NOT NULL,
    name text NOT NULL,
    language text CHECK (language IN ('en', 'de')), -- null: the account's
    added_at timestamptz NOT NULL,
    confirmed_at timestamptz, -- null: nobody has confirmed the address yet
    refused_at timestamptz, -- null: no mail server refused the address for good since it was confirmed
    UNIQUE (account_id, role, email_folded)
);

-- The highest count of each day, and since when it is known: what is reconciled late counts what was known in time.
CREATE TABLE usage_days (
    instance_id uuid NOT NULL REFERENCES instances (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    day date NOT NULL,
    billable bigint NOT NULL CHECK (billable >= 0),
    known_at timestamptz NOT NULL,
    PRIMARY KEY (instance_id, day, billable, account_id)
);

-- Links to invoices are guessed at, and asked for anew: both are counted like attempts to sign in.
CREATE TABLE attempts (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('sign_in', 'reset', 'invoice_link', 'fresh_link')),
    address_hash text NOT NULL, -- of the folded address: no list of who tried
    origin text NOT NULL, -- the caller's network address
    tried_at timestamptz NOT NULL
);
CREATE INDEX attempts_address ON attempts (address_hash, tried_at ASC);
CREATE INDEX attempts_origin ON attempts (origin, tried_at ASC);

-- The answer to the message an instance sent last: sent again, it is answered with the same words.
CREATE TABLE sync_answers (
    instance_id uuid NOT NULL REFERENCES instances (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    jti text NOT NULL, -- of the message it answers
    token text NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (instance_id, account_id)
);

-- Messages as they were sent, for a while: what lasts of them is in usage_reports and usage_days.
CREATE TABLE messages (
    id uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts (id),
    received_at timestamptz NOT NULL,
    instance_id uuid NOT NULL REFERENCES instances (id),
    claims jsonb NOT NULL,
    PRIMARY KEY (received_at, id, account_id)
) PARTITION BY RANGE (received_at);
CREATE TABLE __messages_rest PARTITION OF messages DEFAULT;
CREATE INDEX messages_instance ON messages (instance_id, received_at ASC);

CREATE TABLE releases (
    id uuid NOT NULL PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES products (id),
    version text NOT NULL,
    released_on date NOT NULL,
    notes_url text, -- null: none given
    UNIQUE (product_id, version)
);

CREATE TABLE advisories (
    id uuid NOT NULL PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES products (id),
    name text NOT NULL, -- the vendor's own, as HARBOR-2026-003
    severity text NOT NULL CHECK (severity IN ('critical', 'high', 'medium', 'low')),
    title text NOT NULL,
    url text, -- null: none given
    published_on date NOT NULL,
    affected jsonb NOT NULL, -- ranges, each a version and the one that mends it
    spread_at timestamptz, -- null: not every instance was looked at yet
    UNIQUE (product_id, name)
);

CREATE TABLE advisory_notices (
    advisory_id uuid NOT NULL REFERENCES advisories (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    instance_id uuid NOT NULL REFERENCES instances (id),
    told_at timestamptz NOT NULL,
    PRIMARY KEY (advisory_id, instance_id, account_id)
);

-- How soon the vendor answers, by tier (R37).
CREATE TABLE support_times (
    product_id uuid NOT NULL REFERENCES products (id),
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
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (address_hash, network)
);

-- Reset links that were asked for: who is known is found out later, so that the answer takes as long for everybody.
CREATE TABLE reset_requests (
    id uuid NOT NULL PRIMARY KEY,
    address_sealed text NOT NULL,
    asked_at timestamptz NOT NULL,
    request_id text NOT NULL
);

-- What staff should see need not be about an instance, nor about an account. A kind is checked by the program alone: a
-- new one needs no migration.
CREATE TABLE alerts (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid REFERENCES accounts (id), -- null: about no account
    instance_id uuid REFERENCES instances (id), -- null: about no instance
    noticed_at timestamptz NOT NULL,
    detail text NOT NULL,
    closed_at timestamptz, -- null: open
    kind text NOT NULL
);
CREATE INDEX alerts_account ON alerts (account_id);
CREATE INDEX alerts_instance ON alerts (instance_id);
CREATE INDEX alerts_open ON alerts (noticed_at ASC, id) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX alerts_once ON alerts (kind, detail, coalesce(account_id, '00000000-0000-0000-0000-000000000000'), coalesce(instance_id, '00000000-0000-0000-0000-000000000000')) WHERE closed_at IS NULL;

-- The term-wide maxima that a day's reports told, each once and since when it is known: a quarter is read from its days,
-- however often an instance reports (R32 lets it report as often as it likes).
CREATE TABLE reported_days (
    instance_id uuid NOT NULL REFERENCES instances (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    day date NOT NULL,
    reported_max bigint NOT NULL CHECK (reported_max >= 0),
    known_at timestamptz NOT NULL,
    PRIMARY KEY (instance_id, day, reported_max, account_id)
);

CREATE TABLE address_confirmations (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    email_folded text NOT NULL,
    token_hash text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX address_confirmations_account ON address_confirmations (account_id, created_at ASC);
CREATE INDEX address_confirmations_email ON address_confirmations (email_folded, created_at ASC);

-- An audit entry is written once and never touched again (R42). Whoever owns the table can still empty it: who serves does not (docs/operations.md).
CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit entries are never changed'; END $$;
CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_stay();
-- Triggers, each tree in its own words: an issued invoice is never changed (R41).
CREATE FUNCTION invoices_stay() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'issued invoices are never changed'; END $$;
CREATE TRIGGER invoices_stay BEFORE UPDATE OR DELETE ON invoices
    FOR EACH ROW EXECUTE FUNCTION invoices_stay();
CREATE TRIGGER invoice_lines_stay BEFORE UPDATE OR DELETE ON invoice_lines
    FOR EACH ROW EXECUTE FUNCTION invoices_stay();
