-- Days are whole numbers counted from 1970-01-01, 0 for "no day"; moments are UTC Unix seconds. Lists of slugs are
-- one text, divided by spaces. Facts are superseded, never overwritten: the day in "superseded" is the first on which
-- the row no longer counts, 0 while it is current.

-- +goose Up

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Sequences that are taken in blocks, and the revision of everything public.
CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters (name, value) VALUES ('revision', 0), ('programme', 0), ('partner', 0), ('evidence', 0), ('event', 0);

CREATE TABLE programme (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    name     TEXT NOT NULL,
    vendor   TEXT NOT NULL,
    synonyms TEXT NOT NULL, -- JSON
    settings TEXT NOT NULL  -- JSON
) STRICT;

CREATE TABLE competencies (
    slug     TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    area     TEXT NOT NULL,
    summary  TEXT NOT NULL,
    meaning  TEXT NOT NULL,
    levels   TEXT NOT NULL,
    retired  INTEGER NOT NULL,
    options  TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE specializations (
    slug         TEXT PRIMARY KEY,
    position     INTEGER NOT NULL,
    name         TEXT NOT NULL,
    area         TEXT NOT NULL,
    summary      TEXT NOT NULL,
    meaning      TEXT NOT NULL,
    aligned_to   TEXT NOT NULL,
    glyph        TEXT NOT NULL,
    synonyms     TEXT NOT NULL, -- JSON
    first_listed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE certifications (
    code           TEXT PRIMARY KEY,
    position       INTEGER NOT NULL,
    title          TEXT NOT NULL,
    issuer         TEXT NOT NULL,
    type           TEXT NOT NULL,
    retired        INTEGER NOT NULL,
    accepted_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE metrics (
    slug     TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    unit     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE terms (
    facet    TEXT NOT NULL,
    slug     TEXT NOT NULL,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (facet, slug)
) STRICT, WITHOUT ROWID;

CREATE TABLE requirement_sets (
    specialization TEXT NOT NULL REFERENCES specializations (slug),
    version        INTEGER NOT NULL,
    published      INTEGER NOT NULL,
    effective_from INTEGER NOT NULL,
    note           TEXT NOT NULL,
    root           TEXT NOT NULL, -- JSON
    PRIMARY KEY (specialization, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE partners (
    id          INTEGER PRIMARY KEY,
    slug        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    summary     TEXT NOT NULL,
    description TEXT NOT NULL,
    website     TEXT NOT NULL,
    email       TEXT NOT NULL,
    founded     INTEGER NOT NULL,
    staff       INTEGER NOT NULL,
    locations   TEXT NOT NULL, -- a line for each, fields divided by tabs
    industries  TEXT NOT NULL,
    services    TEXT NOT NULL,
    products    TEXT NOT NULL,
    sizes       TEXT NOT NULL,
    languages   TEXT NOT NULL,
    joined      INTEGER NOT NULL,
    confirmed   INTEGER NOT NULL
) STRICT;

-- What moves when the clock does, kept apart so that a daily sweep does not rewrite profiles.
CREATE TABLE partner_clocks (
    partner   INTEGER PRIMARY KEY REFERENCES partners (id),
    evaluated INTEGER NOT NULL, -- last day evaluated
    due       INTEGER NOT NULL, -- first day on which evaluation may say something else; 0: none known
    revision  INTEGER NOT NULL, -- of the last public change
    changed   INTEGER NOT NULL  -- moment of the last public change
) STRICT;
CREATE INDEX partner_clocks_revision ON partner_clocks (revision);
CREATE INDEX partner_clocks_due ON partner_clocks (due) WHERE due > 0;

-- The facts. Clustered by partner, because they are read a partner at a time.

CREATE TABLE attainments (
    partner     INTEGER NOT NULL REFERENCES partners (id),
    id          INTEGER NOT NULL,
    competency  TEXT NOT NULL REFERENCES competencies (slug),
    level       TEXT NOT NULL,
    from_day    INTEGER NOT NULL,
    until_day   INTEGER NOT NULL,
    verified_by TEXT NOT NULL,
    mode        TEXT NOT NULL,
    decision    TEXT NOT NULL,
    reason      TEXT NOT NULL,
    submitted   INTEGER NOT NULL,
    decided     INTEGER NOT NULL,
    superseded  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (partner, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE holdings (
    partner     INTEGER NOT NULL REFERENCES partners (id),
    id          INTEGER NOT NULL,
    person      INTEGER NOT NULL,
    name        TEXT NOT NULL,
    code        TEXT NOT NULL REFERENCES certifications (code),
    earned      INTEGER NOT NULL,
    expires     INTEGER NOT NULL,
    joined      INTEGER NOT NULL,
    left_on     INTEGER NOT NULL,
    verified_by TEXT NOT NULL,
    mode        TEXT NOT NULL,
    decision    TEXT NOT NULL,
    reason      TEXT NOT NULL,
    submitted   INTEGER NOT NULL,
    decided     INTEGER NOT NULL,
    superseded  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (partner, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE metric_values (
    partner    INTEGER NOT NULL REFERENCES partners (id),
    id         INTEGER NOT NULL,
    metric     TEXT NOT NULL REFERENCES metrics (slug),
    month      INTEGER NOT NULL,
    customer   TEXT NOT NULL,
    value      REAL NOT NULL,
    recorded   INTEGER NOT NULL,
    superseded INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (partner, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer_references (
    partner     INTEGER NOT NULL REFERENCES partners (id),
    id          INTEGER NOT NULL,
    customer    TEXT NOT NULL,
    scenario    TEXT NOT NULL,
    finished    INTEGER NOT NULL,
    verified_by TEXT NOT NULL,
    mode        TEXT NOT NULL,
    decision    TEXT NOT NULL,
    reason      TEXT NOT NULL,
    submitted   INTEGER NOT NULL,
    decided     INTEGER NOT NULL,
    superseded  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (partner, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reviews (
    partner        INTEGER NOT NULL REFERENCES partners (id),
    id             INTEGER NOT NULL,
    specialization TEXT NOT NULL REFERENCES specializations (slug),
    firm           TEXT NOT NULL,
    modules        TEXT NOT NULL,
    passed         INTEGER NOT NULL,
    held           INTEGER NOT NULL,
    verified_by    TEXT NOT NULL,
    mode           TEXT NOT NULL,
    decision       TEXT NOT NULL,
    reason         TEXT NOT NULL,
    submitted      INTEGER NOT NULL,
    decided        INTEGER NOT NULL,
    superseded     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (partner, id)
) STRICT, WITHOUT ROWID;

-- Long texts: a row of its own outside the index, unlike the narrow facts above.
CREATE TABLE case_studies (
    id              INTEGER PRIMARY KEY,
    partner         INTEGER NOT NULL REFERENCES partners (id),
    slug            TEXT NOT NULL,
    title           TEXT NOT NULL,
    customer        TEXT NOT NULL,
    anonymous       INTEGER NOT NULL,
    industry        TEXT NOT NULL,
    country         TEXT NOT NULL,
    place           TEXT NOT NULL,
    specializations TEXT NOT NULL,
    products        TEXT NOT NULL,
    challenge       TEXT NOT NULL,
    approach        TEXT NOT NULL,
    outcome         TEXT NOT NULL,
    quote           TEXT NOT NULL,
    quote_by        TEXT NOT NULL,
    figures         TEXT NOT NULL, -- JSON
    published       INTEGER NOT NULL,
    verified_by     TEXT NOT NULL,
    mode            TEXT NOT NULL,
    decision        TEXT NOT NULL,
    reason          TEXT NOT NULL,
    submitted       INTEGER NOT NULL,
    decided         INTEGER NOT NULL,
    superseded      INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX case_studies_partner ON case_studies (partner);
CREATE UNIQUE INDEX case_studies_slug ON case_studies (slug) WHERE superseded = 0;

-- What evaluation decided.

CREATE TABLE labels (
    id             TEXT PRIMARY KEY,
    partner        INTEGER NOT NULL REFERENCES partners (id),
    specialization TEXT NOT NULL REFERENCES specializations (slug),
    version        INTEGER NOT NULL,
    granted        INTEGER NOT NULL,
    renewed        INTEGER NOT NULL,
    until_day      INTEGER NOT NULL,
    failing_since  INTEGER NOT NULL,
    ended          INTEGER NOT NULL,
    reason         TEXT NOT NULL,
    ended_by       TEXT NOT NULL,
    verified       TEXT NOT NULL -- JSON
) STRICT;
CREATE INDEX labels_partner ON labels (partner);
CREATE INDEX labels_granted ON labels (granted);

CREATE TABLE label_events (
    id     INTEGER PRIMARY KEY,
    label  TEXT NOT NULL REFERENCES labels (id),
    kind   TEXT NOT NULL,
    on_day INTEGER NOT NULL
) STRICT;
CREATE INDEX label_events_label ON label_events (label);

-- One row for each span of days over which a standing stayed the same; until_day is 0 in the current one. Findings
-- are not kept: the same facts give the same findings whenever they are asked for.
CREATE TABLE standings (
    partner        INTEGER NOT NULL REFERENCES partners (id),
    specialization TEXT NOT NULL REFERENCES specializations (slug),
    since          INTEGER NOT NULL,
    until_day      INTEGER NOT NULL,
    version        INTEGER NOT NULL,
    state          TEXT NOT NULL,
    at_risk        INTEGER NOT NULL,
    met            INTEGER NOT NULL,
    leaves         INTEGER NOT NULL,
    PRIMARY KEY (partner, specialization, since)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE standings;
DROP TABLE label_events;
DROP TABLE labels;
DROP TABLE case_studies;
DROP TABLE reviews;
DROP TABLE customer_references;
DROP TABLE metric_values;
DROP TABLE holdings;
DROP TABLE attainments;
DROP TABLE partner_clocks;
DROP TABLE partners;
DROP TABLE requirement_sets;
DROP TABLE terms;
DROP TABLE metrics;
DROP TABLE certifications;
DROP TABLE specializations;
DROP TABLE competencies;
DROP TABLE programme;
DROP TABLE counters;
DROP TABLE meta;
