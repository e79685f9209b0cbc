-- Finding partners by what the public search does not know.

-- +goose Up
CREATE INDEX standings_current ON standings (specialization, state, at_risk, partner) WHERE until_day = 0;
CREATE INDEX partners_confirmed ON partners (confirmed);
CREATE INDEX partners_merged ON partners (merged_into) WHERE merged_into IS NOT NULL;

-- +goose Down
DROP INDEX partners_merged;
DROP INDEX partners_confirmed;
DROP INDEX standings_current;
