CREATE TABLE flags_before (
    id text NOT NULL PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    instance_id text NOT NULL REFERENCES instances (id),
    noticed_at text NOT NULL,
    detail text NOT NULL,
    closed_at text, -- null: open
    kind text NOT NULL DEFAULT 'falling_maximum' CHECK (kind IN ('falling_maximum', 'unparsable_version', 'stale_count', 'forked_sequence', 'too_many_instances', 'clock_off', 'repeated_trial', 'left_production'))
);
INSERT INTO flags_before (id, account_id, instance_id, noticed_at, detail, closed_at, kind)
    SELECT id, account_id, instance_id, noticed_at, detail, closed_at, kind FROM flags
    WHERE account_id IS NOT NULL AND instance_id IS NOT NULL AND kind IN ('falling_maximum', 'unparsable_version', 'stale_count', 'forked_sequence', 'too_many_instances', 'clock_off', 'repeated_trial', 'left_production');
DROP TABLE flags;
ALTER TABLE flags_before RENAME TO flags;
CREATE INDEX flags_account ON flags (account_id);
CREATE INDEX flags_instance ON flags (instance_id);
