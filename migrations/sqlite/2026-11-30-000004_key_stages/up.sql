-- A pair of keys is published, later signs, later is retired. Until now the newest one signed, and those before it did no more.
ALTER TABLE portal_keys ADD COLUMN signing_since text; -- null: published, not used yet
ALTER TABLE portal_keys ADD COLUMN retired_at text; -- null: not retired
UPDATE portal_keys SET signing_since = created_at;
UPDATE portal_keys SET retired_at = (SELECT max(newest.created_at) FROM portal_keys AS newest) WHERE generation < (SELECT max(newest.generation) FROM portal_keys AS newest);

-- Up to which generation an instance takes tokens, as far as we know, and the newest one it was sent; 0: nobody knows.
ALTER TABLE instances ADD COLUMN keys_known bigint NOT NULL DEFAULT 0;
ALTER TABLE instances ADD COLUMN keys_sent bigint NOT NULL DEFAULT 0;
