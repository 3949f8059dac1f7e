-- Whatever a page lists is read from an index in the order in which it is shown, and no further than it is shown: a page
-- of fifty costs fifty rows, however many there are.
CREATE INDEX letters_newest ON letters (queued_at, id);
CREATE INDEX letters_refused ON letters (refused_at) WHERE refused_at IS NOT NULL;
DROP INDEX letters_person;
CREATE INDEX letters_person ON letters (person_id, queued_at, id);
CREATE INDEX invoices_newest ON invoices (issued_on, number);
DROP INDEX invoices_account;
CREATE INDEX invoices_account ON invoices (account_id, issued_on, number);
CREATE INDEX flags_open ON flags (noticed_at, id) WHERE closed_at IS NULL;
CREATE INDEX holds_oldest ON holds (placed_at, id) WHERE lifted_at IS NULL;
CREATE INDEX settlements_state ON settlements (state, created_at, id);
CREATE INDEX late_requests_oldest ON late_requests (asked_at, id) WHERE decided_at IS NULL;
DROP INDEX audit_entries_account;
CREATE INDEX audit_entries_account ON audit_entries (account_id, happened_at, id);
DROP INDEX tokens_instance;
CREATE INDEX tokens_instance ON tokens (instance_id, made_at, id);
CREATE INDEX instances_hostname ON instances (hostname, heard_at, id);
