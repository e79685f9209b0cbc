package store

import (
	"errors"
	"testing"

	"partnerdirectory/program"
)

func TestReusableTexts(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	first, err := s.Texts(ctx)
	if err != nil || len(first) == 0 {
		t.Fatalf("a new database has %d texts, %v; want some to begin with", len(first), err)
	}
	act := Act{By: "Ada"}
	added, err := s.SaveText(ctx, act, Text{Kind: WaitingReference, Text: "The contract is missing."})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveText(ctx, act, Text{Kind: WaitingReference, Text: "The contract is missing."}); !errors.Is(err, program.ErrConflict) {
		t.Errorf("the same text twice: %v, want a conflict", err)
	}
	changed := added
	changed.Text = "The signed contract is missing."
	if changed, err = s.SaveText(ctx, act, changed); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveText(ctx, Act{By: "Rita"}, added); !errors.Is(err, program.ErrConflict) {
		t.Errorf("a save over somebody else's: %v, want a conflict", err)
	}
	if err := s.RemoveText(ctx, act, added); !errors.Is(err, program.ErrConflict) {
		t.Errorf("removing what was changed meanwhile: %v, want a conflict", err)
	}
	if err := s.RemoveText(ctx, act, changed); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Text(ctx, added.ID); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("after removal: %v, want not found", err)
	}
	events, err := s.Events(ctx, EventFilter{Kind: "programme", Subject: "texts", Limit: 10})
	if err != nil || len(events) != 3 {
		t.Errorf("%d events of texts, %v; want added, saved, removed", len(events), err)
	}
}
