-- Mail waits for no other: letters are claimed by their priority, and each says since when it waits, so that a clock that
-- was ahead and was set right is noticed.
ALTER TABLE letters ADD COLUMN priority bigint NOT NULL DEFAULT 2;
UPDATE letters SET priority = 0 WHERE kind = 'password_reset';
UPDATE letters SET priority = 1 WHERE kind IN ('activation_code', 'security_update');
UPDATE letters SET priority = 3 WHERE kind IN ('heads_up', 'report_reminder', 'renewal_reminder', 'renewal_cancelled', 'renewal_resumed', 'license_ready', 'token_made', 'sync_missing', 'code_unused');
ALTER TABLE letters ADD COLUMN waits_since timestamptz; -- null: it was queued before there was this column
ALTER TABLE letters ADD COLUMN stands_from timestamptz; -- null: for what happened when it was queued, and not for what was told by letters it replaced
ALTER TABLE letters ADD COLUMN slim_at timestamptz; -- null: its text is kept
DROP INDEX letters_due;
CREATE INDEX letters_next ON letters (priority, due_at) WHERE sent_at IS NULL AND refused_at IS NULL;
CREATE INDEX letters_waiting ON letters (waits_since) WHERE sent_at IS NULL AND refused_at IS NULL;
CREATE INDEX letters_leased ON letters (leased_until) WHERE sent_at IS NULL AND refused_at IS NULL;
CREATE INDEX letters_whole ON letters (queued_at) WHERE slim_at IS NULL;
CREATE INDEX letters_access ON letters (queued_at) WHERE priority = 0;
CREATE INDEX letters_recipient ON letters (recipient, queued_at);
DROP INDEX letters_account;
CREATE INDEX letters_account ON letters (account_id, queued_at);

-- A contact gets letters once its address is confirmed, and until it is known to be dead. Those that were there are taken
-- as confirmed: they got letters all the time.
ALTER TABLE contacts ADD COLUMN confirmed_at timestamptz; -- null: nobody has confirmed the address yet
ALTER TABLE contacts ADD COLUMN refused_at timestamptz; -- null: no mail server refused the address for good since it was confirmed
UPDATE contacts SET confirmed_at = added_at;
CREATE TABLE address_confirmations (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    email_folded text NOT NULL,
    token_hash text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX address_confirmations_account ON address_confirmations (account_id, created_at);
CREATE INDEX address_confirmations_email ON address_confirmations (email_folded, created_at);
