DELETE FROM attempts WHERE kind IN ('invoice_link', 'fresh_link');
CREATE TABLE attempts_new (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('sign_in', 'reset')),
    address_hash text NOT NULL, -- of the folded address: no list of who tried
    origin text NOT NULL, -- the caller's network address
    tried_at timestamptz NOT NULL
);
INSERT INTO attempts_new (id, kind, address_hash, origin, tried_at)
    SELECT id, kind, address_hash, origin, tried_at FROM attempts;
DROP TABLE attempts;
ALTER TABLE attempts_new RENAME TO attempts;
CREATE INDEX attempts_address ON attempts (address_hash, tried_at);
CREATE INDEX attempts_origin ON attempts (origin, tried_at);
