-- The term-wide maxima that a day's reports told, each once and since when it is known: a quarter is read from its days,
-- however often an instance reports (R32 lets it report as often as it likes).
CREATE TABLE told_days (
    instance_id text NOT NULL REFERENCES instances (id),
    day text NOT NULL,
    told_max bigint NOT NULL CHECK (told_max >= 0),
    known_at text NOT NULL,
    PRIMARY KEY (instance_id, day, told_max)
);
INSERT INTO told_days (instance_id, day, told_max, known_at)
    SELECT instance_id, date(reported_at), told_max, min(received_at) FROM usage_reports
    WHERE told_max IS NOT NULL GROUP BY instance_id, date(reported_at), told_max;
