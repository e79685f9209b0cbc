package handlers_test

import (
	"context"
	"net/http"
	"sync"
	"testing"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// firefox is how a person's browser introduces itself.
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"

// thisWeek stores what was counted and returns a partner's figures of the week.
func (s *site) thisWeek(t *testing.T, id program.PartnerID) store.Figures {
	t.Helper()
	if err := s.figures.Store(t.Context()); err != nil {
		t.Fatal(err)
	}
	weeks, err := s.store.WeeklyFigures(t.Context(), id, 1, program.DayOf(sampleDay()))
	if err != nil {
		t.Fatal(err)
	}
	return weeks[0].Figures
}

func TestLooksAreCounted(t *testing.T) {
	s := openSite(t)
	h := s.holder(t)
	person := map[string]string{"User-Agent": firefox}
	look := func(method, path string, header map[string]string) answerTo {
		t.Helper()
		a := s.do(t, method, path, header, "")
		if a.StatusCode >= 400 {
			t.Fatalf("%s %s: status %d", method, path, a.StatusCode)
		}
		return a
	}
	profile, label := "/partners/"+h.Slug, "/labels/"+h.Labels[0].ID
	look(http.MethodHead, profile, person) // first of all, so that it is not answered from the cache
	tag := look(http.MethodGet, profile, person).Header.Get("Etag")
	look(http.MethodGet, profile, person)
	if a := look(http.MethodGet, profile, map[string]string{"User-Agent": firefox, "If-None-Match": tag}); a.StatusCode != http.StatusNotModified {
		t.Fatalf("status %d, want 304", a.StatusCode)
	}
	for _, notSeen := range []map[string]string{
		{"User-Agent": "curl/8.14"},
		{"User-Agent": ""},
		{"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
		{"User-Agent": firefox, "Sec-Purpose": "prefetch"},
	} {
		look(http.MethodGet, profile, notSeen)
	}
	look(http.MethodHead, profile, person)
	look(http.MethodGet, label, person)
	look(http.MethodGet, label+".svg", person)
	look(http.MethodGet, "/partners?specialization=kubernetes", person)
	look(http.MethodGet, "/partners?specialization=kubernetes", map[string]string{"User-Agent": firefox, "X-Fragment": "results"})
	want := store.Figures{Partner: h.ID, Views: 3, Appearances: 2, Proofs: 1}
	if got := s.thisWeek(t, h.ID); got != want {
		t.Errorf("counted %+v, want %+v", got, want)
	}
	if got := s.thisWeek(t, h.ID); got != want {
		t.Errorf("stored again without a look: %+v, want %+v", got, want)
	}
}

// No look is lost or counted twice while figures are stored.
func TestLooksAreCountedWhileTheyAreStored(t *testing.T) {
	s := openSite(t)
	h := s.holder(t)
	const people, looks = 4, 50
	var wait sync.WaitGroup
	for range people {
		wait.Go(func() {
			for range looks {
				s.do(t, http.MethodGet, "/partners/"+h.Slug, map[string]string{"User-Agent": firefox}, "")
			}
		})
	}
	for range 20 {
		s.thisWeek(t, h.ID)
	}
	wait.Wait()
	if got := s.thisWeek(t, h.ID).Views; got != people*looks {
		t.Errorf("%d views, want %d", got, people*looks)
	}
}

func TestFiguresThatCannotBeStoredAreKept(t *testing.T) {
	s := openSite(t)
	h := s.holder(t)
	s.do(t, http.MethodGet, "/partners/"+h.Slug, map[string]string{"User-Agent": firefox}, "")
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.figures.Store(gone); err == nil {
		t.Fatal("stored without a database")
	}
	if got := s.thisWeek(t, h.ID).Views; got != 1 {
		t.Errorf("%d views, want the one that was kept", got)
	}
}
