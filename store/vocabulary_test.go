package store

import (
	"errors"
	"slices"
	"testing"

	"partnerdirectory/program"
)

// vocabularyOf reads the programme and counts the events of a kind.
func vocabularyOf(t *testing.T, s *Store, kind string) (*program.Programme, []Event) {
	t.Helper()
	p, err := s.Programme(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	events, err := s.Events(t.Context(), EventFilter{Kind: kind, Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	return p, events
}

// Each kind of entry: made once, changed by whoever read the newest, refused to whoever did not, and nothing of a refused write stays.
func TestVocabularyIsWrittenOnceAndOverWhatWasRead(t *testing.T) {
	ada, bea := Act{By: "Ada", Why: "tidy", Request: "r1"}, Act{By: "Bea"}
	cert := program.Certification{Code: "K-9", Title: "Nine", Issuer: "Vendor", Type: "exam"}
	comp := program.Competency{Slug: "edge", Name: "Edge", Area: program.Infrastructure, Summary: "s", Meaning: "m", Levels: []program.Level{program.Gold}}
	for _, row := range []struct {
		kind   string
		save   func(s *Store, act Act, stamp, name string) error
		stored func(p *program.Programme) (stamp, name string)
		remove func(s *Store, act Act, stamp string) error
	}{
		{
			aboutCertification,
			func(s *Store, act Act, stamp, name string) error {
				c := cert
				c.Title = name
				_, err := s.SaveCertification(t.Context(), act, stamp, c, today)
				return err
			},
			func(p *program.Programme) (string, string) {
				c, _ := p.CertificationOf("K-9")
				return Stamp(c), c.Title
			},
			func(s *Store, act Act, stamp string) error {
				return s.RemoveCertification(t.Context(), act, stamp, "K-9")
			},
		},
		{
			aboutCompetency,
			func(s *Store, act Act, stamp, name string) error {
				c := comp
				c.Name = name
				return s.SaveCompetency(t.Context(), act, stamp, c)
			},
			func(p *program.Programme) (string, string) { c, _ := p.Competency("edge"); return Stamp(c), c.Name },
			func(s *Store, act Act, stamp string) error {
				return s.RemoveCompetency(t.Context(), act, stamp, "edge")
			},
		},
		{
			aboutMetric,
			func(s *Store, act Act, stamp, name string) error {
				return s.SaveMetric(t.Context(), act, stamp, program.Metric{Slug: "nodes", Name: name, Unit: program.Devices})
			},
			func(p *program.Programme) (string, string) {
				for _, m := range p.Metrics {
					if m.Slug == "nodes" {
						return Stamp(m), m.Name
					}
				}
				return "", ""
			},
			func(s *Store, act Act, stamp string) error { return s.RemoveMetric(t.Context(), act, stamp, "nodes") },
		},
		{
			aboutTerm,
			func(s *Store, act Act, stamp, name string) error {
				return s.SaveTerm(t.Context(), act, "industry", stamp, program.Term{Slug: "space", Name: name})
			},
			func(p *program.Programme) (string, string) {
				if i := termAt(p.Industries, "space"); i >= 0 {
					return Stamp(p.Industries[i]), p.Industries[i].Name
				}
				return "", ""
			},
			func(s *Store, act Act, stamp string) error {
				return s.RemoveTerm(t.Context(), act, "industry", stamp, "space")
			},
		},
	} {
		t.Run(row.kind, func(t *testing.T) {
			s := open(t)
			before, _ := vocabularyOf(t, s, row.kind)
			if err := row.save(s, ada, "", "One"); err != nil {
				t.Fatal(err)
			}
			var field *program.FieldError
			if err := row.save(s, bea, "", "Two"); !errors.As(err, &field) || !errors.Is(err, program.ErrInvalid) {
				t.Errorf("made twice: %v", err)
			}
			p, events := vocabularyOf(t, s, row.kind)
			if p == before || len(events) != 1 || events[0].By != "Ada" || events[0].Why != "tidy" || events[0].Request != "r1" || events[0].After == "" {
				t.Fatalf("%+v", events)
			}
			stamp, _ := row.stored(p)
			if err := row.save(s, bea, stamp, "Two"); err != nil {
				t.Fatal(err)
			}
			var outdated *Outdated
			if err := row.save(s, ada, stamp, "Three"); !errors.As(err, &outdated) || outdated.By != "Bea" || !errors.Is(err, program.ErrConflict) {
				t.Errorf("over a change by somebody else: %v", err)
			}
			if err := row.remove(s, ada, stamp); !errors.As(err, &outdated) {
				t.Errorf("removed over a change by somebody else: %v", err)
			}
			p, events = vocabularyOf(t, s, row.kind)
			stamp, name := row.stored(p)
			if name != "Two" || len(events) != 2 || events[0].Before == "" {
				t.Errorf("%q, %+v", name, events)
			}
			if err := row.save(s, ada, stamp, " "); !errors.As(err, &field) {
				t.Errorf("without a name: %v", err)
			}
			if err := row.remove(s, ada, stamp); err != nil {
				t.Fatal(err)
			}
			if err := row.save(s, ada, stamp, "Four"); !errors.As(err, &outdated) {
				t.Errorf("changed after it was removed: %v", err)
			}
			if _, err := s.VerifyEvents(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// What facts, requirements or other entries rest on is not removed, and who asks is told what does.
func TestVocabularyInUseStays(t *testing.T) {
	s := open(t)
	load(t, s, almost(0, 3))
	p, _ := vocabularyOf(t, s, aboutMetric)
	k2, _ := p.CertificationOf("K-2")
	cloud, _ := p.Competency("cloud")
	for name, remove := range map[string]func() error{
		"certification": func() error { return s.RemoveCertification(t.Context(), Act{By: "Ada"}, Stamp(k2), "K-2") },
		"competency":    func() error { return s.RemoveCompetency(t.Context(), Act{By: "Ada"}, Stamp(cloud), "cloud") },
		"metric":        func() error { return s.RemoveMetric(t.Context(), Act{By: "Ada"}, Stamp(p.Metrics[0]), "containers") },
	} {
		var used *InUse
		if err := remove(); !errors.As(err, &used) || !slices.Contains(used.Uses.Specializations, "kubernetes") {
			t.Errorf("%s: %v", name, err)
		}
	}
	u, err := s.UsesOf(t.Context(), program.Subject{Kind: program.OfPeople, Slug: "K-2"})
	if err != nil || !slices.Equal(u.Also, []string{"K-1"}) {
		t.Errorf("%+v, %v", u, err)
	}
	m := p.Metrics[0]
	m.Unit = program.Users
	var field *program.FieldError
	if err := s.SaveMetric(t.Context(), Act{}, Stamp(p.Metrics[0]), m); !errors.As(err, &field) || field.Field != "unit" {
		t.Errorf("another unit under figures: %v", err)
	}
	if _, events := vocabularyOf(t, s, aboutMetric); len(events) != 0 {
		t.Errorf("a refused write left %+v", events)
	}
}

func TestTermsMoveAndSynonymsAreSaved(t *testing.T) {
	s := open(t)
	if err := s.MoveTerm(t.Context(), Act{By: "Ada"}, "industry", "health", true); err != nil {
		t.Fatal(err)
	}
	if err := s.MoveTerm(t.Context(), Act{By: "Ada"}, "industry", "health", true); err != nil {
		t.Fatal(err)
	}
	p, events := vocabularyOf(t, s, aboutTerm)
	if p.Industries[0].Slug != "health" || len(events) != 1 {
		t.Errorf("%+v, %+v", p.Industries, events)
	}
	if err := s.MoveTerm(t.Context(), Act{}, "colour", "red", true); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("a facet that is not there: %v", err)
	}
	stamp := Stamp(p.Synonyms)
	var field *program.FieldError
	if err := s.SaveSynonyms(t.Context(), Act{}, stamp, [][]string{{"alone"}}); !errors.As(err, &field) {
		t.Errorf("a group of one: %v", err)
	}
	if err := s.SaveSynonyms(t.Context(), Act{By: "Ada"}, stamp, [][]string{{"a", "b"}, {"c", "d"}}); err != nil {
		t.Fatal(err)
	}
	var outdated *Outdated
	if err := s.SaveSynonyms(t.Context(), Act{By: "Bea"}, stamp, [][]string{{"e", "f"}}); !errors.As(err, &outdated) || outdated.By != "Ada" {
		t.Errorf("over a change by somebody else: %v", err)
	}
	if p, _ = vocabularyOf(t, s, aboutTerm); len(p.Synonyms) != 2 {
		t.Errorf("%v", p.Synonyms)
	}
}

// A change of a certification does to labels what was foreseen, at once where few are concerned.
func TestCertificationChangesLabelsAsForeseen(t *testing.T) {
	s := open(t)
	load(t, s, complete(1))
	if err := s.Reevaluate(t.Context(), []program.PartnerID{1}, today); err != nil {
		t.Fatal(err)
	}
	held := func() []program.Label {
		t.Helper()
		labels, err := s.LabelsOf(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		return slices.DeleteFunc(labels, func(l program.Label) bool { return l.Specialization != "kubernetes" || l.Ended != 0 })
	}
	if len(held()) != 1 {
		t.Fatal("the sample partner holds no label")
	}
	p, _ := vocabularyOf(t, s, aboutCertification)
	k1, _ := p.CertificationOf("K-1")
	gone := k1
	gone.Retired, gone.AcceptedUntil, gone.Also = today-400, today-1, nil
	r, err := s.ReformCertification(t.Context(), gone, today)
	if err != nil || !r.Whole() || r.Concerned != 1 || len(r.Turns) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	turn := r.Turns[0]
	if turn.Slug != "partner-1" || turn.Same() {
		t.Errorf("%+v", turn)
	}
	reach, err := s.SaveCertification(t.Context(), Act{By: "Ada", Why: "replaced"}, Stamp(k1), gone, today)
	if err != nil || reach != (Reach{Now: 1}) {
		t.Fatalf("%+v, %v", reach, err)
	}
	standing := func() program.Standing {
		t.Helper()
		var out program.Standing
		if err := loadStandings(t.Context(), s.reader, these(1), func(_ program.PartnerID, x program.Standing) {
			if x.Specialization == "kubernetes" {
				out = x
			}
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if turn.Risk && !standing().AtRisk {
		t.Errorf("foreseen at risk, but it stands %+v", standing())
	}
	if ends := turn.Ended; ends > today {
		if err := s.CatchUp(t.Context(), ends, nil); err != nil {
			t.Fatal(err)
		}
		if len(held()) != 0 {
			t.Errorf("foreseen to end on %s, but it is held", ends)
		}
	}
}

func TestSettingsDoAsForeseen(t *testing.T) {
	s := open(t)
	load(t, s, complete(1))
	if err := s.Reevaluate(t.Context(), []program.PartnerID{1}, today); err != nil {
		t.Fatal(err)
	}
	p, _ := vocabularyOf(t, s, aboutSettings)
	h := p.Head()
	stamp := Stamp(h)
	h.Settings.TermMonths = 24
	r, err := s.ReformSettings(t.Context(), h.Settings, today)
	if err != nil || !r.Whole() || len(r.Turns) == 0 || r.Turns[0].Until <= r.Turns[0].UntilBefore {
		t.Fatalf("%+v, %v", r, err)
	}
	reach, err := s.SaveSettings(t.Context(), Act{By: "Ada", Why: "longer"}, stamp, h, today)
	if err != nil || reach.Now != 1 {
		t.Fatalf("%+v, %v", reach, err)
	}
	var outdated *Outdated
	if _, err := s.SaveSettings(t.Context(), Act{By: "Bea"}, stamp, h, today); !errors.As(err, &outdated) || outdated.By != "Ada" {
		t.Errorf("over a change by somebody else: %v", err)
	}
	h.Settings.TermMonths = 0
	var field *program.FieldError
	if _, err := s.SaveSettings(t.Context(), Act{}, Stamp(h), h, today); !errors.As(err, &field) || field.Field != "term" {
		t.Errorf("no term: %v", err)
	}
	p, events := vocabularyOf(t, s, aboutSettings)
	if p.Settings.TermMonths != 24 || len(events) != 1 || events[0].Why != "longer" ||
		events[0].Before != `{"TermMonths":12}` || events[0].After != `{"TermMonths":24}` {
		t.Errorf("%+v, %+v", p.Settings, events)
	}
	names := p.Head()
	names.Name = "Another name"
	if r, err := s.ReformSettings(t.Context(), names.Settings, today); err != nil || r.Concerned != 0 {
		t.Errorf("a name concerns %+v, %v", r, err)
	}
	if reach, err := s.SaveSettings(t.Context(), Act{}, Stamp(p.Head()), names, today); err != nil || reach != (Reach{}) {
		t.Errorf("%+v, %v", reach, err)
	}
}
