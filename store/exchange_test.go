package store

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"partnerdirectory/program"
	"partnerdirectory/store/rows"
)

func importText(t *testing.T, s *Store, kind string, format rows.Format, text string, o RowOptions) (RowReport, error) {
	t.Helper()
	return s.ImportRows(t.Context(), Act{By: "tester"}, RowFile{Kind: kind, Name: "file", Format: format, Reader: strings.NewReader(text)}, today, o)
}

func exportText(t *testing.T, s *Store, kind string, format rows.Format) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := s.ExportRows(t.Context(), kind, format, &b, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What is exported and imported elsewhere is the same there, and importing it again changes nothing.
func TestExportedFactsImportTheSame(t *testing.T) {
	for _, format := range []rows.Format{rows.CSV, rows.JSONL} {
		from, to := open(t), open(t)
		d := complete(1)
		d.Facts.Holdings[0].Name = "=HYPERLINK(\"x\")\nO'Hara, \"Ada\""
		d.CaseStudies[0].Challenge = "=1+1\n\nA second paragraph."
		d.Facts.References = append(d.Facts.References, d.Facts.References[0]) // equal keys
		d.Facts.Recognitions = []program.Recognition{{Slug: "msp", From: today - 9, Verification: accepted(today - 9)}}
		d.Facts.Documents = []program.Document{{Slug: "paper", Issued: today - 9, Verification: accepted(today - 9)}}
		d.Facts.Associations = []program.Association{{Person: 1, Here: true, From: today - 60, Recorded: today - 60}, {Person: 2, Here: true, From: today - 60, Recorded: today - 60}}
		load(t, from, plain(0), d)
		load(t, to, plain(0), plain(1))
		for _, kind := range RowKinds() {
			if slices.Contains([]string{"competencies", "specializations", "partners", "locations"}, kind.Name) {
				continue
			}
			text := exportText(t, from, kind.Name, format)
			r, err := importText(t, to, kind.Name, format, text, RowOptions{})
			if err != nil || r.New == 0 || r.Changed+r.Unchanged > 0 {
				t.Fatalf("%s as %s: %+v, %v\n%s", kind.Name, format, r, err, text)
			}
			if again := exportText(t, to, kind.Name, format); again != text {
				t.Errorf("%s as %s came out as\n%s\nwas\n%s", kind.Name, format, again, text)
			}
			n := r.New
			if r, err = importText(t, to, kind.Name, format, text, RowOptions{}); err != nil || r.New+r.Changed > 0 || r.Unchanged != n {
				t.Errorf("%s as %s a second time: %+v, %v", kind.Name, format, r, err)
			}
		}
	}
}

// One wrong line keeps everything out and is named with its column, what stands there and what was expected.
func TestAMistakeInTheLastLineChangesNothing(t *testing.T) {
	head := "partner,metric,month,customer,value\n"
	good := "partner-0,containers,2026-09-01,Shop,10\n"
	for _, c := range []struct {
		name, kind, text string
		line             int
		column, found    string
	}{
		{"a day that is none", "metrics", head + good + "partner-0,containers,2026-13-01,Shop,10\n", 3, "month", "2026-13-01"},
		{"a day within a month", "metrics", head + good + "partner-0,containers,2026-09-02,Shop,10\n", 3, "month", "2026-09-02"},
		{"no number", "metrics", head + good + "partner-0,containers,2026-08-01,Shop,ten\n", 3, "value", "ten"},
		{"not finite", "metrics", head + good + "partner-0,containers,2026-08-01,Shop,NaN\n", 3, "value", "NaN"},
		{"an unknown metric", "metrics", head + good + "partner-0,songs,2026-08-01,Shop,1\n", 3, "metric", "songs"},
		{"an unknown partner", "metrics", head + good + "nobody,containers,2026-08-01,Shop,1\n", 3, "partner", "nobody"},
		{"the same twice", "metrics", head + good + good, 3, "", "partner-0"},
		{"too few fields", "metrics", head + good + "partner-0\n", 3, "", "1 fields"},
		{"no value", "metrics", head + good + "partner-0,containers,2026-08-01,Shop,\n", 3, "value", ""},
		{"an unknown column", "metrics", "partner,song\n", 1, "", "song"},
		{"no file at all", "metrics", "", 1, "", "nothing"},
		{"another's story", "case-studies", "partner,slug,title,customer,published\npartner-0,story-1,T,C,2026-01-01\n", 2, "slug", "story-1"},
		{"a story about nothing there is", "case-studies", "partner,slug,title,customer,published,specializations\npartner-0,s,T,C,2026-01-01,songs\n", 2, "specializations", "songs"},
		{"figures that are none", "case-studies", "partner,slug,title,customer,published,figures\npartner-0,s,T,C,2026-01-01,{\n", 2, "figures", "{"},
		{"an unknown area", "competencies", "competency,name,area,levels\nx,X,songs,gold\n", 2, "area", "songs"},
		{"no summary", "competencies", "competency,name,area,levels\nx,X,security,gold\n", 2, "summary", ""},
		{"aligned to nothing there is", "specializations", "specialization,name,area,first_listed,aligned_to\nx,X,security,2026-01-01,songs\n", 2, "aligned_to", "songs"},
		{"an unknown level", "attainments", "partner,competency,level,from\npartner-0,cloud,bronze,2026-01-01\n", 2, "level", "bronze"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			load(t, s, plain(0), complete(1))
			before := counts(t, s)
			_, err := importText(t, s, c.kind, rows.CSV, c.text, RowOptions{})
			var bad *RowMistakes
			if !errors.As(err, &bad) || !errors.Is(err, program.ErrInvalid) || len(bad.List) != 1 {
				t.Fatalf("got %v", err)
			}
			if m := bad.List[0]; m.Line != c.line || m.Column != c.column || m.Found != c.found || m.Want == "" {
				t.Errorf("got %+v", m)
			}
			if after := counts(t, s); !reflect.DeepEqual(before, after) {
				t.Errorf("left behind %v, was %v", after, before)
			}
		})
	}
}

// An import grants and ends labels in the same transaction; a dry run says so and does nothing.
func TestAnImportDecidesLabels(t *testing.T) {
	s := open(t)
	load(t, s, plain(0))
	head := "partner;competency;level;from;until\r\n"
	text := "\ufeff" + head + "partner-0;data;gold;2026-01-01;2027-01-01\r\n"
	before := counts(t, s)
	r, err := importText(t, s, "attainments", rows.CSV, text, RowOptions{DryRun: true})
	if err != nil || r.New != 1 || r.Granted != 1 || !reflect.DeepEqual(before, counts(t, s)) {
		t.Fatalf("dry run: %+v, %v", r, err)
	}
	told := 0
	s.OnChange(func(c Change) { told += len(c.Partners) })
	if r, err = importText(t, s, "attainments", rows.CSV, text, RowOptions{}); err != nil || r.Granted != 1 || told != 1 {
		t.Fatalf("%+v, %v; told of %d", r, err, told)
	}
	if l := profile(t, s, "partner-0", today).Labels; len(l) != 1 || !l[0].Shown(today) {
		t.Errorf("labels %+v", l)
	}
	r, err = importText(t, s, "attainments", rows.JSONL,
		`{"partner":"partner-0","competency":"data","level":"gold","from":"2026-01-01","until":"2026-10-01"}`, RowOptions{})
	if err != nil || r.Changed != 1 || r.Ended != 1 {
		t.Errorf("a changed row: %+v, %v", r, err)
	}
	if n := counts(t, s)["attainments"]; n != 2 {
		t.Errorf("%d rows: the one before must stay", n)
	}
	if _, err := s.VerifyEvents(t.Context()); err != nil {
		t.Error(err)
	}
}

// A file of nothing but mistakes is told in part.
func TestMistakesAreBounded(t *testing.T) {
	s := open(t)
	load(t, s, plain(0))
	_, err := importText(t, s, "metrics", rows.CSV, "partner,metric,month,value\n"+strings.Repeat("partner-0,songs,2026-01-01,1\n", 500), RowOptions{})
	var bad *RowMistakes
	if !errors.As(err, &bad) || len(bad.List) != mostMistakes || !bad.More {
		t.Errorf("got %v", err)
	}
}

// Partners come with their profiles, then with their locations; what is said again changes nothing.
func TestPartnersAndLocationsImportTheSame(t *testing.T) {
	for _, format := range []rows.Format{rows.CSV, rows.JSONL} {
		from, to := open(t), open(t)
		d := plain(1)
		d.Partner.Founded, d.Partner.Description = 0, "- a list\n\n“quotes”, \"more\""
		load(t, from, plain(0), d)
		for _, kind := range []string{"partners", "locations"} {
			text := exportText(t, from, kind, format)
			r, err := importText(t, to, kind, format, text, RowOptions{})
			if err != nil || r.New == 0 || r.Changed+r.Unchanged > 0 || r.Partners != 2 {
				t.Fatalf("%s as %s: %+v, %v", kind, format, r, err)
			}
			n := r.New
			if r, err = importText(t, to, kind, format, text, RowOptions{}); err != nil || r.New+r.Changed > 0 || r.Unchanged != n {
				t.Errorf("%s as %s a second time: %+v, %v", kind, format, r, err)
			}
		}
		for _, slug := range []string{"partner-0", "partner-1"} {
			want, got := profile(t, from, slug, today), profile(t, to, slug, today)
			if !reflect.DeepEqual(got.Partner, want.Partner) {
				t.Errorf("got  %+v\nwant %+v", got.Partner, want.Partner)
			}
		}
		told := 0
		to.OnChange(func(c Change) { told += len(c.Partners) })
		r, err := importText(t, to, "partners", rows.CSV, "partner,name\npartner-1,Renamed\npartner-0,Partner 0\n", RowOptions{})
		if err != nil || r.Changed != 1 || r.Unchanged != 1 || told != 1 {
			t.Errorf("renamed: %+v, %v; told of %d", r, err, told)
		}
		if p := profile(t, to, "partner-1", today).Partner; p.Name != "Renamed" || p.Description != d.Partner.Description {
			t.Errorf("a column that was left out did not stay: %+v", p)
		}
	}
}

func TestMistakesInPartnersAndLocations(t *testing.T) {
	place := "partner,city,country,lat,lon,headquarters\n"
	for _, c := range []struct {
		name, kind, text string
		line             int
		column, found    string
	}{
		{"an address that is none", "partners", "partner,name\nNew One,New\n", 2, "partner", "New One"},
		{"twice", "partners", "partner,name\nnew,New\nnew,New\n", 3, "partner", "new"},
		{"an unknown term", "partners", "partner,name,industries\nnew,New,retail songs\n", 2, "industries", "songs"},
		{"nowhere on earth", "locations", place + "partner-0,Lyon,FR,95,4,yes\n", 2, "lat", "95"},
		{"two headquarters", "locations", place + "partner-0,Lyon,FR,45,4,yes\npartner-0,Paris,FR,48,2,yes\n", 3, "headquarters", "yes"},
		{"rows apart", "locations", place + "partner-0,Lyon,FR,45,4,yes\npartner-1,Lyon,FR,45,4,yes\npartner-0,Paris,FR,48,2,no\n", 4, "partner", "partner-0"},
		{"nobody's", "locations", place + "nobody,Lyon,FR,45,4,yes\n", 2, "partner", "nobody"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			load(t, s, plain(0), plain(1))
			before := counts(t, s)
			_, err := importText(t, s, c.kind, rows.CSV, c.text, RowOptions{})
			var bad *RowMistakes
			if !errors.As(err, &bad) || len(bad.List) != 1 {
				t.Fatalf("got %v", err)
			}
			if m := bad.List[0]; m.Line != c.line || m.Column != c.column || m.Found != c.found {
				t.Errorf("got %+v", m)
			}
			if after := counts(t, s); !reflect.DeepEqual(before, after) {
				t.Errorf("left behind %v, was %v", after, before)
			}
		})
	}
}

// The vocabulary's rows change what they name and leave the rest, the requirements above all, as it is.
func TestVocabularyImportsTheSame(t *testing.T) {
	for _, format := range []rows.Format{rows.CSV, rows.JSONL} {
		s := open(t)
		was, err := s.Programme(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range []string{"competencies", "specializations"} {
			text := exportText(t, s, kind, format)
			// What the test programme leaves out no admin may.
			text = strings.ReplaceAll(text, `"summary":null,"meaning":null`, `"summary":"One.","meaning":"Two."`)
			text = strings.ReplaceAll(text, `"first_listed":null`, `"first_listed":"2026-01-01"`)
			if format == rows.CSV {
				if kind == "competencies" {
					text = strings.ReplaceAll(text, ",,,\n", ",,One.,Two.\n")
				} else {
					text = strings.ReplaceAll(strings.ReplaceAll(text, ",cloud,,", ",cloud,2026-01-01,"), ",data,,", ",data,2026-01-01,")
				}
			}
			if r, err := importText(t, s, kind, format, text, RowOptions{}); err != nil || r.New > 0 || r.Changed != 2 {
				t.Fatalf("%s as %s: %+v, %v\n%s", kind, format, r, err, text)
			}
			if r, err := importText(t, s, kind, format, text, RowOptions{}); err != nil || r.New+r.Changed > 0 || r.Unchanged != 2 {
				t.Errorf("%s as %s a second time: %+v, %v", kind, format, r, err)
			}
		}
		r, err := importText(t, s, "specializations", rows.CSV, "specialization,name,area,first_listed,synonyms\nnew-one,New,security,2026-01-01,\"a b, c\"\n", RowOptions{})
		if err != nil || r.New != 1 {
			t.Errorf("a new one: %+v, %v", r, err)
		}
		is, err := s.Programme(t.Context())
		if err != nil || !reflect.DeepEqual(is.Sets, was.Sets) || !reflect.DeepEqual(is.Competencies[0].Options, was.Competencies[0].Options) {
			t.Errorf("the requirements changed: %v", err)
		}
		if x, ok := is.Specialization("new-one"); !ok || !slices.Equal(x.Synonyms, []string{"a b", "c"}) {
			t.Errorf("got %+v", x)
		}
	}
}
