-- From where people signed in: whoever guesses at them elsewhere does not hold them up there.
CREATE TABLE known_networks (
    address_hash text NOT NULL, -- of the folded address, as in attempts
    network text NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (address_hash, network)
);

-- Reset links that were asked for: who is known is found out later, so that the answer takes as long for everybody.
CREATE TABLE reset_requests (
    id uuid NOT NULL PRIMARY KEY,
    address_sealed text NOT NULL,
    asked_at timestamptz NOT NULL,
    request_id text NOT NULL
);
