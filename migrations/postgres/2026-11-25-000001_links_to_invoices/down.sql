DELETE FROM attempts WHERE kind IN ('invoice_link', 'fresh_link');
ALTER TABLE attempts DROP CONSTRAINT attempts_kind_check;
ALTER TABLE attempts ADD CONSTRAINT attempts_kind_check CHECK (kind IN ('sign_in', 'reset'));
