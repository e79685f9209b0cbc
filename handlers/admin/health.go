package admin

import (
	"cmp"
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
)

// healthWeeks is how many weeks of decisions are shown, the current one included.
const healthWeeks = 12

// ages are the spans in which what waits is counted: days from, and to inclusive; the last is open.
func ages() []struct {
	name     string
	from, to int
} {
	return []struct {
		name     string
		from, to int
	}{{"Up to 2 days", 0, 2}, {"3 to 7 days", 3, 7}, {"8 to 14 days", 8, 14}, {"15 to 30 days", 15, 30}, {"More than 30 days", 31, 1 << 30}}
}

// QueueHealth shows how the review queue is worked off.
func (a *Admin) QueueHealth(c echo.Context, who *web.Identity) error {
	f, err := a.portal.StaffFrame(c, who, "Queue health", "queue")
	if err != nil {
		return err
	}
	monday := f.Today.Monday()
	first := monday - 7*(healthWeeks-1)
	h, err := a.Store.QueueHealth(c.Request().Context(), f.Today, first.Time())
	if err != nil {
		return err
	}
	page := adminviews.Health{Frame: f, Waiting: len(h.Since), Decided: len(h.Decisions)}
	for _, span := range ages() {
		n := 0
		for _, since := range h.Since {
			if age := int(f.Today - since); age >= span.from && age <= span.to {
				n++
			}
		}
		page.Ages = append(page.Ages, adminviews.HealthRow{Name: span.name, N: n})
	}
	weeks, kinds, people := map[program.Day]int{}, map[store.WaitingKind][]int{}, map[string]int{}
	count := map[store.WaitingKind]int{}
	var all []int
	for _, d := range h.Decisions {
		weeks[program.DayOf(d.Moment).Monday()]++
		people[d.By]++
		count[d.Kind]++
		if d.Age >= 0 {
			kinds[d.Kind], all = append(kinds[d.Kind], d.Age), append(all, d.Age)
		}
	}
	for i := range healthWeeks {
		week := first + program.Day(7*i)
		page.Weeks = append(page.Weeks, adminviews.HealthWeek{Monday: week, N: weeks[week]})
	}
	for _, k := range append(store.WaitingKinds(), "") {
		if count[k] > 0 {
			name := kindName(k)
			if k == "" {
				name = "Asked for more, of any kind"
			}
			page.Kinds = append(page.Kinds, adminviews.HealthRow{Name: name, N: count[k], Median: median(kinds[k])})
		}
	}
	for _, by := range slices.SortedFunc(maps.Keys(people), func(x, y string) int { return cmp.Or(people[y]-people[x], cmp.Compare(x, y)) }) {
		page.People = append(page.People, adminviews.HealthRow{Name: by, N: people[by]})
	}
	page.Median = median(all)
	return a.Render(c, http.StatusOK, adminviews.HealthPage(page))
}

// median is the middle of some ages, -1 where there are none.
func median(days []int) int {
	if len(days) == 0 {
		return -1
	}
	slices.Sort(days)
	return days[len(days)/2]
}
