-- What the staff's dashboard counts, and its lists show.

-- +goose Up

-- Held labels by the end of their term and by partner, ended ones by their end. What is held and not simply earned is found by
-- its standing.
CREATE INDEX labels_until ON labels (until_day, id) WHERE ended = 0;
CREATE INDEX labels_held ON labels (partner, specialization) WHERE ended = 0;
CREATE INDEX labels_ended ON labels (ended, id) WHERE ended > 0;
CREATE INDEX standings_troubled ON standings (partner, specialization, state, at_risk)
    WHERE until_day = 0 AND (at_risk = 1 OR state IN ('grace', 'awaiting', 'suspended'));
CREATE INDEX outbox_given_up ON outbox (id) WHERE given_up > 0;
CREATE INDEX events_imports ON events (id) WHERE action >= 'import ' AND action < 'import!';

-- +goose Down
DROP INDEX events_imports;
DROP INDEX outbox_given_up;
DROP INDEX standings_troubled;
DROP INDEX labels_ended;
DROP INDEX labels_held;
DROP INDEX labels_until;
