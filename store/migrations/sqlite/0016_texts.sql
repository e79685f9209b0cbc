-- Sentences that those who decide need often; the partner reads them as they stand. The ones below are where a programme begins.

-- +goose Up
CREATE TABLE texts (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL, -- of what waits, as the queue names it; empty: of every kind
    text       TEXT NOT NULL,
    revision   INTEGER NOT NULL DEFAULT 1,
    changed    INTEGER NOT NULL DEFAULT 0, -- moment; 0: as it was at the beginning
    changed_by TEXT NOT NULL DEFAULT '',
    UNIQUE (kind, text)
) STRICT;

INSERT INTO texts (kind, text) VALUES
    ('', 'It is not what the requirement asks for.'),
    ('', 'It cannot be verified.'),
    ('certification', 'The proof does not open.'),
    ('certification', 'The name on the certificate is not the name of this person.'),
    ('certification', 'The certificate has run out.'),
    ('certification', 'The certificate is of another certification.'),
    ('reference', 'The project does not show what the requirement asks for.'),
    ('reference', 'The customer confirmed another project.'),
    ('reference', 'The project is too long ago.'),
    ('reference', 'The customer belongs to your own group of companies.'),
    ('case-study', 'The figures are not explained.'),
    ('case-study', 'The text does not say what you did.'),
    ('case-study', 'The story does not show the specialization that it names.'),
    ('case-study', 'The customer’s agreement is missing.'),
    ('document', 'The document cannot be read.'),
    ('document', 'A page is missing.'),
    ('document', 'The document is not signed.'),
    ('document', 'The document is not of your company.'),
    ('document', 'The document has run out.');

-- +goose Down
DROP TABLE texts;
