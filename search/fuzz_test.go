package search

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
)

func FuzzSearch(f *testing.F) {
	for _, s := range []string{
		"", "q=kubernetes+lyon", "q=%22managed+services%22+-cloud", "q=-%22gold", "q=%22", "q=-", "q=%ff%fe", "q=c%2B%2B+.net+c%23",
		"q=front-end+o%27neill&near=lyon&radius=25&sort=nearest", "country=fr,GB,XX&page=99999999999", "q=kubernets&page=2",
		"competency=security:gold&competency=cloud-platform&case-study=1", "q=" + strings.Repeat("a-", 150), "near=Paris,+TX&sort=name",
		"q=%E6%9D%B1%E4%BA%AC", "q=a+b+c+d+e+f+g+h+i+j+k+l+m+n", "radius=-1&sort=newest&size=,,small,", "q=remote+desktop+move",
	} {
		f.Add(s)
	}
	a, err := LoadAtlas()
	if err != nil {
		f.Fatal(err)
	}
	p := smallProgramme()
	ix := build(f, p, a, sampleListings(9, a, p, 120), 1)
	ix = ix.With(sampleListings(10, a, p, 70), nil, 2).With(sampleListings(11, a, p, 5), nil, 3)
	f.Fuzz(func(t *testing.T, raw string) {
		values, _ := url.ParseQuery(raw)
		q, _ := ix.ParseQuery(values)
		again, err := url.ParseQuery(q.Encode())
		if err != nil {
			t.Fatalf("canonical %q: %v", q.Encode(), err)
		}
		same, problems := ix.ParseQuery(again)
		if !reflect.DeepEqual(q, same) || len(problems) > 0 {
			t.Fatalf("%q reads back as %+v (%v), want %+v", q.Encode(), same, problems, q)
		}
		r := ix.Search(q)
		if len(r.Hits) > PageSize || r.Query.Page < 1 || r.Query.Page > r.Pages || r.Total < len(r.Hits) {
			t.Fatalf("page %d of %d, %d of %d hits", r.Query.Page, r.Pages, len(r.Hits), r.Total)
		}
		for _, way := range r.Relax {
			if n := ix.Search(way.Query).Total; n != way.N && r.Corrected == "" {
				t.Fatalf("without %s: promised %d, got %d for %+v", way.Drop, way.N, n, way.Query)
			}
		}
		ix.Suggest(q.Text, 8)
		ix.Suggest(raw, 3)
	})
}
