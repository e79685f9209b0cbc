-- The programme's engine: every kind of fact, requirement drafts and their publication, notices, and the audit trail.
-- "entered" is the first day on which a row counts, 0 for what was imported with its history; "superseded" the first on
-- which it no longer does. Between the two, the facts of any past day are still there.

-- +goose Up

ALTER TABLE attainments ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE holdings ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE holdings ADD COLUMN location TEXT NOT NULL DEFAULT '';
ALTER TABLE metric_values ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE metric_values ADD COLUMN product TEXT NOT NULL DEFAULT '';
ALTER TABLE metric_values ADD COLUMN association TEXT NOT NULL DEFAULT '';
ALTER TABLE metric_values ADD COLUMN linked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE metric_values ADD COLUMN offer TEXT NOT NULL DEFAULT '';
ALTER TABLE metric_values ADD COLUMN location TEXT NOT NULL DEFAULT '';
ALTER TABLE customer_references ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer_references ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer_references ADD COLUMN assigned_to TEXT NOT NULL DEFAULT '';
ALTER TABLE customer_references ADD COLUMN assigned_node TEXT NOT NULL DEFAULT '';
ALTER TABLE customer_references ADD COLUMN assigned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer_references ADD COLUMN expires INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN checklist TEXT NOT NULL DEFAULT '';
ALTER TABLE case_studies ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_studies ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE case_studies ADD COLUMN scenario TEXT NOT NULL DEFAULT '';
ALTER TABLE certifications ADD COLUMN also TEXT NOT NULL DEFAULT 'null'; -- JSON

ALTER TABLE certifications ADD COLUMN in_review INTEGER NOT NULL DEFAULT 0;
ALTER TABLE labels ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
ALTER TABLE labels ADD COLUMN override_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE labels ADD COLUMN absences TEXT NOT NULL DEFAULT 'null'; -- JSON
ALTER TABLE labels ADD COLUMN told TEXT NOT NULL DEFAULT '{}';       -- JSON
ALTER TABLE labels ADD COLUMN moved INTEGER NOT NULL DEFAULT 0;      -- day on which it came from another partner
ALTER TABLE labels ADD COLUMN moved_from INTEGER REFERENCES partners (id);

-- For finding whom a requirement can touch at all.
CREATE INDEX attainments_competency ON attainments (competency) WHERE superseded = 0;
CREATE INDEX reviews_specialization ON reviews (specialization) WHERE superseded = 0;
CREATE INDEX labels_specialization ON labels (specialization, ended);

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

CREATE TABLE associations (
    partner    INTEGER NOT NULL REFERENCES partners (id),
    id         INTEGER NOT NULL,
    person     INTEGER NOT NULL,
    here       INTEGER NOT NULL,
    from_day   INTEGER NOT NULL,
    until_day  INTEGER NOT NULL,
    recorded   INTEGER NOT NULL,
    entered    INTEGER NOT NULL,
    superseded INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (partner, id)
) STRICT, WITHOUT ROWID;

-- What is decided by hand on a partner's specialization.
CREATE TABLE orders (
    partner        INTEGER NOT NULL REFERENCES partners (id),
    id             INTEGER NOT NULL,
    kind           TEXT NOT NULL,
    specialization TEXT NOT NULL REFERENCES specializations (slug),
    from_day       INTEGER NOT NULL,
    until_day      INTEGER NOT NULL,
    given_by       TEXT NOT NULL,
    reason         TEXT NOT NULL,
    given          INTEGER NOT NULL,
    entered        INTEGER NOT NULL,
    superseded     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (partner, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE allowances (
    partner        INTEGER NOT NULL REFERENCES partners (id),
    id             INTEGER NOT NULL,
    specialization TEXT NOT NULL REFERENCES specializations (slug),
    indicator      TEXT NOT NULL,
    points         REAL NOT NULL,
    module         TEXT NOT NULL,
    from_day       INTEGER NOT NULL,
    until_day      INTEGER NOT NULL,
    given_by       TEXT NOT NULL,
    reason         TEXT NOT NULL,
    given          INTEGER NOT NULL,
    entered        INTEGER NOT NULL,
    superseded     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (partner, id)
) STRICT, WITHOUT ROWID;

-- Whether the public address of a case study answered on a day; it goes with the slug from version to version.
CREATE TABLE link_checks (
    slug      TEXT NOT NULL,
    checked   INTEGER NOT NULL,
    reachable INTEGER NOT NULL,
    PRIMARY KEY (slug, checked)
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

-- A published set that is withdrawn before its effective day never counts; its number is not given again.
ALTER TABLE requirement_sets ADD COLUMN at_once TEXT NOT NULL DEFAULT ''; -- why holders are judged on the effective day; empty: at their renewal
ALTER TABLE requirement_sets ADD COLUMN spared_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE requirement_sets ADD COLUMN short_notice TEXT NOT NULL DEFAULT ''; -- why the notice is shorter than the programme's
ALTER TABLE requirement_sets ADD COLUMN published_by TEXT NOT NULL DEFAULT '';
ALTER TABLE requirement_sets ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0; -- day
ALTER TABLE requirement_sets ADD COLUMN withdrawn_by TEXT NOT NULL DEFAULT '';
ALTER TABLE requirement_sets ADD COLUMN withdrawn_why TEXT NOT NULL DEFAULT '';

CREATE TABLE drafts (
    id             INTEGER PRIMARY KEY,
    specialization TEXT NOT NULL REFERENCES specializations (slug),
    base           INTEGER NOT NULL, -- the version that it is to follow; 0: none
    root           TEXT NOT NULL,    -- JSON
    effective_from INTEGER NOT NULL, -- 0: not decided
    note           TEXT NOT NULL,
    at_once        TEXT NOT NULL,
    spared_until   INTEGER NOT NULL,
    short_notice   TEXT NOT NULL,
    revision       INTEGER NOT NULL, -- grows with every save
    state          TEXT NOT NULL,    -- open, published, discarded
    version        INTEGER NOT NULL, -- that it was published as
    created        INTEGER NOT NULL,
    created_by     TEXT NOT NULL,
    changed        INTEGER NOT NULL,
    changed_by     TEXT NOT NULL
) STRICT;
CREATE INDEX drafts_specialization ON drafts (specialization);

-- What partners are told. "once" says what a notice is about, so that nobody is told twice.
CREATE TABLE notices (
    id             INTEGER PRIMARY KEY,
    partner        INTEGER NOT NULL REFERENCES partners (id),
    kind           TEXT NOT NULL,
    specialization TEXT NOT NULL,
    label          TEXT NOT NULL,
    on_day         INTEGER NOT NULL, -- the day it is of
    once           TEXT NOT NULL,
    link           TEXT NOT NULL,
    parameters     TEXT NOT NULL,    -- JSON
    written        INTEGER NOT NULL,
    seen           INTEGER NOT NULL DEFAULT 0, -- moment; 0: unread
    mailed         INTEGER NOT NULL DEFAULT 0, -- moment; 0: waits
    UNIQUE (partner, once)
) STRICT;
CREATE INDEX notices_pending ON notices (id) WHERE mailed = 0;

ALTER TABLE partners ADD COLUMN merged_into INTEGER REFERENCES partners (id);

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
ALTER TABLE partners DROP COLUMN merged_into;
DROP TABLE notices;
DROP TABLE drafts;
ALTER TABLE requirement_sets DROP COLUMN withdrawn_why;
ALTER TABLE requirement_sets DROP COLUMN withdrawn_by;
ALTER TABLE requirement_sets DROP COLUMN withdrawn;
ALTER TABLE requirement_sets DROP COLUMN published_by;
ALTER TABLE requirement_sets DROP COLUMN short_notice;
ALTER TABLE requirement_sets DROP COLUMN spared_until;
ALTER TABLE requirement_sets DROP COLUMN at_once;
DROP TABLE outages;
DROP TABLE link_checks;
DROP TABLE allowances;
DROP TABLE orders;
DROP TABLE associations;
DROP TABLE waivers;
DROP TABLE documents;
DROP TABLE recognitions;
DROP TABLE circumstances;
DROP TABLE baselines;
DROP INDEX labels_specialization;
DROP INDEX reviews_specialization;
DROP INDEX attainments_competency;
ALTER TABLE labels DROP COLUMN moved_from;
ALTER TABLE labels DROP COLUMN moved;
ALTER TABLE labels DROP COLUMN told;
ALTER TABLE labels DROP COLUMN absences;
ALTER TABLE labels DROP COLUMN override_until;
ALTER TABLE labels DROP COLUMN kept;
ALTER TABLE certifications DROP COLUMN in_review;
ALTER TABLE certifications DROP COLUMN also;
ALTER TABLE case_studies DROP COLUMN scenario;
ALTER TABLE case_studies DROP COLUMN address;
ALTER TABLE case_studies DROP COLUMN entered;
ALTER TABLE reviews DROP COLUMN checklist;
ALTER TABLE reviews DROP COLUMN entered;
ALTER TABLE customer_references DROP COLUMN expires;
ALTER TABLE customer_references DROP COLUMN assigned;
ALTER TABLE customer_references DROP COLUMN assigned_node;
ALTER TABLE customer_references DROP COLUMN assigned_to;
ALTER TABLE customer_references DROP COLUMN sent;
ALTER TABLE customer_references DROP COLUMN entered;
ALTER TABLE metric_values DROP COLUMN location;
ALTER TABLE metric_values DROP COLUMN offer;
ALTER TABLE metric_values DROP COLUMN linked;
ALTER TABLE metric_values DROP COLUMN association;
ALTER TABLE metric_values DROP COLUMN product;
ALTER TABLE metric_values DROP COLUMN entered;
ALTER TABLE holdings DROP COLUMN location;
ALTER TABLE holdings DROP COLUMN entered;
ALTER TABLE attainments DROP COLUMN entered;
