package handlers_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
)

// fill puts a value into a field of the page, in place of what is there.
func (b *browser) fill(name, value string) {
	b.t.Helper()
	field := "document.querySelector('main [name=\"" + name + "\"]')"
	b.until("document.readyState === 'complete' && " + field)
	b.do(run(field + ".value = " + quote(value)))
}

// push clicks the button or link in the main part of the page whose text begins so.
func (b *browser) push(text string) {
	b.t.Helper()
	found := "[...document.querySelectorAll('main a, main button')].find(x => x.textContent.trim().startsWith(" + quote(text) + "))"
	b.until("document.readyState === 'complete' && " + found)
	b.do(run(found + ".click()"))
}

// at waits until the browser is on a page of which the address begins so.
func (b *browser) at(path string) {
	b.t.Helper()
	b.until("document.readyState === 'complete' && location.pathname.startsWith(" + quote(path) + ")")
}

func (b *browser) staffIn(who, next string) {
	b.t.Helper()
	b.open("/signin?next=" + next)
	b.enter("#email", who+"@sample.example")
	b.enter("#password", web.SamplePassword)
	b.click(".gate .primary")
	b.at(next)
}

// A programme manager builds a specialization from nothing, sees whom it touches, publishes it, and a partner gains it.
func TestANewSpecializationIsEarned(t *testing.T) {
	s := openSite(t)
	id := s.partnerID(t, oursSlug)
	facts, p := s.facts(t, id), s.live.Current().Programme
	today := program.DayOf(sampleDay())
	i := slices.IndexFunc(facts.Attainments, func(a program.Attainment) bool {
		return a.Level == program.Gold && a.From <= today && (a.Until == 0 || a.Until > today) && a.Decision == program.Accepted
	})
	k := slices.IndexFunc(facts.Holdings, func(h program.Holding) bool {
		return h.Decision == program.Accepted && h.Left == 0 && (h.Expires == 0 || h.Expires > today+100)
	})
	if i < 0 || k < 0 || len(facts.Metrics) == 0 {
		t.Fatal("the sample's partner has nothing to earn a label with")
	}
	competency, _ := p.Competency(facts.Attainments[i].Competency)
	labels, err := s.store.LabelsOf(t.Context(), id)
	if err != nil || len(labels) == 0 {
		t.Fatalf("%d labels, %v", len(labels), err)
	}
	held, _ := p.Specialization(labels[0].Specialization)

	b := openBrowser(t, s)
	b.staffIn("admin", "/admin/specializations")
	b.push("Add a specialization")
	b.at("/admin/specializations/new")
	b.fill("name", "Edge computing")
	b.fill("summary", "Runs workloads at the edge, proven in projects.")
	b.fill("meaning", "The holder runs workloads outside of data centres.")
	b.do(run("document.querySelector('[name=aligned][value=\"" + competency.Slug + "\"]').click()"))
	b.do(run("document.querySelector('[name=glyph]').click()"))
	b.push("Add it")
	b.at("/admin/specializations/edge-computing")
	b.fill("from", "nothing")
	b.push("Begin a draft")
	b.at("/admin/drafts/")
	draft := b.text("location.pathname")

	add := func(group, kind, title string, fields ...string) {
		t.Helper()
		b.until("document.readyState === 'complete' && document.querySelector('#node-" + group + "')")
		b.do(run("document.querySelector('#node-" + group + " a[href*=\"node/new?in=" + group + "\"]').click()"))
		b.at(draft + "/node/new")
		b.push(kind)
		b.until("document.querySelector('main [name=title]')")
		b.fill("title", title)
		for n := 0; n+1 < len(fields); n += 2 {
			b.fill(fields[n], fields[n+1])
		}
		b.push("Update the form")
		b.until("document.readyState === 'complete' && document.querySelector('.reads .rule')?.textContent.trim() && document.querySelector('[name=title]').value === " + quote(title))
		b.push("Save it in the draft")
		b.until("document.readyState === 'complete' && location.pathname === " + quote(draft) + " && document.querySelector('.edit-tree').textContent.includes(" + quote(title) + ")")
	}
	group := func(op, k string) string {
		t.Helper()
		b.push("Add a group in it")
		b.until("document.readyState === 'complete' && document.querySelector('.edit-tree > li > ul > li.group:last-child .empty-line')")
		node := strings.TrimPrefix(b.text("document.querySelector('.edit-tree > li > ul > li:last-child').id"), "node-")
		b.do(run("document.querySelector('#node-" + node + " a').click()"))
		b.at(draft + "/node/" + node)
		b.fill("op", op)
		b.fill("k", k)
		b.push("Save it in the draft")
		b.until("document.readyState === 'complete' && location.pathname === " + quote(draft))
		return node
	}
	add("root", "Competency", "Gold status", "competencies", competency.Name)
	either := group("any", "")
	add(either, "Figures", "Consumption", "metric", facts.Metrics[0].Metric, "threshold", "1", "months", "12")
	add(either, "Customer references", "References", "n", "1")
	some := group("at-least", "1")
	add(some, "Certified people", "People", "g1-n", "1", "g1-hold", facts.Holdings[k].Code)
	add(some, "Case studies", "Case studies", "n", "1")
	add(some, "Recognition", "Another label", "specializations", held.Name)
	b.fill("note", "The first requirements.")
	b.fill("effective", today.String())
	b.push("Save and see the impact")
	b.at(draft + "/impact")
	b.until("document.querySelector('.impact-counts .is-gains a')")
	gains := b.text("document.querySelector('.impact-counts .is-gains a').textContent")
	b.do(run("document.querySelector('.impact-counts .is-gains a').click()"))
	b.until("document.readyState === 'complete' && location.search !== '' && document.querySelector('main').textContent.includes('Osterhout')")
	b.push("Publish")
	b.at(draft + "/publish")
	b.until("document.querySelector('.impact-counts .is-gains a').textContent === " + quote(gains))
	b.push("Publish it")
	b.until("document.readyState === 'complete' && location.pathname === '/admin/specializations/edge-computing' && document.querySelector('.flash')?.textContent.includes('Version 1')")
	b.open("/partners/" + oursSlug)
	b.until("document.querySelector('#labels')?.textContent.includes('Edge computing')")
}

// A programme manager narrows a requirement, sees who would lose the label, schedules it; time passes, the holder is told, and
// the label ends on the day that was foreseen.
func TestANarrowedRequirementEndsALabelOnItsDay(t *testing.T) {
	var mu sync.Mutex
	now := sampleDay()
	s := openSiteAt(t, func() time.Time { mu.Lock(); defer mu.Unlock(); return now })
	today := program.DayOf(sampleDay())
	p := s.live.Current().Programme
	holders, err := s.store.Holders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	slug, leaf := "", ""
	for _, x := range p.Specializations {
		set, _ := p.InForce(x.Slug, today)
		for i := range set.Root.Children { // of all of these: no other branch does instead
			if n := &set.Root.Children[i]; set.Root.Op == program.All && n.Requirement != nil && n.Requirement.People != nil && n.Requirement.Relaxed == nil &&
				len(n.Requirement.People.Groups) == 1 && n.From == 0 && n.Until == 0 && holders[x.Slug] > 1 && len(p.Upcoming(x.Slug, today)) == 0 {
				slug, leaf = x.Slug, n.ID
			}
		}
	}
	if leaf == "" {
		t.Fatal("no specialization of the sample that partners hold asks for a group of people")
	}
	effective := today + program.Day(p.Settings.MinimumNoticeDays) + 1

	b := openBrowser(t, s)
	b.staffIn("admin", "/admin/specializations/"+slug)
	b.push("Begin a draft")
	b.at("/admin/drafts/")
	draft := b.text("location.pathname")
	b.do(run("document.getElementById(" + quote("node-"+leaf) + ").querySelector('.node-acts a').click()"))
	b.at(draft + "/node/" + leaf)
	b.fill("g1-n", "190")
	b.push("Save it in the draft")
	b.until("document.readyState === 'complete' && location.pathname === " + quote(draft) + " && document.querySelector('main').textContent.includes('190 ')")
	b.fill("note", "More people show more.")
	b.fill("at-once", "Customers asked for it.")
	b.fill("effective", effective.String())
	b.push("Save and see the impact")
	b.at(draft + "/impact")
	b.until("Number(document.querySelector('.impact-counts .is-loses a')?.textContent) > 0")
	drafts, err := s.store.Drafts(t.Context(), slug)
	if err != nil || len(drafts) != 1 {
		t.Fatalf("%d drafts, %v", len(drafts), err)
	}
	impact, err := s.store.Impact(t.Context(), drafts[0], today)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(impact.Loses, func(a store.Affected) bool { return !a.Anyway && a.On <= effective+60 })
	if i < 0 {
		t.Fatalf("nobody loses it soon: %+v", impact.Loses)
	}
	loser := impact.Loses[i]
	if !strings.Contains(b.text("document.querySelector('main').textContent"), loser.Name) {
		t.Errorf("%s is not listed", loser.Name)
	}
	b.push("Publish")
	b.at(draft + "/publish")
	b.push("Publish it")
	b.until("document.readyState === 'complete' && location.pathname === '/admin/specializations/" + slug + "' && document.querySelector('.flash')")
	b.do(run("document.querySelector('main table a[href*=\"/versions/\"]').click()"))
	b.at("/admin/specializations/" + slug + "/versions/")
	if state := b.text("document.querySelector('.facts').textContent"); !strings.Contains(state, "To come") {
		t.Errorf("the version is not scheduled: %q", state)
	}
	told := func(kind program.NoticeKind) bool {
		t.Helper()
		list, err := s.store.Notices(t.Context(), loser.Partner, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(list, func(n store.Notice) bool { return n.Kind == kind && n.Specialization == slug })
	}
	if !told(program.NoticeChange) {
		t.Error("the holder is not told of the change")
	}
	pass := func(to program.Day) {
		t.Helper()
		mu.Lock()
		now = to.Time().Add(9 * time.Hour)
		mu.Unlock()
		if err := s.store.CatchUp(t.Context(), to, nil); err != nil {
			t.Fatal(err)
		}
	}
	pass(loser.On - 1)
	if a := s.get(t, "/labels/"+loser.Label); a.StatusCode != http.StatusOK {
		t.Errorf("the day before its end the label answers %d", a.StatusCode)
	}
	pass(loser.On)
	if a := s.get(t, "/labels/"+loser.Label); a.StatusCode != http.StatusGone || !strings.Contains(a.body, loser.On.Long()) {
		t.Errorf("on its day the label answers %d", a.StatusCode)
	}
	if !told(program.NoticeEnded) {
		t.Error("the holder is not told of the end")
	}
	b.open("/partners/" + loser.Slug)
	b.until("document.querySelector('main').textContent.includes('Earlier labels') || document.querySelector('main').textContent.includes('earlier label')")
}
