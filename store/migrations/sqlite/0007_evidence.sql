-- What partners hand in through the portal: the form as they filled it in, what became of it, and every step of the way.
-- What counts is the fact itself, in its own table; an item points to it. Moments are UTC Unix seconds, 0 for "not yet".

-- +goose Up

CREATE TABLE items (
    id       INTEGER PRIMARY KEY,
    partner  INTEGER NOT NULL REFERENCES partners (id),
    kind     TEXT NOT NULL,
    state    TEXT NOT NULL,
    title    TEXT NOT NULL,
    fields   TEXT NOT NULL,    -- JSON: the form as it was filled in
    evidence INTEGER NOT NULL, -- the fact that it became; 0: none yet
    revision INTEGER NOT NULL, -- counts the changes, so that nobody overwrites what somebody else saved meanwhile
    by_whom  TEXT NOT NULL,
    created  INTEGER NOT NULL,
    changed  INTEGER NOT NULL
) STRICT;
CREATE INDEX items_partner ON items (partner, kind);
CREATE INDEX items_evidence ON items (evidence) WHERE evidence > 0;

CREATE TABLE item_steps (
    id      INTEGER PRIMARY KEY,
    item    INTEGER NOT NULL REFERENCES items (id),
    moment  INTEGER NOT NULL,
    by_whom TEXT NOT NULL,
    kind    TEXT NOT NULL,
    text    TEXT NOT NULL
) STRICT;
CREATE INDEX item_steps_item ON item_steps (item);

-- A customer who was asked to confirm a reference holds a link with a token; only its hash is kept.
CREATE TABLE reference_asks (
    token    TEXT PRIMARY KEY,
    item     INTEGER NOT NULL REFERENCES items (id),
    asked    INTEGER NOT NULL,
    expires  INTEGER NOT NULL,
    reminded INTEGER NOT NULL,
    answered INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reference_asks_item ON reference_asks (item);

-- Files that were handed in, once for each content.
CREATE TABLE files (
    hash  TEXT PRIMARY KEY, -- SHA-256 of the content, hexadecimal
    type  TEXT NOT NULL,    -- media type, found by looking at the content
    size  INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

-- People whom partners name in the portal are numbered apart from those that imports number themselves.
INSERT INTO counters (name, value) VALUES ('person', 1099511627776);

-- +goose Down
DELETE FROM counters WHERE name = 'person';
DROP TABLE files;
DROP TABLE reference_asks;
DROP TABLE item_steps;
DROP TABLE items;
