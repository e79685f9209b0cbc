package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
)

// PartnerFilter chooses partners by what the public search does not know; empty fields choose all.
type PartnerFilter struct {
	Specialization string                  // one in which the partner stands so; with States: empty means any
	States         []program.StandingState // any of these
	AtRisk         bool                    // and at risk
	StaleBefore    program.Day             // the profile was last confirmed before that day; 0: whenever
}

func (f *PartnerFilter) stands() bool { return f.Specialization != "" || len(f.States) > 0 || f.AtRisk }

// FilterPartners keeps of partners those that a filter chooses, in their order.
func (s *Store) FilterPartners(ctx context.Context, f PartnerFilter, among []program.PartnerID) ([]program.PartnerID, error) {
	keep := partnerSet{all: true}
	err := s.read(ctx, func(q querier) error {
		if f.stands() {
			set, err := s.standingSo(ctx, q, &f)
			if err != nil {
				return err
			}
			keep.keep(set)
		}
		if f.StaleBefore != 0 {
			set, err := partnersOf(ctx, q, `SELECT id FROM partners WHERE confirmed < $1`, f.StaleBefore)
			if err != nil {
				return err
			}
			keep.keep(set)
		}
		return nil
	})
	if err != nil || keep.all {
		return among, wrap(err, "filter partners")
	}
	out := make([]program.PartnerID, 0, min(len(among), keep.size()))
	for _, id := range among {
		if keep.has(id) {
			out = append(out, id)
		}
	}
	return out, nil
}

// standingSo finds partners by an index of current standings that begins with the specialization and the state.
func (s *Store) standingSo(ctx context.Context, q querier, f *PartnerFilter) (partnerSet, error) {
	var args []any
	in := func(values []string) string {
		places := make([]string, len(values))
		for i, v := range values {
			args = append(args, v)
			places[i] = "$" + strconv.Itoa(len(args))
		}
		return " IN (" + strings.Join(places, ", ") + ")"
	}
	slugs := []string{f.Specialization}
	if f.Specialization == "" {
		known, err := s.programmeIn(ctx, q)
		if err != nil {
			return partnerSet{}, err
		}
		slugs = nil
		for _, sp := range known.programme.Specializations {
			slugs = append(slugs, sp.Slug)
		}
	}
	query := `SELECT partner FROM standings WHERE until_day = 0 AND specialization` + in(slugs)
	if len(f.States) > 0 {
		var states []string
		for _, state := range f.States {
			states = append(states, string(state))
		}
		query += ` AND state` + in(states)
	}
	if f.AtRisk {
		query += ` AND at_risk = 1`
	}
	return partnersOf(ctx, q, query, args...)
}

func partnersOf(ctx context.Context, q querier, query string, args ...any) (partnerSet, error) {
	var set partnerSet
	err := each(ctx, q, query, args, func(scan scanner) error {
		var id program.PartnerID
		err := scan(&id)
		set.put(id)
		return err
	})
	return set, err
}

func (s *partnerSet) has(id program.PartnerID) bool {
	return s.all || int(id)/64 < len(s.bits) && s.bits[int(id)/64]&(1<<(id%64)) != 0
}

// mostMarked bounds how many partners a beginning of an e-mail address finds.
const mostMarked = 200

// MarkedPartners finds partners by what names them exactly: their slug or number, the id of one of their labels, the e-mail
// address of a member or of its beginning. Those that went into others are found by a part of their name too.
func (s *Store) MarkedPartners(ctx context.Context, text string) ([]program.PartnerID, error) {
	text = strings.TrimSpace(text)
	key := strings.ToLower(text)
	number, _ := strconv.ParseInt(text, 10, 64) // 0: it is no number
	var out []program.PartnerID
	err := s.read(ctx, func(q querier) error {
		for _, x := range []struct {
			query string
			args  []any
		}{
			{`SELECT id FROM partners WHERE slug = $1 OR id = $2`, []any{key, number}},
			{`SELECT partner FROM labels WHERE id = $1`, []any{text}},
			{`SELECT partner FROM labels WHERE id = $1`, []any{key}},
			{`SELECT m.partner FROM accounts a JOIN memberships m ON m.account = a.id
				WHERE $3 = 1 AND a.email_key >= $1 AND a.email_key < $2 ORDER BY a.email_key LIMIT $4`, []any{key, key + "\U0010ffff", strings.Contains(key, "@"), mostMarked}},
			{`SELECT id FROM partners WHERE merged_into IS NOT NULL AND LOWER(name) LIKE $1 ESCAPE '\' ORDER BY merged_into LIMIT $2`, []any{"%" + likely(key) + "%", mostMarked}},
		} {
			if err := each(ctx, q, x.query, x.args, func(scan scanner) error {
				var id program.PartnerID
				err := scan(&id)
				if !slices.Contains(out, id) {
					out = append(out, id)
				}
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	})
	return out, wrap(err, "find partners by what names them")
}

// likely writes a text for LIKE … ESCAPE '\'.
func likely(s string) string { return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) }

// MergedPartners returns the partners that went into others, by slug.
func (s *Store) MergedPartners(ctx context.Context) ([]program.PartnerID, error) {
	var out []program.PartnerID
	err := each(ctx, s.reader, `SELECT id FROM partners WHERE merged_into IS NOT NULL ORDER BY slug`, nil, func(scan scanner) error {
		out = append(out, 0)
		return scan(&out[len(out)-1])
	})
	return out, wrap(err, "find partners that went into others")
}

// FoundPartner is one partner of a list for staff.
type FoundPartner struct {
	program.Partner
	Into      string // name of the partner that it went into; empty: it is there
	Standings []program.Standing
}

// FoundPartners reads what a list shows of partners, in the order of the ids.
func (s *Store) FoundPartners(ctx context.Context, ids []program.PartnerID) ([]FoundPartner, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	of := map[program.PartnerID]*FoundPartner{}
	err := s.read(ctx, func(q querier) error {
		c := these(ids...)
		list, err := loadPartners(ctx, q, c)
		if err != nil {
			return err
		}
		for _, p := range list {
			of[p.ID] = &FoundPartner{Partner: p}
		}
		if err := each(ctx, q, `SELECT p.id, o.name FROM partners p JOIN partners o ON o.id = p.merged_into WHERE `+c.on("p.id"), c.arguments(), func(scan scanner) error {
			var id program.PartnerID
			name := ""
			err := scan(&id, &name)
			of[id].Into = name
			return err
		}); err != nil {
			return err
		}
		return loadStandings(ctx, q, c, func(id program.PartnerID, st program.Standing) { of[id].Standings = append(of[id].Standings, st) })
	})
	out := make([]FoundPartner, 0, len(ids))
	for _, id := range ids {
		if p := of[id]; p != nil {
			out = append(out, *p)
		}
	}
	return out, wrap(err, "read partners of a list")
}
