-- Steps of editing a draft's tree, to be undone and done again. A step that is done holds the tree before it; one that was undone
-- holds the tree after it.

-- +goose Up
CREATE TABLE draft_steps (
    id     INTEGER PRIMARY KEY,
    draft  INTEGER NOT NULL REFERENCES drafts (id),
    what   TEXT NOT NULL,             -- in words, as the page says it
    root   TEXT NOT NULL,             -- JSON
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX draft_steps_draft ON draft_steps (draft);

-- +goose Down
DROP TABLE draft_steps;
