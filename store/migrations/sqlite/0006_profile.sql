-- Profiles under work: one draft for each partner, changes that wait for a reviewer, and logos.

-- +goose Up

ALTER TABLE partners ADD COLUMN logo TEXT NOT NULL DEFAULT ''; -- hash of the picture; empty: none
CREATE INDEX partners_logo ON partners (id, slug, logo) WHERE logo <> '';

CREATE TABLE logos (
    hash TEXT NOT NULL,
    size INTEGER NOT NULL, -- pixels on each side
    png  BLOB NOT NULL,
    PRIMARY KEY (hash, size)
) STRICT;

-- The row stays when a draft is published or dropped: its version tells an editor that something happened meanwhile.
CREATE TABLE profile_drafts (
    partner  INTEGER PRIMARY KEY REFERENCES partners (id),
    version  INTEGER NOT NULL,
    content  TEXT NOT NULL, -- JSON; empty: there is no draft
    logo     TEXT NOT NULL,
    saved    INTEGER NOT NULL,
    saved_by TEXT NOT NULL
) STRICT;
CREATE INDEX profile_drafts_logo ON profile_drafts (logo) WHERE logo <> '';

CREATE TABLE profile_checks (
    id           INTEGER PRIMARY KEY,
    partner      INTEGER NOT NULL REFERENCES partners (id),
    name         TEXT NOT NULL, -- as it is to be
    website      TEXT NOT NULL,
    logo         TEXT NOT NULL,
    was_name     TEXT NOT NULL, -- as it was when this was handed in
    was_website  TEXT NOT NULL,
    was_logo     TEXT NOT NULL,
    submitted    INTEGER NOT NULL,
    submitted_by TEXT NOT NULL,
    address      TEXT NOT NULL, -- e-mail of who handed it in, to be told
    state        TEXT NOT NULL, -- waiting, accepted, refused, withdrawn
    decided      INTEGER NOT NULL,
    decided_by   TEXT NOT NULL,
    reason       TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX profile_checks_waiting ON profile_checks (partner) WHERE state = 'waiting';
CREATE INDEX profile_checks_partner ON profile_checks (partner);
CREATE INDEX profile_checks_state ON profile_checks (state, submitted);
CREATE INDEX profile_checks_logo ON profile_checks (logo) WHERE logo <> '';

-- +goose Down
DROP TABLE profile_checks;
DROP TABLE profile_drafts;
DROP TABLE logos;
DROP INDEX partners_logo;
ALTER TABLE partners DROP COLUMN logo;
