-- The review queue: what was handed in and is not decided, and who works on it.

-- +goose Up

CREATE INDEX attainments_waiting ON attainments (submitted) WHERE decision = 'submitted' AND superseded = 0;
CREATE INDEX holdings_waiting ON holdings (submitted) WHERE decision = 'submitted' AND superseded = 0;
CREATE INDEX customer_references_waiting ON customer_references (submitted) WHERE decision = 'submitted' AND superseded = 0;
CREATE INDEX reviews_waiting ON reviews (submitted) WHERE decision = 'submitted' AND superseded = 0;
CREATE INDEX case_studies_waiting ON case_studies (submitted) WHERE decision = 'submitted' AND superseded = 0;
CREATE INDEX recognitions_waiting ON recognitions (submitted) WHERE decision = 'submitted' AND superseded = 0;
CREATE INDEX documents_waiting ON documents (submitted) WHERE decision = 'submitted' AND superseded = 0;
CREATE INDEX items_waiting ON items (changed) WHERE state = 'submitted' AND evidence = 0;

-- Of items that are no evidence yet: what they are about, and for whom they wait.
ALTER TABLE items ADD COLUMN subject TEXT NOT NULL DEFAULT ''; -- specialization of a booking, metric of a dispute
ALTER TABLE items ADD COLUMN firm TEXT NOT NULL DEFAULT '';    -- that holds the review
UPDATE items SET subject = COALESCE(json_extract(fields, '$.specialization'), ''), firm = COALESCE(json_extract(fields, '$.firm'), '') WHERE kind = 'review';
UPDATE items SET subject = COALESCE(json_extract(fields, '$.metric'), '') WHERE kind = 'dispute';

-- Who works on what. A claim that has run out is worth nothing; the next one sweeps it away.
CREATE TABLE claims (
    kind    TEXT NOT NULL,    -- of what waits, as the queue names it
    id      INTEGER NOT NULL, -- of the evidence, or of the item that is none yet
    account INTEGER NOT NULL REFERENCES accounts (id),
    expires INTEGER NOT NULL, -- moment
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE claims;
ALTER TABLE items DROP COLUMN firm;
ALTER TABLE items DROP COLUMN subject;
DROP INDEX items_waiting;
DROP INDEX documents_waiting;
DROP INDEX recognitions_waiting;
DROP INDEX case_studies_waiting;
DROP INDEX reviews_waiting;
DROP INDEX customer_references_waiting;
DROP INDEX holdings_waiting;
DROP INDEX attainments_waiting;
