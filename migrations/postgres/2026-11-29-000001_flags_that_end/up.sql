-- A flag ends: staff looked into it, or what it showed was explained.
ALTER TABLE flags ADD COLUMN closed_at timestamptz; -- null: open

-- A further kind: an instance that leaves production, and with it the count (R5).
ALTER TABLE flags ADD COLUMN what text NOT NULL DEFAULT 'falling_maximum' CHECK (what IN ('falling_maximum', 'unparsable_version', 'stale_count', 'forked_sequence', 'too_many_instances', 'clock_off', 'repeated_trial', 'left_production'));
UPDATE flags SET what = kind;
ALTER TABLE flags DROP COLUMN kind;
ALTER TABLE flags RENAME COLUMN what TO kind;
