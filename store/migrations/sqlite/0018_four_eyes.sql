-- Decisions on evidence whose kind takes two people. The first does nothing by itself: the second person makes it count, or
-- disagrees, and then the evidence waits for a first decision again.

-- +goose Up
CREATE TABLE first_decisions (
    id             INTEGER PRIMARY KEY,
    kind           TEXT NOT NULL,    -- of what waits, as the queue names it
    evidence       INTEGER NOT NULL,
    partner        INTEGER NOT NULL REFERENCES partners (id),
    decision       TEXT NOT NULL,
    reason         TEXT NOT NULL,
    account        INTEGER NOT NULL REFERENCES accounts (id),
    by_whom        TEXT NOT NULL,
    moment         INTEGER NOT NULL,
    outcome        TEXT NOT NULL,    -- empty: it waits for the second person; confirmed, disagreed, overtaken
    second_by      TEXT NOT NULL,
    second_reason  TEXT NOT NULL,
    second_moment  INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX first_decisions_open ON first_decisions (kind, evidence) WHERE outcome = '';
CREATE INDEX first_decisions_evidence ON first_decisions (kind, evidence);

-- The dashboard's counts go by specialization and state.
DROP INDEX standings_troubled;
CREATE INDEX standings_troubled ON standings (specialization, state, at_risk, partner)
    WHERE until_day = 0 AND (at_risk = 1 OR state IN ('grace', 'awaiting', 'suspended'));

-- +goose Down
DROP INDEX standings_troubled;
CREATE INDEX standings_troubled ON standings (partner, specialization, state, at_risk)
    WHERE until_day = 0 AND (at_risk = 1 OR state IN ('grace', 'awaiting', 'suspended'));
DROP TABLE first_decisions;
