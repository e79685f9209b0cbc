package admin

import (
	"context"
	"slices"

	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/views"
	adminviews "partnerdirectory/views/admin"
)

// two reports whether what waits takes two people.
func (d *desk) two() bool {
	return !d.x.Kind.IsItem() && slices.Contains(d.p.Settings.FourEyes, string(d.x.Kind))
}

func decisionOf(do string) program.Decision {
	switch do {
	case "accept":
		return program.Accepted
	case "reject":
		return program.Rejected
	}
	return ""
}

// firstOf says what became of a decision that does not count yet; empty: it counts.
func (a *Admin) firstOf(ctx context.Context, d *desk) (string, error) {
	list, err := a.Store.FirstDecisions(ctx, d.x.Kind, d.x.ID)
	if err != nil || len(list) == 0 {
		return "", err
	}
	name := title(d.p, &d.x)
	switch last := list[len(list)-1]; last.Outcome {
	case "":
		return "Kept: " + name + ". Nothing happens until a second person confirms it.", nil
	case store.FirstDisagreed:
		return "You disagree with " + last.By + ": " + name + " waits again, with both reasons.", nil
	}
	return "", nil
}

func verdict(d program.Decision) string {
	if d == program.Accepted {
		return "accept"
	}
	return "reject"
}

func firstInWords(f *store.FirstDecision) *adminviews.First {
	if f == nil {
		return nil
	}
	return &adminviews.First{
		By: f.By, Accepts: f.Decision == program.Accepted, Reason: f.Reason,
		Line: f.By + " would " + verdict(f.Decision) + " this, since " + program.DayOf(f.Moment).Long() + " at " + f.Moment.UTC().Format("15:04 UTC") + ".",
	}
}

// loadFirsts reads where people disagreed before.
func (a *Admin) loadFirsts(ctx context.Context, d *desk) error {
	list, err := a.Store.FirstDecisions(ctx, d.x.Kind, d.x.ID)
	for _, f := range list {
		if f.Outcome == store.FirstDisagreed {
			s := f.By + " would " + verdict(f.Decision) + " it" + because(f.Reason) + ". " + f.SecondBy + " disagreed on " + program.DayOf(f.SecondMoment).Long() + because(f.SecondReason) + "."
			d.firsts = append(d.firsts, s)
		}
	}
	return err
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return ": “" + views.Capital(reason) + "”"
}
