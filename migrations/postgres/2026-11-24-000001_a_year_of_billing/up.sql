-- A year of billing: settlements, renewals, true-ups, orders, payments, invoices, and whom it is told. Money is minor units
-- with a currency beside it; days are dates in UTC. Defaults are for the rows that are there already; the program names
-- every value itself.

-- Whom an invoice is for, and how the account is billed (R16, R41).
ALTER TABLE accounts ADD COLUMN address text NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN vat_id text; -- null: none known
ALTER TABLE accounts ADD COLUMN tax_basis_points bigint NOT NULL DEFAULT 0 CHECK (tax_basis_points BETWEEN 0 AND 10000);
ALTER TABLE accounts ADD COLUMN po_required boolean NOT NULL DEFAULT false;
ALTER TABLE accounts ADD COLUMN public_sector boolean NOT NULL DEFAULT false;

-- The product's policy (R5, R12, R18, R20, R25).
ALTER TABLE products ADD COLUMN settle_after_days bigint NOT NULL DEFAULT 2 CHECK (settle_after_days BETWEEN 0 AND 3);
ALTER TABLE products ADD COLUMN charge_after_days bigint NOT NULL DEFAULT 9 CHECK (charge_after_days BETWEEN 1 AND 10);
ALTER TABLE products ADD COLUMN early_renewal_days bigint NOT NULL DEFAULT 90 CHECK (early_renewal_days BETWEEN 0 AND 365);
ALTER TABLE products ADD COLUMN renewal_quantity text NOT NULL DEFAULT 'seats_active_q4' CHECK (renewal_quantity IN ('seats_active_q4', 'seats_active', 'active_only'));
ALTER TABLE products ADD COLUMN several_instances text NOT NULL DEFAULT 'max' CHECK (several_instances IN ('max', 'sum'));
ALTER TABLE products ADD COLUMN programme_start date NOT NULL DEFAULT '2021-08-01';

-- A price is for a seat and a term of so many months.
CREATE TABLE prices_by_term (
    id uuid NOT NULL PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES products (id),
    tier text NOT NULL CHECK (tier IN ('free', 'premium', 'ultimate')),
    term_months bigint NOT NULL CHECK (term_months BETWEEN 1 AND 120),
    currency text NOT NULL,
    from_day date NOT NULL,
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    UNIQUE (product_id, tier, term_months, currency, from_day)
);
INSERT INTO prices_by_term (id, product_id, tier, term_months, currency, from_day, per_seat_minor)
    SELECT id, product_id, tier, 12, currency, from_day, per_seat_minor FROM prices;
DROP TABLE prices;
ALTER TABLE prices_by_term RENAME TO prices;

-- What the contract says, and when the timetable has something to do for it.
ALTER TABLE subscriptions ADD COLUMN cloud_licensed boolean NOT NULL DEFAULT true;
ALTER TABLE subscriptions ADD COLUMN offline_quarterly boolean NOT NULL DEFAULT true;
ALTER TABLE subscriptions ADD COLUMN worked_on date; -- null: no day of the timetable is done yet
ALTER TABLE subscriptions ADD COLUMN due_on date; -- null: nothing lies ahead
ALTER TABLE subscriptions ADD COLUMN leased_until timestamptz; -- null: nobody works on it
CREATE INDEX subscriptions_due ON subscriptions (due_on, id);
CREATE INDEX licenses_term ON licenses (term_id);

-- `seats` is what is paid for now; `base_seats` what the term began with (R6).
ALTER TABLE terms ADD COLUMN base_seats bigint NOT NULL DEFAULT 0 CHECK (base_seats >= 0);
ALTER TABLE terms ADD COLUMN annual_reason text; -- null: quarterly, or annual for a reason nobody kept
UPDATE terms SET base_seats = seats;

CREATE TABLE holds (
    id uuid NOT NULL PRIMARY KEY,
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    placed_by uuid REFERENCES people (id), -- null: by an operator
    placed_at timestamptz NOT NULL,
    reason text NOT NULL,
    lifted_by uuid REFERENCES people (id), -- null: stands
    lifted_at timestamptz -- null: stands
);
CREATE UNIQUE INDEX holds_standing ON holds (subscription_id) WHERE lifted_at IS NULL;

CREATE TABLE settlements (
    id uuid NOT NULL PRIMARY KEY,
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    term_id uuid NOT NULL REFERENCES terms (id),
    quarter bigint NOT NULL CHECK (quarter BETWEEN 1 AND 40),
    state text NOT NULL CHECK (state IN ('open', 'skipped', 'notified', 'charged', 'invoiced', 'superseded', 'payment_failed', 'reverted_to_true_up', 'disputed', 'waived')),
    reason text, -- null: not skipped
    quarter_max bigint, -- null: nothing is known of the quarter
    max_on date, -- null: nothing is known of the quarter
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
    UNIQUE (subscription_id, term_id, quarter)
);
CREATE INDEX settlements_term ON settlements (term_id);

CREATE TABLE disputes (
    id uuid NOT NULL PRIMARY KEY,
    settlement_id uuid NOT NULL REFERENCES settlements (id),
    raised_by uuid REFERENCES people (id), -- null: by an operator
    raised_at timestamptz NOT NULL,
    reason text, -- null: none given, none needed
    outcome text CHECK (outcome IN ('withdrawn', 'rejected', 'waived', 'skipped')), -- null: stands
    ended_by uuid REFERENCES people (id), -- null: stands, or ended by the timetable
    ended_at timestamptz, -- null: stands
    answer text -- null: stands, or nothing was said
);
CREATE INDEX disputes_settlement ON disputes (settlement_id);
CREATE UNIQUE INDEX disputes_standing ON disputes (settlement_id) WHERE ended_at IS NULL;

-- Every seat that was added within a term, and by what (R6, R9).
CREATE TABLE seat_changes (
    id uuid NOT NULL PRIMARY KEY,
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    term_id uuid NOT NULL REFERENCES terms (id),
    kind text NOT NULL CHECK (kind IN ('bought', 'reconciled')),
    subject_id uuid NOT NULL, -- the order or the settlement
    seats bigint NOT NULL CHECK (seats > 0),
    effective_on date NOT NULL,
    changed_at timestamptz NOT NULL,
    UNIQUE (kind, subject_id)
);
CREATE INDEX seat_changes_term ON seat_changes (term_id);

CREATE TABLE renewals (
    id uuid NOT NULL PRIMARY KEY,
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    term_id uuid NOT NULL UNIQUE REFERENCES terms (id), -- the term that ends
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
    created_at timestamptz NOT NULL
);
CREATE INDEX renewals_subscription ON renewals (subscription_id);

CREATE TABLE true_ups (
    id uuid NOT NULL PRIMARY KEY,
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    term_id uuid NOT NULL UNIQUE REFERENCES terms (id),
    term_max bigint NOT NULL CHECK (term_max >= 0),
    seats bigint NOT NULL CHECK (seats >= 0),
    quantity bigint NOT NULL CHECK (quantity > 0),
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    currency text NOT NULL,
    due_on date NOT NULL,
    created_at timestamptz NOT NULL
);
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
    purpose text NOT NULL CHECK (purpose IN ('settlement', 'renewal', 'true_up', 'order')),
    subject_id uuid NOT NULL, -- the settlement, renewal, true-up or order
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
    UNIQUE (purpose, subject_id, attempt)
);
CREATE INDEX payments_account ON payments (account_id);
CREATE INDEX payments_subscription ON payments (subscription_id);
-- At most one attempt that is under way or has come to money: never two charges for one settlement (R14).
CREATE UNIQUE INDEX payments_once ON payments (purpose, subject_id) WHERE declined_at IS NULL;

-- The memory of the local card provider, which plays a bank in demo, simulation and tests.
CREATE TABLE local_charges (
    key text NOT NULL PRIMARY KEY,
    card text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('succeeded', 'declined')),
    asked bigint NOT NULL -- how often
);

CREATE TABLE invoice_counters (
    year bigint NOT NULL PRIMARY KEY,
    last bigint NOT NULL CHECK (last > 0)
);

CREATE TABLE invoices (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    number text NOT NULL UNIQUE,
    year bigint NOT NULL,
    serial bigint NOT NULL CHECK (serial > 0),
    kind text NOT NULL CHECK (kind IN ('purchase', 'reconciliation', 'renewal', 'true_up', 'seats', 'credit_note')),
    subject_id uuid NOT NULL, -- the term, settlement, renewal, true-up, order, or credited invoice
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
    UNIQUE (year, serial),
    UNIQUE (kind, subject_id)
);
CREATE INDEX invoices_account ON invoices (account_id, issued_on);
CREATE INDEX invoices_subscription ON invoices (subscription_id);

CREATE TABLE invoice_lines (
    invoice_id uuid NOT NULL REFERENCES invoices (id),
    position bigint NOT NULL CHECK (position > 0),
    kind text NOT NULL CHECK (kind IN ('purchase', 'reconciliation', 'renewal', 'true_up', 'seats')),
    quantity bigint NOT NULL,
    per_seat_minor bigint NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    basis jsonb NOT NULL, -- what the amount follows from, so that the line explains itself
    PRIMARY KEY (invoice_id, position)
);

CREATE TABLE invoice_payments (
    invoice_id uuid NOT NULL PRIMARY KEY REFERENCES invoices (id),
    paid_on date NOT NULL,
    payment_id uuid REFERENCES payments (id), -- null: not by card
    noted_by uuid REFERENCES people (id), -- null: by the card's payment
    noted_at timestamptz NOT NULL
);

CREATE TABLE invoice_links (
    id uuid NOT NULL PRIMARY KEY,
    invoice_id uuid NOT NULL REFERENCES invoices (id),
    token_hash text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz -- null: not revoked
);
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
    UNIQUE (account_id, role, email_folded)
);

ALTER TABLE letters ADD COLUMN reader text; -- null: to a person, not to a contact
ALTER TABLE letters ADD COLUMN person_id uuid REFERENCES people (id); -- null: to somebody who cannot sign in
ALTER TABLE letters ADD COLUMN subscription_id uuid REFERENCES subscriptions (id); -- null: about none
ALTER TABLE letters ADD COLUMN secret_sealed text; -- null: it carries no secret, or was sent
CREATE INDEX letters_person ON letters (person_id);
CREATE INDEX letters_subscription ON letters (subscription_id);

-- What happened to a subscription, an invoice or a license is asked by what it happened to.
CREATE INDEX audit_entries_subject ON audit_entries (subject);

-- An instance may link itself by its activation code, or stand for a service whose vendor reports for it.
ALTER TABLE instances ADD COLUMN linked_by_person_id uuid REFERENCES people (id); -- null: by its code, or by the vendor
UPDATE instances SET linked_by_person_id = linked_by;
ALTER TABLE instances DROP COLUMN linked_by;
ALTER TABLE instances ADD COLUMN reports_by text NOT NULL DEFAULT 'paste' CHECK (reports_by IN ('sync', 'paste', 'api'));
ALTER TABLE instances ADD COLUMN missed_told_at timestamptz; -- null: it is not silent, or nobody was told yet
ALTER TABLE instances ADD COLUMN heard_at timestamptz NOT NULL DEFAULT '1970-01-01T00:00:00.000000Z';
UPDATE instances SET heard_at = last_report_at;
CREATE INDEX instances_silent ON instances (heard_at) WHERE missed_told_at IS NULL;

-- A report may come otherwise than as an instance ID, and leave its term-wide maximum out.
ALTER TABLE usage_reports ADD COLUMN told_max bigint CHECK (told_max >= 0); -- null: it told none
UPDATE usage_reports SET told_max = term_max;
ALTER TABLE usage_reports DROP COLUMN term_max;
ALTER TABLE usage_reports ADD COLUMN message_id uuid REFERENCES received_ids (id); -- null: it came as no instance ID
UPDATE usage_reports SET message_id = received_id;
ALTER TABLE usage_reports DROP COLUMN received_id;
ALTER TABLE usage_reports ADD COLUMN came_by text NOT NULL DEFAULT 'paste' CHECK (came_by IN ('sync', 'paste', 'api'));

-- The highest count of each day, and since when it is known: what is settled late counts what was known in time.
CREATE TABLE usage_days (
    instance_id uuid NOT NULL REFERENCES instances (id),
    day date NOT NULL,
    billable bigint NOT NULL CHECK (billable >= 0),
    known_at timestamptz NOT NULL,
    PRIMARY KEY (instance_id, day, billable)
);
INSERT INTO usage_days (instance_id, day, billable, known_at)
    SELECT d.instance_id, d.day, d.billable, i.last_report_at FROM daily_maxima d JOIN instances i ON i.id = d.instance_id;
DROP TABLE daily_maxima;

-- More that staff should notice.
ALTER TABLE flags ADD COLUMN what text NOT NULL DEFAULT 'falling_maximum' CHECK (what IN ('falling_maximum', 'unparsable_version', 'stale_count', 'forked_sequence', 'too_many_instances', 'clock_off', 'repeated_trial'));
UPDATE flags SET what = kind;
ALTER TABLE flags DROP COLUMN kind;
ALTER TABLE flags RENAME COLUMN what TO kind;

-- Triggers, each tree in its own words: an issued invoice is never changed (R41).
CREATE FUNCTION invoices_stay() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'issued invoices are never changed'; END $$;
CREATE TRIGGER invoices_stay BEFORE UPDATE OR DELETE ON invoices
    FOR EACH ROW EXECUTE FUNCTION invoices_stay();
CREATE TRIGGER invoice_lines_stay BEFORE UPDATE OR DELETE ON invoice_lines
    FOR EACH ROW EXECUTE FUNCTION invoices_stay();
CREATE TRIGGER invoices_stay_all BEFORE TRUNCATE ON invoices
    FOR EACH STATEMENT EXECUTE FUNCTION invoices_stay();
CREATE TRIGGER invoice_lines_stay_all BEFORE TRUNCATE ON invoice_lines
    FOR EACH STATEMENT EXECUTE FUNCTION invoices_stay();

-- What was there before is worked from now on: the day on which anything happened last is its last one, and the first
-- look finds what comes next. Nothing of the past is billed.
UPDATE subscriptions SET worked_on = (SELECT (max(happened_at) AT TIME ZONE 'UTC')::date FROM audit_entries);
UPDATE subscriptions SET due_on = worked_on;
