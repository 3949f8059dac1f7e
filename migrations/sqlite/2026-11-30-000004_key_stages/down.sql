ALTER TABLE instances DROP COLUMN keys_sent;
ALTER TABLE instances DROP COLUMN keys_known;
ALTER TABLE portal_keys DROP COLUMN retired_at;
ALTER TABLE portal_keys DROP COLUMN signing_since;
