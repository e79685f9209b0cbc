-- The programme's engine: every kind of fact, requirement drafts and their publication, notices, and the audit trail.
-- "entered" is the first day on which a row counts, 0 for what was imported with its history; "superseded" the first on
-- which it no longer does. Between the two, the facts of any past day are still there.

-- +goose Up

ALTER TABLE attainments ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE holdings ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE metric_values ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE metric_values ADD COLUMN product TEXT NOT NULL DEFAULT '';
ALTER TABLE metric_values ADD COLUMN association TEXT NOT NULL DEFAULT '';
ALTER TABLE metric_values ADD COLUMN linked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE metric_values ADD COLUMN offer TEXT NOT NULL DEFAULT '';
ALTER TABLE customer_references ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN checklist TEXT NOT NULL DEFAULT '';
ALTER TABLE case_studies ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE certifications ADD COLUMN also TEXT NOT NULL DEFAULT 'null'; -- JSON

-- For finding whom a requirement can touch at all.
CREATE INDEX attainments_competency ON attainments (competency) WHERE superseded = 0;
CREATE INDEX reviews_specialization ON reviews (specialization) WHERE superseded = 0;
CREATE INDEX labels_held ON labels (specialization) WHERE ended = 0;

CREATE TABLE baselines (
    partner    INTEGER NOT NULL REFERENCES partners (id),
    id         INTEGER NOT NULL,
    metric     TEXT NOT NULL REFERENCES metrics (slug),
    value      REAL NOT NULL,
    taken      INTEGER NOT NULL,
    recorded   INTEGER NOT NULL,
    entered    INTEGER NOT NULL,
    superseded INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (partner, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE circumstances (
    partner     INTEGER NOT NULL REFERENCES partners (id),
    id          INTEGER NOT NULL,
    from_day    INTEGER NOT NULL,
    market      TEXT NOT NULL,
    anniversary INTEGER NOT NULL,
    entered     INTEGER NOT NULL,
    superseded  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (partner, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE recognitions (
    partner     INTEGER NOT NULL REFERENCES partners (id),
    id          INTEGER NOT NULL,
    slug        TEXT NOT NULL,
    from_day    INTEGER NOT NULL,
    until_day   INTEGER NOT NULL,
    verified_by TEXT NOT NULL,
    mode        TEXT NOT NULL,
    decision    TEXT NOT NULL,
    reason      TEXT NOT NULL,
    submitted   INTEGER NOT NULL,
    decided     INTEGER NOT NULL,
    entered     INTEGER NOT NULL,
    superseded  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (partner, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
    partner     INTEGER NOT NULL REFERENCES partners (id),
    id          INTEGER NOT NULL,
    slug        TEXT NOT NULL,
    issued      INTEGER NOT NULL,
    until_day   INTEGER NOT NULL,
    verified_by TEXT NOT NULL,
    mode        TEXT NOT NULL,
    decision    TEXT NOT NULL,
    reason      TEXT NOT NULL,
    submitted   INTEGER NOT NULL,
    decided     INTEGER NOT NULL,
    entered     INTEGER NOT NULL,
    superseded  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (partner, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE waivers (
    partner        INTEGER NOT NULL REFERENCES partners (id),
    id             INTEGER NOT NULL,
    specialization TEXT NOT NULL REFERENCES specializations (slug),
    node           TEXT NOT NULL,
    from_day       INTEGER NOT NULL,
    until_day      INTEGER NOT NULL,
    reason         TEXT NOT NULL,
    given_by       TEXT NOT NULL,
    given          INTEGER NOT NULL,
    entered        INTEGER NOT NULL,
    superseded     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (partner, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE outages (
    id         INTEGER PRIMARY KEY,
    partner    INTEGER REFERENCES partners (id), -- none: of everybody
    kind       TEXT NOT NULL,
    from_day   INTEGER NOT NULL,
    until_day  INTEGER NOT NULL,
    entered    INTEGER NOT NULL,
    superseded INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX outages_partner ON outages (partner);

-- Who did what. Each row carries the hash of the one before it; nothing is ever changed or removed.
CREATE TABLE events (
    id       INTEGER PRIMARY KEY,
    moment   INTEGER NOT NULL,
    by_whom  TEXT NOT NULL,
    action   TEXT NOT NULL,
    kind     TEXT NOT NULL, -- of the subject
    subject  TEXT NOT NULL,
    before   TEXT NOT NULL, -- JSON; empty: nothing
    after    TEXT NOT NULL, -- JSON; empty: nothing
    why      TEXT NOT NULL,
    request  TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL
) STRICT;
CREATE INDEX events_subject ON events (kind, subject);

-- +goose StatementBegin
CREATE TRIGGER events_stay BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER events_remain BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE events;
DROP TABLE outages;
DROP TABLE waivers;
DROP TABLE documents;
DROP TABLE recognitions;
DROP TABLE circumstances;
DROP TABLE baselines;
DROP INDEX labels_held;
DROP INDEX reviews_specialization;
DROP INDEX attainments_competency;
ALTER TABLE certifications DROP COLUMN also;
ALTER TABLE case_studies DROP COLUMN entered;
ALTER TABLE reviews DROP COLUMN checklist;
ALTER TABLE reviews DROP COLUMN entered;
ALTER TABLE customer_references DROP COLUMN entered;
ALTER TABLE metric_values DROP COLUMN offer;
ALTER TABLE metric_values DROP COLUMN linked;
ALTER TABLE metric_values DROP COLUMN association;
ALTER TABLE metric_values DROP COLUMN product;
ALTER TABLE metric_values DROP COLUMN entered;
ALTER TABLE holdings DROP COLUMN entered;
ALTER TABLE attainments DROP COLUMN entered;
