-- Who signs in, what they may do, and what is told them by mail. Secrets that come back to us (session ids, one-time
-- links, recovery codes) are kept as SHA-256 only. Moments are UTC Unix seconds, 0 for "not".

-- +goose Up

CREATE TABLE accounts (
    id          INTEGER PRIMARY KEY,
    email       TEXT NOT NULL,
    email_key   TEXT NOT NULL UNIQUE, -- lower case
    name        TEXT NOT NULL,
    password    TEXT NOT NULL,        -- argon2id; empty: none
    staff       TEXT NOT NULL,
    firm        TEXT NOT NULL,        -- the auditor's
    sample      INTEGER NOT NULL,     -- made with the sample: signs in nowhere else
    created     INTEGER NOT NULL,
    disabled    INTEGER NOT NULL,
    otp_secret  TEXT NOT NULL DEFAULT '',
    otp_step    INTEGER NOT NULL DEFAULT 0, -- last time step used, so that no code counts twice
    mail_off    TEXT NOT NULL DEFAULT ''    -- kinds of notices that are not wanted by mail, divided by spaces
) STRICT;

CREATE TABLE memberships (
    account INTEGER NOT NULL REFERENCES accounts (id),
    partner INTEGER NOT NULL REFERENCES partners (id),
    role    TEXT NOT NULL,
    since   INTEGER NOT NULL,
    PRIMARY KEY (account, partner)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_partner ON memberships (partner);

-- A session without an account carries somebody through a sign-in of several steps.
CREATE TABLE sessions (
    id      TEXT PRIMARY KEY, -- hash
    account INTEGER REFERENCES accounts (id),
    created INTEGER NOT NULL,
    seen    INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    address TEXT NOT NULL,
    agent   TEXT NOT NULL,
    data    TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_expires ON sessions (expires);

-- Tries are counted for every address that is typed, known or not: the work is the same.
CREATE TABLE sign_in_tries (
    address  TEXT PRIMARY KEY, -- hash of the address in lower case
    failures INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    locked   INTEGER NOT NULL  -- until
) STRICT, WITHOUT ROWID;

CREATE TABLE invitations (
    id         INTEGER PRIMARY KEY,
    token      TEXT NOT NULL UNIQUE, -- hash
    email      TEXT NOT NULL,
    email_key  TEXT NOT NULL,
    partner    INTEGER NOT NULL REFERENCES partners (id),
    role       TEXT NOT NULL,
    invited_by INTEGER NOT NULL REFERENCES accounts (id),
    created    INTEGER NOT NULL,
    expires    INTEGER NOT NULL,
    accepted   INTEGER NOT NULL,
    withdrawn  INTEGER NOT NULL
) STRICT;
CREATE INDEX invitations_partner ON invitations (partner);

CREATE TABLE password_links (
    token   TEXT PRIMARY KEY, -- hash
    account INTEGER NOT NULL REFERENCES accounts (id),
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    used    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE passkeys (
    id         TEXT PRIMARY KEY, -- credential id, base64url
    account    INTEGER NOT NULL REFERENCES accounts (id),
    name       TEXT NOT NULL,
    credential TEXT NOT NULL, -- JSON
    created    INTEGER NOT NULL,
    used       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX passkeys_account ON passkeys (account);

CREATE TABLE recovery_codes (
    account INTEGER NOT NULL REFERENCES accounts (id),
    code    TEXT NOT NULL, -- hash
    used    INTEGER NOT NULL,
    PRIMARY KEY (account, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE identities (
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    account INTEGER NOT NULL REFERENCES accounts (id),
    created INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    id        INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL,
    subject   TEXT NOT NULL,
    plain     TEXT NOT NULL,
    html      TEXT NOT NULL,
    secret    TEXT NOT NULL, -- what is blanked out of the text once it is sent: a one-time link
    created   INTEGER NOT NULL,
    attempts  INTEGER NOT NULL,
    next_try  INTEGER NOT NULL,
    leased    INTEGER NOT NULL, -- until; somebody is sending it
    sent      INTEGER NOT NULL,
    given_up  INTEGER NOT NULL,
    error     TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (next_try) WHERE sent = 0 AND given_up = 0;

-- A form that was drawn once makes one record, however often it is sent.
CREATE TABLE form_keys (
    account INTEGER NOT NULL REFERENCES accounts (id),
    key     TEXT NOT NULL,
    created INTEGER NOT NULL,
    outcome TEXT NOT NULL, -- where the first one led; empty while it is under way
    PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX form_keys_created ON form_keys (created);

-- +goose Down
DROP TABLE form_keys;
DROP TABLE outbox;
DROP TABLE identities;
DROP TABLE recovery_codes;
DROP TABLE passkeys;
DROP TABLE password_links;
DROP TABLE invitations;
DROP TABLE sign_in_tries;
DROP TABLE sessions;
DROP TABLE memberships;
DROP TABLE accounts;
