DROP TABLE support_times;
DROP TABLE advisory_notices;
DROP TABLE advisories;
DROP TABLE releases;
ALTER TABLE products DROP COLUMN published_at;
ALTER TABLE products DROP COLUMN most_instances;
DROP TABLE messages;
DROP TABLE sync_answers;
-- What was made for a message that was sent answers nothing that is kept.
DELETE FROM tokens WHERE NOT EXISTS
    (SELECT 1 FROM received_ids r WHERE r.instance_id = tokens.instance_id AND r.seq = tokens.answers_seq AND r.taken_at IS NOT NULL);
CREATE TABLE tokens_of_pasted (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    instance_id uuid NOT NULL REFERENCES instances (id),
    received_id uuid NOT NULL REFERENCES received_ids (id),
    content_hash text NOT NULL,
    body text NOT NULL,
    made_by uuid NOT NULL REFERENCES people (id),
    made_at timestamptz NOT NULL
);
INSERT INTO tokens_of_pasted SELECT id, account_id, instance_id,
    (SELECT r.id FROM received_ids r WHERE r.instance_id = t.instance_id AND r.seq = t.answers_seq AND r.taken_at IS NOT NULL
        ORDER BY r.taken_at DESC LIMIT 1),
    content_hash, body, made_by, made_at FROM tokens t;
DROP TABLE tokens;
ALTER TABLE tokens_of_pasted RENAME TO tokens;
CREATE INDEX tokens_account ON tokens (account_id);
CREATE INDEX tokens_received ON tokens (received_id);
CREATE INDEX tokens_instance ON tokens (instance_id);
ALTER TABLE instances DROP COLUMN unlinked_at;
ALTER TABLE instances DROP COLUMN upgrade_told_jti;
ALTER TABLE instances DROP COLUMN upgrade_asked_at;
ALTER TABLE instances DROP COLUMN update_policy;
ALTER TABLE instances DROP COLUMN last_jti;
