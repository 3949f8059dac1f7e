CREATE TABLE daily_maxima (
    instance_id text NOT NULL REFERENCES instances (id),
    day text NOT NULL,
    billable bigint NOT NULL CHECK (billable >= 0),
    PRIMARY KEY (instance_id, day)
);
INSERT INTO daily_maxima (instance_id, day, billable) SELECT instance_id, day, max(billable) FROM usage_days GROUP BY instance_id, day;
DROP TABLE usage_days;
DROP TABLE contacts;
DROP TABLE invoice_links;
DROP TABLE invoice_payments;
DROP TABLE invoice_lines;
DROP TABLE invoices;
DROP TABLE invoice_counters;
DROP TABLE local_charges;
DROP TABLE payments;
DROP TABLE cards;
DROP TABLE orders;
DROP TABLE true_ups;
DROP TABLE renewals;
DROP TABLE seat_changes;
DROP TABLE disputes;
DROP TABLE settlements;
DROP TABLE holds;
DROP INDEX audit_entries_subject;
DROP INDEX letters_subscription;
DROP INDEX letters_person;
ALTER TABLE letters DROP COLUMN reader;
ALTER TABLE letters DROP COLUMN person_id;
ALTER TABLE letters DROP COLUMN subscription_id;
ALTER TABLE letters DROP COLUMN secret_sealed;
DROP INDEX subscriptions_due;
DROP INDEX licenses_term;
ALTER TABLE subscriptions DROP COLUMN cloud_licensed;
ALTER TABLE subscriptions DROP COLUMN offline_quarterly;
ALTER TABLE subscriptions DROP COLUMN worked_on;
ALTER TABLE subscriptions DROP COLUMN due_on;
ALTER TABLE subscriptions DROP COLUMN leased_until;
ALTER TABLE terms DROP COLUMN base_seats;
ALTER TABLE terms DROP COLUMN annual_reason;
ALTER TABLE products DROP COLUMN settle_after_days;
ALTER TABLE products DROP COLUMN charge_after_days;
ALTER TABLE products DROP COLUMN early_renewal_days;
ALTER TABLE products DROP COLUMN renewal_quantity;
ALTER TABLE products DROP COLUMN several_instances;
ALTER TABLE products DROP COLUMN programme_start;
ALTER TABLE accounts DROP COLUMN address;
ALTER TABLE accounts DROP COLUMN vat_id;
ALTER TABLE accounts DROP COLUMN tax_basis_points;
ALTER TABLE accounts DROP COLUMN po_required;
ALTER TABLE accounts DROP COLUMN public_sector;
DROP INDEX instances_silent;
ALTER TABLE instances DROP COLUMN heard_at;
ALTER TABLE instances DROP COLUMN missed_told_at;
ALTER TABLE instances DROP COLUMN reports_by;
ALTER TABLE instances RENAME COLUMN linked_by_person_id TO linked_by;
ALTER TABLE usage_reports RENAME COLUMN told_max TO term_max;
ALTER TABLE usage_reports RENAME COLUMN message_id TO received_id;
ALTER TABLE usage_reports DROP COLUMN came_by;
CREATE TABLE prices_by_day (
    id text NOT NULL PRIMARY KEY,
    product_id text NOT NULL REFERENCES products (id),
    tier text NOT NULL CHECK (tier IN ('free', 'premium', 'ultimate')),
    currency text NOT NULL,
    from_day text NOT NULL,
    per_seat_minor bigint NOT NULL CHECK (per_seat_minor >= 0),
    UNIQUE (product_id, tier, currency, from_day)
);
INSERT INTO prices_by_day (id, product_id, tier, currency, from_day, per_seat_minor)
    SELECT id, product_id, tier, currency, from_day, per_seat_minor FROM prices WHERE term_months = 12;
DROP TABLE prices;
ALTER TABLE prices_by_day RENAME TO prices;
