package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"partnerdirectory/program"
)

// WaitingKind is what kind of thing waits for a decision.
type WaitingKind string

// Kinds of what waits. A booking and a dispute are items that are no evidence; everything else is a fact.
const (
	WaitingAttainment    WaitingKind = "attainment"
	WaitingCertification WaitingKind = "certification"
	WaitingReference     WaitingKind = "reference"
	WaitingReview        WaitingKind = "review"
	WaitingCaseStudy     WaitingKind = "case-study"
	WaitingRecognition   WaitingKind = "recognition"
	WaitingDocument      WaitingKind = "document"
	WaitingBooking       WaitingKind = "booking"
	WaitingDispute       WaitingKind = "dispute"
)

// WaitingKinds returns all kinds in the order pages show them.
func WaitingKinds() []WaitingKind {
	return []WaitingKind{
		WaitingCertification, WaitingReference, WaitingCaseStudy, WaitingDocument, WaitingBooking, WaitingReview, WaitingDispute,
		WaitingAttainment, WaitingRecognition,
	}
}

// IsItem reports whether what waits is named by its item, and not by its evidence.
func (k WaitingKind) IsItem() bool { return k == WaitingBooking || k == WaitingDispute }

// Waiting is one thing that was handed in and is not decided.
type Waiting struct {
	Kind    WaitingKind
	Partner program.PartnerID
	ID      int64           // of the evidence; of the item where the kind says so
	Since   program.Day     // handed in
	About   program.Subject // what requirements look for
	Detail  string          // the person, the customer, the level or the title, by kind
	Firm    string          // of a review

	PartnerSlug string
	PartnerName string
	Item        int64  // that carries the form as it was filled in; 0: there is none
	Title       string // of the item
	Claim       Claim  // zero: nobody works on it

	First *FirstDecision // that waits for the second person; nil: none, or one person decides
}

// Evidence returns the number of the fact that waits; 0 for an item that is none.
func (x *Waiting) Evidence() program.EvidenceID {
	if x.Kind.IsItem() {
		return 0
	}
	return program.EvidenceID(x.ID)
}

// waitingFacts reads every table with undecided facts through its small index. The columns: kind, partner, id, since, what
// requirements look for, the specializations it names, a detail, a firm.
const waitingFacts = `SELECT 'attainment', partner, id, submitted, competency, '', level, '' FROM attainments WHERE decision = 'submitted' AND superseded = 0
	UNION ALL SELECT 'certification', partner, id, submitted, code, '', name, '' FROM holdings WHERE decision = 'submitted' AND superseded = 0
	UNION ALL SELECT 'reference', partner, id, submitted, scenario, '', customer, '' FROM customer_references WHERE decision = 'submitted' AND superseded = 0
	UNION ALL SELECT 'review', partner, id, submitted, '', specialization, '', firm FROM reviews WHERE decision = 'submitted' AND superseded = 0
	UNION ALL SELECT 'case-study', partner, id, submitted, scenario, specializations, title, '' FROM case_studies WHERE decision = 'submitted' AND superseded = 0
	UNION ALL SELECT 'recognition', partner, id, submitted, slug, '', '', '' FROM recognitions WHERE decision = 'submitted' AND superseded = 0
	UNION ALL SELECT 'document', partner, id, submitted, slug, '', '', '' FROM documents WHERE decision = 'submitted' AND superseded = 0`

// waitingItems reads what waits without being a fact.
const waitingItems = `SELECT kind, partner, id, changed / 86400, subject, firm FROM items WHERE state = 'submitted' AND evidence = 0`

// WaitingFilter chooses from what waits; empty fields choose all.
type WaitingFilter struct {
	Kind    WaitingKind
	Firm    string                           // only the reviews of that firm
	Country string                           // of the partner's headquarters
	About   func(about program.Subject) bool // nil: anything
}

// Queue is one page of what waits, oldest first.
type Queue struct {
	Page      []Waiting
	Total     int                 // chosen
	Oldest    program.Day         // of those chosen
	Kinds     map[WaitingKind]int // as if no kind were chosen
	Countries map[string]int      // as if no country were chosen
}

// Queue returns what was handed in by day at and waits for a decision: the page of that number, counted from 1, of so many
// each. The whole queue is looked at for it, by indexes that hold nothing else.
func (s *Store) Queue(ctx context.Context, f WaitingFilter, at program.Day, page, size int) (Queue, error) {
	out := Queue{Kinds: map[WaitingKind]int{}, Countries: map[string]int{}}
	err := s.read(ctx, func(q querier) error {
		all, err := waiting(ctx, q, at)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(x Waiting) bool {
			return f.Firm != "" && (x.Firm != f.Firm || x.Kind != WaitingBooking && x.Kind != WaitingReview) || f.About != nil && !f.About(x.About)
		})
		countries, err := headquarters(ctx, q)
		if err != nil {
			return err
		}
		chosen := out.choose(all, f, countries)
		out.Total = len(chosen)
		if out.Total > 0 {
			out.Oldest = chosen[0].Since
		}
		from := min(max(0, page-1)*size, len(chosen))
		out.Page = chosen[from:min(from+size, len(chosen))]
		return s.complete(ctx, q, out.Page)
	})
	return out, wrap(err, "read the review queue")
}

// choose counts what waits by kind and country, and returns what a filter chooses.
func (out *Queue) choose(all []Waiting, f WaitingFilter, countries map[program.PartnerID]string) []Waiting {
	var chosen []Waiting
	for _, x := range all {
		kind, country := f.Kind == "" || x.Kind == f.Kind, f.Country == "" || countries[x.Partner] == f.Country
		if country {
			out.Kinds[x.Kind]++
		}
		if kind && countries[x.Partner] != "" {
			out.Countries[countries[x.Partner]]++
		}
		if kind && country {
			chosen = append(chosen, x)
		}
	}
	return chosen
}

// waiting reads everything that waits, oldest first.
func waiting(ctx context.Context, q querier, at program.Day) ([]Waiting, error) {
	var out []Waiting
	if err := each(ctx, q, waitingFacts, nil, func(scan scanner) error {
		var x Waiting
		err := scan(&x.Kind, &x.Partner, &x.ID, day(&x.Since), &x.About.Slug, slugs(&x.About.Of), &x.Detail, &x.Firm)
		x.About.Kind = aboutOf(x.Kind)
		out = append(out, x)
		return err
	}); err != nil {
		return nil, err
	}
	if err := each(ctx, q, waitingItems, nil, func(scan scanner) error {
		x, err := scanWaitingItem(scan)
		out = append(out, x)
		return err
	}); err != nil {
		return nil, err
	}
	out = slices.DeleteFunc(out, func(x Waiting) bool { return x.Since > at })
	slices.SortStableFunc(out, func(a, b Waiting) int {
		switch {
		case a.Since != b.Since:
			return int(a.Since - b.Since)
		case a.Kind != b.Kind:
			return strings.Compare(string(a.Kind), string(b.Kind))
		}
		return int(a.ID - b.ID)
	})
	return out, nil
}

func scanWaitingItem(scan scanner) (Waiting, error) {
	var x Waiting
	var kind ItemKind
	subject := ""
	err := scan(&kind, &x.Partner, &x.ID, day(&x.Since), &subject, &x.Firm)
	x.Item, x.Kind, x.About = x.ID, WaitingBooking, program.Subject{Kind: program.OfReview, Of: []string{subject}}
	if kind == ItemDispute {
		x.Kind, x.About = WaitingDispute, program.Subject{Kind: program.OfPerformance, Slug: subject}
	}
	return x, err
}

// aboutOf is the kind of requirements that look at evidence of a kind.
func aboutOf(k WaitingKind) program.Kind {
	switch k {
	case WaitingAttainment:
		return program.OfCompetency
	case WaitingCertification:
		return program.OfPeople
	case WaitingReference:
		return program.OfReferences
	case WaitingReview, WaitingBooking:
		return program.OfReview
	case WaitingCaseStudy:
		return program.OfCaseStudies
	case WaitingRecognition:
		return program.OfRecognition
	case WaitingDocument:
		return program.OfDocument
	}
	return program.OfPerformance
}

// waitingPartners are the partners that have something waiting. They are asked for by the indexes again: naming some thousands
// of them in a query costs more.
const waitingPartners = `SELECT partner FROM attainments WHERE decision = 'submitted' AND superseded = 0
	UNION SELECT partner FROM holdings WHERE decision = 'submitted' AND superseded = 0
	UNION SELECT partner FROM customer_references WHERE decision = 'submitted' AND superseded = 0
	UNION SELECT partner FROM reviews WHERE decision = 'submitted' AND superseded = 0
	UNION SELECT partner FROM case_studies WHERE decision = 'submitted' AND superseded = 0
	UNION SELECT partner FROM recognitions WHERE decision = 'submitted' AND superseded = 0
	UNION SELECT partner FROM documents WHERE decision = 'submitted' AND superseded = 0
	UNION SELECT partner FROM items WHERE state = 'submitted' AND evidence = 0`

// headquarters returns the country of each partner that has something waiting.
func headquarters(ctx context.Context, q querier) (map[program.PartnerID]string, error) {
	out := map[program.PartnerID]string{}
	err := each(ctx, q, `SELECT id, locations FROM partners WHERE id IN (`+waitingPartners+`)`, nil, func(scan scanner) error {
		var id program.PartnerID
		text := ""
		if err := scan(&id, &text); err != nil {
			return err
		}
		places, err := readLocations(text)
		for _, l := range places {
			if l.Headquarters {
				out[id] = l.Country
			}
		}
		return err
	})
	return out, err
}

// complete adds what only the shown rows need: names, items, and who works on them.
func (s *Store) complete(ctx context.Context, q querier, list []Waiting) error {
	now := s.now()
	known, err := s.programmeIn(ctx, q)
	if err != nil {
		return err
	}
	p := known.programme
	for i := range list {
		x := &list[i]
		if err := q.QueryRowContext(ctx, `SELECT slug, name FROM partners WHERE id = $1`, x.Partner).Scan(&x.PartnerSlug, &x.PartnerName); err != nil {
			return err
		}
		where, id := `evidence = $1 AND evidence > 0`, x.ID
		if x.Kind.IsItem() {
			where = `id = $1`
		}
		if err := each(ctx, q, `SELECT id, title FROM items WHERE `+where, []any{id}, func(scan scanner) error {
			return scan(&x.Item, &x.Title)
		}); err != nil {
			return err
		}
		var err error
		if x.Claim, err = claimOf(ctx, q, x.Kind, x.ID, now); err != nil {
			return err
		}
		if !needsTwo(p, x.Kind) {
			continue
		}
		firsts, err := firstDecisions(ctx, q, x.Kind, x.ID)
		if err != nil {
			return err
		}
		x.First = openFirst(firsts)
	}
	return nil
}

// Waiting returns one thing that waits. ErrNotFound: there is no such thing, or it does not wait; WhatBecame may know more.
func (s *Store) Waiting(ctx context.Context, kind WaitingKind, partner program.PartnerID, id int64) (Waiting, error) {
	out := []Waiting{{}}
	err := s.read(ctx, func(q querier) (err error) {
		x := &out[0]
		if kind.IsItem() {
			if *x, err = scanWaitingItem(q.QueryRowContext(ctx, waitingItems+` AND id = $1 AND partner = $2`, id, partner).Scan); err != nil {
				return err
			}
			if x.Kind != kind {
				return program.ErrNotFound
			}
			return s.complete(ctx, q, out)
		}
		row := q.QueryRowContext(ctx, `WITH w (kind, partner, id, since, about, of_what, detail, firm) AS (`+waitingFacts+`)
			SELECT kind, partner, id, since, about, of_what, detail, firm FROM w WHERE kind = $1 AND partner = $2 AND id = $3`, kind, partner, id)
		if err = row.Scan(&x.Kind, &x.Partner, &x.ID, day(&x.Since), &x.About.Slug, slugs(&x.About.Of), &x.Detail, &x.Firm); err != nil {
			return err
		}
		x.About.Kind = aboutOf(kind)
		return s.complete(ctx, q, out)
	})
	return out[0], wrap(err, fmt.Sprintf("read %s %d of partner %d that waits", kind, id, partner))
}
