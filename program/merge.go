package program

import "slices"

// Account is what one partner has.
type Account struct {
	Facts  Facts
	Labels []Label
}

// Merge says what the surviving partner has from day on, after another partner's account went into its own.
//
// Facts of both count; those of the other count for the survivor from that day, so that days before it evaluate as they did,
// and come from a location of that name where they name none. Of the same competency the higher level is kept where it lasts
// as long. Of two labels of the same specialization the one with the later anniversary goes on with its clock, the other ends;
// labels move with their identity. The survivor keeps its own market class, anniversary and baselines.
func Merge(survivor, other Account, location string, on Day) Account {
	out := Account{Facts: mergedFacts(&survivor.Facts, &other.Facts, location, on)}
	out.Labels = slices.Concat(survivor.Labels, other.Labels)
	for i := range out.Labels {
		for k := range out.Labels[:i] {
			endEarlier(&out.Labels[k], &out.Labels[i], on)
		}
	}
	out.Facts.Labels = out.Labels
	return out
}

// endEarlier ends the one of two held labels of a specialization whose anniversary comes first.
func endEarlier(a, b *Label, on Day) {
	if a.Specialization != b.Specialization || a.Ended != 0 || b.Ended != 0 {
		return
	}
	first := b
	if a.Until < b.Until {
		first = a
	}
	first.Ended, first.Reason, first.EndedBy = on, EndMerged, ""
}

func mergedFacts(a, b *Facts, location string, on Day) Facts {
	moved := func(v Verification) Verification {
		if v.Decision == Accepted || v.Decision == Rejected {
			v.Submitted, v.Decided = max(v.Submitted, on), max(v.Decided, on)
		}
		return v
	}
	place := func(of *string) {
		if *of == "" {
			*of = location
		}
	}
	f := Facts{
		Attainments: append(slices.Clone(a.Attainments), b.Attainments...), Holdings: append(slices.Clone(a.Holdings), b.Holdings...),
		Metrics: append(slices.Clone(a.Metrics), b.Metrics...), References: append(slices.Clone(a.References), b.References...),
		Cases: append(slices.Clone(a.Cases), b.Cases...), Reviews: append(slices.Clone(a.Reviews), b.Reviews...),
		Baselines: slices.Clone(a.Baselines), Circumstances: slices.Clone(a.Circumstances),
		Recognitions: append(slices.Clone(a.Recognitions), b.Recognitions...), Documents: append(slices.Clone(a.Documents), b.Documents...),
		Waivers: append(slices.Clone(a.Waivers), b.Waivers...), Outages: slices.Clone(a.Outages),
		Associations: mergedAssociations(a.Associations, b.Associations, on),
		Orders:       append(slices.Clone(a.Orders), b.Orders...), Allowances: append(slices.Clone(a.Allowances), b.Allowances...),
	}
	for i := len(a.Attainments); i < len(f.Attainments); i++ {
		f.Attainments[i].Verification = moved(f.Attainments[i].Verification)
	}
	for i := len(a.Holdings); i < len(f.Holdings); i++ {
		f.Holdings[i].Verification = moved(f.Holdings[i].Verification)
		place(&f.Holdings[i].Location)
	}
	for i := len(a.Metrics); i < len(f.Metrics); i++ {
		f.Metrics[i].Recorded = max(f.Metrics[i].Recorded, on)
		place(&f.Metrics[i].Location)
	}
	for i := len(a.References); i < len(f.References); i++ {
		f.References[i].Verification = moved(f.References[i].Verification)
	}
	for i := len(a.Cases); i < len(f.Cases); i++ {
		f.Cases[i].Verification = moved(f.Cases[i].Verification)
	}
	for i := len(a.Reviews); i < len(f.Reviews); i++ {
		f.Reviews[i].Verification = moved(f.Reviews[i].Verification)
	}
	for i := len(a.Recognitions); i < len(f.Recognitions); i++ {
		f.Recognitions[i].Verification = moved(f.Recognitions[i].Verification)
	}
	for i := len(a.Documents); i < len(f.Documents); i++ {
		f.Documents[i].Verification = moved(f.Documents[i].Verification)
	}
	for i := len(a.Waivers); i < len(f.Waivers); i++ {
		f.Waivers[i].Given = max(f.Waivers[i].Given, on)
	}
	for i := len(a.Orders); i < len(f.Orders); i++ {
		f.Orders[i].Given = max(f.Orders[i].Given, on)
	}
	for i := len(a.Allowances); i < len(f.Allowances); i++ {
		f.Allowances[i].Given = max(f.Allowances[i].Given, on)
	}
	supersedeLower(f.Attainments, on)
	return f
}

// mergedAssociations turns people of the other account into people of the survivor. What each account knew of the other's
// people is known better by the other.
func mergedAssociations(a, b []Association, on Day) []Association {
	out := slices.Clone(a)
	for _, x := range b {
		theirs := slices.IndexFunc(out, func(y Association) bool { return y.Person == x.Person && y.From == x.From })
		switch {
		case theirs < 0:
			x.Recorded = max(x.Recorded, on)
			out = append(out, x)
		case x.Here && !out[theirs].Here:
			old := &out[theirs]
			old.Superseded = on
			x.Recorded = max(x.Recorded, on)
			out = append(out, x)
		}
	}
	return out
}

// supersedeLower takes back a level of a competency while a higher one lasts as long.
func supersedeLower(all []Attainment, on Day) {
	for i := range all {
		low := &all[i]
		for k := range all {
			high := &all[k]
			if low.Level == Silver && high.Level == Gold && low.Competency == high.Competency && low.Superseded == 0 &&
				high.counts(on) && low.counts(on) && high.From <= on && endOf(high.Until) >= endOf(low.Until) {
				low.Superseded = on
			}
		}
	}
}
