-- Instances that sync by themselves: the message taken last and its answer, the messages themselves for a while, what is
-- chosen for updates, releases and advisories, and support times.

-- A message is told from the one before by its name; a token names the message it answers by its number alone, as a message
-- that was sent is not kept for ever.
ALTER TABLE instances ADD COLUMN last_jti text NOT NULL DEFAULT '';
UPDATE instances SET last_jti = coalesce((SELECT jti FROM received_ids r WHERE r.instance_id = instances.id
    AND r.taken_at IS NOT NULL ORDER BY r.taken_at DESC, r.seq DESC, r.id DESC LIMIT 1), '');
ALTER TABLE instances ADD COLUMN update_policy text NOT NULL DEFAULT 'warn' CHECK (update_policy IN ('warn', 'patch'));
ALTER TABLE instances ADD COLUMN upgrade_asked_at timestamptz; -- null: nothing was asked for, or the instance took the token that tells it
ALTER TABLE instances ADD COLUMN upgrade_told_jti text; -- null: no token tells it yet
ALTER TABLE instances ADD COLUMN unlinked_at timestamptz; -- null: linked
ALTER TABLE tokens ADD COLUMN answers_seq bigint NOT NULL DEFAULT 0;
UPDATE tokens SET answers_seq = (SELECT seq FROM received_ids r WHERE r.id = tokens.received_id);
DROP INDEX tokens_received;
ALTER TABLE tokens DROP COLUMN received_id;

-- The answer to the message an instance sent last: sent again, it is answered with the same words.
CREATE TABLE sync_answers (
    instance_id uuid NOT NULL PRIMARY KEY REFERENCES instances (id),
    jti text NOT NULL, -- of the message it answers
    token text NOT NULL,
    made_at timestamptz NOT NULL
);

-- Messages as they were sent, for a while: what lasts of them is in usage_reports and usage_days.
CREATE TABLE messages (
    id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    instance_id uuid NOT NULL REFERENCES instances (id),
    claims jsonb NOT NULL,
    PRIMARY KEY (received_at, id)
) PARTITION BY RANGE (received_at);
-- A month's messages go by dropping its partition; a job makes them ahead. What comes outside all of them is kept here.
CREATE TABLE __messages_rest PARTITION OF messages DEFAULT;
CREATE INDEX messages_instance ON messages (instance_id, received_at);

-- How many production instances one activation code is meant for (R38).
ALTER TABLE products ADD COLUMN most_instances bigint NOT NULL DEFAULT 5 CHECK (most_instances BETWEEN 1 AND 1000);

-- What the vendor published (R35).
ALTER TABLE products ADD COLUMN published_at timestamptz; -- null: nothing yet
CREATE TABLE releases (
    id uuid NOT NULL PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES products (id),
    version text NOT NULL,
    released_on date NOT NULL,
    notes_url text, -- null: none given
    UNIQUE (product_id, version)
);
CREATE TABLE advisories (
    id uuid NOT NULL PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES products (id),
    name text NOT NULL, -- the vendor's own, as HARBOR-2026-003
    severity text NOT NULL CHECK (severity IN ('critical', 'high', 'medium', 'low')),
    title text NOT NULL,
    url text, -- null: none given
    published_on date NOT NULL,
    affected jsonb NOT NULL, -- ranges, each a version and the one that mends it
    spread_at timestamptz, -- null: not every instance was looked at yet
    UNIQUE (product_id, name)
);
CREATE TABLE advisory_notices (
    advisory_id uuid NOT NULL REFERENCES advisories (id),
    instance_id uuid NOT NULL REFERENCES instances (id),
    told_at timestamptz NOT NULL,
    PRIMARY KEY (advisory_id, instance_id)
);

-- How soon the vendor answers, by tier (R37).
CREATE TABLE support_times (
    product_id uuid NOT NULL REFERENCES products (id),
    tier text NOT NULL CHECK (tier IN ('free', 'premium', 'ultimate')),
    urgency text NOT NULL CHECK (urgency IN ('outage', 'impaired', 'question')),
    answer_minutes bigint NOT NULL CHECK (answer_minutes > 0),
    around_the_clock boolean NOT NULL, -- otherwise within the vendor's business hours
    PRIMARY KEY (product_id, tier, urgency)
);
