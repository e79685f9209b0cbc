-- Tokens by which other systems send figures and certifications.

-- +goose Up
CREATE TABLE tokens (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    digest     TEXT NOT NULL UNIQUE,       -- of the secret, which is not kept
    scopes     TEXT NOT NULL,              -- words divided by spaces
    created    INTEGER NOT NULL,           -- moment
    created_by TEXT NOT NULL,
    expires    INTEGER NOT NULL DEFAULT 0, -- moment; 0: never
    used       INTEGER NOT NULL DEFAULT 0, -- moment, to the minute; 0: never
    revoked    INTEGER NOT NULL DEFAULT 0  -- moment; 0: it is not
) STRICT;

-- +goose Down
DROP TABLE tokens;
