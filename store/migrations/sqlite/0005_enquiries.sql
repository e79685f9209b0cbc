-- What customers write to partners, and how often partners are seen. Moments are UTC Unix seconds, 0 for "not yet".

-- +goose Up

CREATE TABLE enquiries (
    id             INTEGER PRIMARY KEY,
    partner        INTEGER NOT NULL REFERENCES partners (id),
    form           TEXT NOT NULL UNIQUE, -- key of the form that sent it: a form makes one enquiry, however often it is sent
    specialization TEXT NOT NULL,        -- what it is about; empty: nothing was chosen
    service        TEXT NOT NULL,
    name           TEXT NOT NULL,
    company        TEXT NOT NULL,
    email          TEXT NOT NULL,
    message        TEXT NOT NULL,
    state          TEXT NOT NULL,
    outcome        TEXT NOT NULL,
    taken_by       TEXT NOT NULL,
    sent           INTEGER NOT NULL,
    answered       INTEGER NOT NULL,
    touched        INTEGER NOT NULL -- the last step; what lies long enough is deleted
) STRICT;
CREATE INDEX enquiries_partner ON enquiries (partner, sent);
CREATE INDEX enquiries_touched ON enquiries (touched);

CREATE TABLE enquiry_steps (
    id      INTEGER PRIMARY KEY,
    enquiry INTEGER NOT NULL REFERENCES enquiries (id) ON DELETE CASCADE,
    moment  INTEGER NOT NULL,
    by_whom TEXT NOT NULL, -- a member's name; empty: the customer
    kind    TEXT NOT NULL,
    outcome TEXT NOT NULL, -- of the step that closed it
    note    TEXT NOT NULL
) STRICT;
CREATE INDEX enquiry_steps_enquiry ON enquiry_steps (enquiry);

-- Which addresses sent enquiries in the last hours, as keyed hashes; rows go after a day.
CREATE TABLE enquiry_senders (
    address TEXT NOT NULL,
    moment  INTEGER NOT NULL
) STRICT;
CREATE INDEX enquiry_senders_address ON enquiry_senders (address, moment);
CREATE INDEX enquiry_senders_moment ON enquiry_senders (moment);

-- How often a partner was seen in a week, which is named by its Monday.
CREATE TABLE weekly_figures (
    partner     INTEGER NOT NULL REFERENCES partners (id),
    week        INTEGER NOT NULL,
    views       INTEGER NOT NULL,
    appearances INTEGER NOT NULL,
    proofs      INTEGER NOT NULL,
    enquiries   INTEGER NOT NULL,
    PRIMARY KEY (partner, week)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE weekly_figures;
DROP TABLE enquiry_senders;
DROP TABLE enquiry_steps;
DROP TABLE enquiries;
