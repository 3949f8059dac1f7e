-- Links to invoices are guessed at, and asked for anew: both are counted like attempts to sign in.
ALTER TABLE attempts DROP CONSTRAINT attempts_kind_check;
ALTER TABLE attempts ADD CONSTRAINT attempts_kind_check CHECK (kind IN ('sign_in', 'reset', 'invoice_link', 'fresh_link'));
