DELETE FROM flags WHERE kind = 'left_production';
ALTER TABLE flags ADD COLUMN what text NOT NULL DEFAULT 'falling_maximum' CHECK (what IN ('falling_maximum', 'unparsable_version', 'stale_count', 'forked_sequence', 'too_many_instances', 'clock_off', 'repeated_trial'));
UPDATE flags SET what = kind;
ALTER TABLE flags DROP COLUMN kind;
ALTER TABLE flags RENAME COLUMN what TO kind;
ALTER TABLE flags DROP COLUMN closed_at;
