package admin

import (
	"context"
	"slices"

	"partnerdirectory/store"
	portalviews "partnerdirectory/views/portal"
)

// reasonChoices offers the programme's reusable texts for a kind, its own first; the partner reads what is chosen as it stands.
func (a *Admin) reasonChoices(ctx context.Context, k store.WaitingKind) ([]portalviews.Choice, error) {
	texts, err := a.Store.Texts(ctx)
	if err != nil {
		return nil, err
	}
	texts = slices.DeleteFunc(texts, func(t store.Text) bool { return t.Kind != "" && t.Kind != k })
	out := []portalviews.Choice{{Value: "", Label: "None: I write my own"}}
	for _, t := range texts {
		out = append(out, portalviews.Choice{Value: t.Text, Label: t.Text})
	}
	return out, nil
}
