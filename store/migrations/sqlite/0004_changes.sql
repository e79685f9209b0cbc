-- What happened to labels, newest first, of all specializations or of one.

-- +goose Up
ALTER TABLE label_events ADD COLUMN specialization TEXT NOT NULL DEFAULT '';
UPDATE label_events SET specialization = (SELECT specialization FROM labels WHERE labels.id = label_events.label);
CREATE INDEX label_events_kind ON label_events (kind, on_day, id);
CREATE INDEX label_events_specialization ON label_events (specialization, kind, on_day, id);

-- +goose Down
DROP INDEX label_events_specialization;
DROP INDEX label_events_kind;
ALTER TABLE label_events DROP COLUMN specialization;
