-- The audit trail is filtered by who, what, day and request, at millions of events.

-- +goose Up
CREATE INDEX events_who ON events (by_whom, id);
CREATE INDEX events_action ON events (action, id);
CREATE INDEX events_moment ON events (moment, id);
CREATE INDEX events_request ON events (request, id) WHERE request <> '';
CREATE INDEX events_why ON events (id) WHERE why <> '';

-- +goose Down
DROP INDEX events_why;
DROP INDEX events_request;
DROP INDEX events_moment;
DROP INDEX events_action;
DROP INDEX events_who;
