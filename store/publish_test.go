package store

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"partnerdirectory/program"
)

var ada = Act{By: "admin ada", Why: "The board decided so.", Request: "r-1"}

// draft begins and saves a draft with another tree, in force after so many days.
func draft(tb testing.TB, s *Store, specialization string, days program.Day, root program.Node) Draft {
	tb.Helper()
	d, err := s.BeginDraft(tb.Context(), ada, specialization)
	if err != nil {
		tb.Fatal(err)
	}
	d.Root, d.EffectiveFrom, d.Note = root, today+days, "Clearer."
	if d, err = s.SaveDraft(tb.Context(), ada, d); err != nil {
		tb.Fatal(err)
	}
	return d
}

func publish(tb testing.TB, s *Store, d Draft) program.Set {
	tb.Helper()
	set, err := s.Publish(tb.Context(), ada, d.ID, d.Revision, today)
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

// asks is a tree that asks for gold in each competency.
func asks(competencies ...string) program.Node {
	n := program.Node{ID: "root", Op: program.All}
	for _, c := range competencies {
		n.Children = append(n.Children, leaf("gold-"+c, program.Requirement{
			Tested:     program.AtRenewal,
			Competency: &program.CompetencyRule{Competencies: []string{c}, Match: program.Any, Level: program.Gold},
		}))
	}
	return n
}

func TestADraftIsEditedByOneAtATime(t *testing.T) {
	s := open(t)
	d, err := s.BeginDraft(t.Context(), ada, "analytics")
	if err != nil || d.Base != 1 || !reflect.DeepEqual(d.Root, testProgramme().Sets[1].Root) {
		t.Fatalf("%+v, %v", d, err)
	}
	mine, theirs := d, d
	mine.Note, theirs.Note = "mine", "theirs"
	if theirs, err = s.SaveDraft(t.Context(), Act{By: "admin bob"}, theirs); err != nil {
		t.Fatal(err)
	}
	_, err = s.SaveDraft(t.Context(), ada, mine)
	var moved *DraftMoved
	if !errors.Is(err, program.ErrConflict) || !errors.As(err, &moved) || !reflect.DeepEqual(moved.Current, theirs) {
		t.Errorf("got %v with %+v, want the draft as it is: %+v", err, moved, theirs)
	}
	if err := s.DiscardDraft(t.Context(), ada, d.ID, d.Revision); !errors.Is(err, program.ErrConflict) {
		t.Errorf("discarding what somebody changed: %v", err)
	}
	if list, err := s.Drafts(t.Context(), "analytics"); err != nil || len(list) != 1 || !reflect.DeepEqual(list[0], theirs) {
		t.Errorf("%+v, %v", list, err)
	}
	if err := s.DiscardDraft(t.Context(), ada, d.ID, theirs.Revision); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Drafts(t.Context(), ""); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if kept, err := s.Draft(t.Context(), d.ID); err != nil || kept.State != DraftDiscarded || kept.Note != "theirs" {
		t.Errorf("%+v, %v", kept, err)
	}
	if _, err := s.BeginDraft(t.Context(), ada, "alchemy"); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("no such specialization: %v", err)
	}
	if _, err := s.Draft(t.Context(), 99); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("no such draft: %v", err)
	}
}

func TestPublishingMakesAnImmutableVersion(t *testing.T) {
	s := open(t)
	var told []Change
	s.OnChange(func(c Change) { told = append(told, c) })
	d := draft(t, s, "analytics", 60, asks("data", "cloud"))
	d.SparedUntil = today + 90
	d, err := s.SaveDraft(t.Context(), ada, d)
	if err != nil {
		t.Fatal(err)
	}
	told = nil
	set := publish(t, s, d)
	if set.SparedUntil != d.SparedUntil || set.Version != 2 || set.Published != today || set.EffectiveFrom != today+60 {
		t.Errorf("%+v", set)
	}
	p, err := s.Programme(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if now, _ := p.InForce("analytics", today); now.Version != 1 {
		t.Errorf("version %d is in force at once", now.Version)
	}
	if then, _ := p.InForce("analytics", today+60); !reflect.DeepEqual(then, set) {
		t.Errorf("in force then: %+v\nwant %+v", then, set)
	}
	if len(told) != 1 || !told[0].Programme {
		t.Errorf("told of %+v", told)
	}
	if _, err := s.Publish(t.Context(), ada, d.ID, d.Revision, today); !errors.Is(err, program.ErrConflict) {
		t.Errorf("published twice: %v", err)
	}
	if done, err := s.Draft(t.Context(), d.ID); err != nil || done.State != DraftPublished || done.Version != 2 {
		t.Errorf("%+v, %v", done, err)
	}
	events, err := s.Events(t.Context(), EventFilter{Kind: aboutRequirements, Subject: "analytics", Action: "publish requirements", Limit: 9})
	if err != nil || len(events) != 1 || events[0].By != ada.By || !strings.Contains(events[0].After, `"gold-cloud"`) || strings.Contains(events[0].Before, `"gold-cloud"`) {
		t.Errorf("%+v, %v", events, err)
	}
}

func TestAStaleDraftIsAConflictThatCarriesBothVersions(t *testing.T) {
	s := open(t)
	mine, theirs := draft(t, s, "analytics", 60, asks("data", "cloud")), draft(t, s, "analytics", 60, asks("cloud"))
	published := publish(t, s, theirs)
	before := counts(t, s)
	_, err := s.Publish(t.Context(), ada, mine.ID, mine.Revision, today)
	var stale *StaleBase
	if !errors.Is(err, program.ErrConflict) || !errors.As(err, &stale) {
		t.Fatalf("got %v", err)
	}
	if !reflect.DeepEqual(stale.Newest, published) || !reflect.DeepEqual(stale.Base, testProgramme().Sets[1]) {
		t.Errorf("%+v\n%+v", stale.Base, stale.Newest)
	}
	if after := counts(t, s); !reflect.DeepEqual(after, before) {
		t.Errorf("left behind %v, was %v", after, before)
	}
	mine.Base = published.Version
	if mine, err = s.SaveDraft(t.Context(), ada, mine); err != nil {
		t.Fatal(err)
	}
	if set := publish(t, s, mine); set.Version != 3 {
		t.Errorf("version %d, want 3", set.Version)
	}
}

func TestWhatCannotBePublished(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Draft)
		says   string
	}{
		{"no note", func(d *Draft) { d.Note = " " }, "say in the note"},
		{"no day", func(d *Draft) { d.EffectiveFrom = 0 }, "from which day"},
		{"a past day", func(d *Draft) { d.EffectiveFrom = today - 1 }, "past"},
		{"short notice", func(d *Draft) { d.EffectiveFrom = today + 59 }, "60 days of notice"},
		{"a tree without leaves", func(d *Draft) { d.Root = program.Node{ID: "root", Op: program.All} }, "children"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			d := draft(t, s, "analytics", 60, asks("data"))
			c.change(&d)
			d, err := s.SaveDraft(t.Context(), ada, d)
			if err != nil {
				t.Fatal(err)
			}
			before := counts(t, s)
			if _, err := s.Publish(t.Context(), ada, d.ID, d.Revision, today); !errors.Is(err, program.ErrInvalid) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want something of %q", err, c.says)
			}
			if after := counts(t, s); !reflect.DeepEqual(after, before) {
				t.Errorf("left behind %v, was %v", after, before)
			}
		})
	}
	s := open(t)
	d := draft(t, s, "analytics", 3, asks("data"))
	d.ShortNotice, d.AtOnce = "A law changed.", "So it says."
	d, err := s.SaveDraft(t.Context(), ada, d)
	if err != nil {
		t.Fatal(err)
	}
	publish(t, s, d)
	if history, err := s.SetHistory(t.Context(), "analytics", today); err != nil || history[0].AtOnce != d.AtOnce || history[0].ShortNotice != d.ShortNotice || history[0].By != ada.By {
		t.Errorf("%+v, %v", history[0], err)
	}
	early := draft(t, s, "analytics", 2, asks("cloud"))
	if _, err := s.Publish(t.Context(), ada, early.ID, early.Revision, today); !errors.Is(err, program.ErrInvalid) {
		t.Errorf("before the version that it follows: %v", err)
	}
}

func TestAScheduledVersionCanBeWithdrawn(t *testing.T) {
	s := open(t)
	load(t, s, goldIn(0, "data"))
	publish(t, s, draft(t, s, "analytics", 60, asks("data", "cloud")))
	publish(t, s, draft(t, s, "analytics", 90, asks("cloud")))
	withdraw := func(act Act, version int, at program.Day) error {
		return s.Withdraw(t.Context(), act, "analytics", version, at)
	}
	if err := withdraw(Act{By: "admin ada"}, 3, today); !errors.Is(err, program.ErrInvalid) {
		t.Errorf("without a reason: %v", err)
	}
	if err := withdraw(ada, 2, today); !errors.Is(err, program.ErrConflict) {
		t.Errorf("under another: %v", err)
	}
	if err := withdraw(ada, 3, today+90); !errors.Is(err, program.ErrConflict) {
		t.Errorf("in force: %v", err)
	}
	if err := withdraw(ada, 7, today); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("no such version: %v", err)
	}
	if err := withdraw(ada, 3, today+1); err != nil {
		t.Fatal(err)
	}
	if err := withdraw(ada, 3, today+1); !errors.Is(err, program.ErrConflict) {
		t.Errorf("twice: %v", err)
	}
	if err := withdraw(ada, 2, today+1); err != nil {
		t.Fatal(err)
	}
	history, err := s.SetHistory(t.Context(), "analytics", today+1)
	if err != nil || len(history) != 3 {
		t.Fatalf("%+v, %v", history, err)
	}
	var states []SetState
	for _, r := range history {
		states = append(states, r.State)
	}
	if !slices.Equal(states, []SetState{SetWithdrawn, SetWithdrawn, SetInForce}) || history[0].WithdrawnWhy != ada.Why || history[0].Withdrawn != today+1 {
		t.Errorf("%v, %+v", states, history[0])
	}
	if set := publish(t, s, draft(t, s, "analytics", 60, asks("data"))); set.Version != 4 {
		t.Errorf("version %d: a withdrawn number must not be given again", set.Version)
	}
	if err := s.Sweep(t.Context(), today+500, nil); err != nil {
		t.Fatal(err)
	}
	if got := profile(t, s, "partner-0", today+500).Labels; len(got) != 1 || got[0].Version != 4 {
		t.Errorf("%+v, want the label renewed on what was not withdrawn", got)
	}
}

// goldIn returns a partner with gold for good in some competencies.
func goldIn(i int, competencies ...string) *program.Dossier {
	d := plain(i)
	for _, c := range competencies {
		d.Facts.Attainments = append(d.Facts.Attainments, attained(c, program.Gold, today-100, 0))
	}
	return d
}

func TestImpactSaysWhoKeepsGainsAndLoses(t *testing.T) {
	s := open(t)
	load(t, s, goldIn(0), goldIn(1, "data"), goldIn(2, "data", "cloud"), goldIn(3, "cloud"))
	d := draft(t, s, "analytics", 60, asks("cloud"))
	before := counts(t, s)
	impact, err := s.Impact(t.Context(), d, today)
	if err != nil {
		t.Fatal(err)
	}
	names := func(list []Affected) (out []string) {
		for _, a := range list {
			out = append(out, a.Slug+" "+a.Name)
		}
		return out
	}
	for _, c := range []struct {
		what string
		list []Affected
		want string
	}{
		{"keeps", impact.Keeps, "partner-2 Partner 2"},
		{"gains", impact.Gains, "partner-3 Partner 3"},
		{"loses", impact.Loses, "partner-1 Partner 1"},
	} {
		if !slices.Equal(names(c.list), []string{c.want}) {
			t.Errorf("%s: %v, want %s", c.what, names(c.list), c.want)
		}
	}
	lost, gained := impact.Loses[0], impact.Gains[0]
	renewal := profile(t, s, "partner-1", today).Labels[0].Until
	if lost.On != renewal+30 || lost.By != "Gold in Cloud platform, active." || lost.Anyway || lost.Label == "" {
		t.Errorf("lost %+v, want at the close of the next renewal, on %s", lost, renewal+30)
	}
	if gained.On != today+60 || impact.Unchanged != 0 || impact.Set.Version != 2 {
		t.Errorf("gained %+v, %d unchanged, version %d", gained, impact.Unchanged, impact.Set.Version)
	}
	if after := counts(t, s); !reflect.DeepEqual(after, before) {
		t.Errorf("asking changed %v, was %v", after, before)
	}
	if _, err := s.Impact(t.Context(), Draft{Specialization: "analytics"}, today); !errors.Is(err, program.ErrInvalid) {
		t.Errorf("no tree: %v", err)
	}
}

// labelDays returns on which day each label of a specialization was granted and ended, by partner.
func labelDays(t *rapid.T, s *Store, specialization string) (granted, ended map[program.PartnerID]program.Day) {
	granted, ended = map[program.PartnerID]program.Day{}, map[program.PartnerID]program.Day{}
	if err := each(t.Context(), s.reader, `SELECT partner, granted, ended FROM labels WHERE specialization = $1`, []any{specialization}, func(scan scanner) error {
		var id program.PartnerID
		var from, to program.Day
		err := scan(&id, &from, &to)
		if granted[id] = from; to != 0 {
			ended[id] = to
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return granted, ended
}

// Publishing and letting time pass does what the impact said, to exactly those it named, when their facts stay.
func TestPublishingComesToWhatImpactSaid(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := open(t)
		var crowd []*program.Dossier
		for i := range rapid.IntRange(3, 12).Draw(rt, "partners") {
			d := plain(i)
			for _, c := range []string{"data", "cloud"} {
				if rapid.Bool().Draw(rt, "has "+c) {
					d.Facts.Attainments = append(d.Facts.Attainments, attained(c, program.Gold, today-program.Day(rapid.IntRange(0, 350).Draw(rt, "since")), 0))
				}
			}
			crowd = append(crowd, d)
		}
		load(t, s, crowd...)
		trees := []program.Node{asks("cloud"), asks("data", "cloud"), {ID: "root", Op: program.Any, Children: asks("data", "cloud").Children}, asks("data")}
		days := program.Day(rapid.IntRange(0, 400).Draw(rt, "days"))
		d := draft(t, s, "analytics", days, rapid.SampledFrom(trees).Draw(rt, "tree"))
		d.ShortNotice = "A law changed."
		d, err := s.SaveDraft(rt.Context(), ada, d)
		if err != nil {
			rt.Fatal(err)
		}
		impact, err := s.Impact(rt.Context(), d, today)
		if err != nil {
			rt.Fatal(err)
		}
		held, _ := labelDays(rt, s, "analytics")
		publish(t, s, d)
		if err := s.Sweep(rt.Context(), today+1000, nil); err != nil {
			rt.Fatal(err)
		}
		granted, ended := labelDays(rt, s, "analytics")
		for id := range held {
			delete(granted, id)
		}
		want := func(list []Affected) map[program.PartnerID]program.Day {
			out := map[program.PartnerID]program.Day{}
			for _, a := range list {
				out[a.Partner] = a.On
			}
			return out
		}
		if got := want(impact.Loses); !reflect.DeepEqual(got, ended) {
			rt.Fatalf("said that %v lose, lost by %v", got, ended)
		}
		if got := want(impact.Gains); !reflect.DeepEqual(got, granted) {
			rt.Fatalf("said that %v gain, gained by %v", got, granted)
		}
	})
}
