-- What staff should see need not be about an instance, nor about an account. A kind is checked by the program alone: a
-- new one needs no migration.
CREATE TABLE flags_anew (
    id text NOT NULL PRIMARY KEY,
    account_id text REFERENCES accounts (id), -- null: about no account
    instance_id text REFERENCES instances (id), -- null: about no instance
    noticed_at text NOT NULL,
    detail text NOT NULL,
    closed_at text, -- null: open
    kind text NOT NULL
);
INSERT INTO flags_anew (id, account_id, instance_id, noticed_at, detail, closed_at, kind)
    SELECT id, account_id, instance_id, noticed_at, detail, closed_at, kind FROM flags;
DROP TABLE flags;
ALTER TABLE flags_anew RENAME TO flags;
CREATE INDEX flags_account ON flags (account_id);
CREATE INDEX flags_instance ON flags (instance_id);
