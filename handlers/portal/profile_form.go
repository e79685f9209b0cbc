package portal

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/views"
	desk "partnerdirectory/views/portal"
)

// profileForm is the profile's form as it was sent.
type profileForm struct {
	typed    desk.ProfileTyped
	partner  program.Partner // what was typed, on top of the draft
	version  int64
	problems map[string]string
	towns    []views.Town
}

// typedOf is a profile as it stands in the form.
func typedOf(x program.Partner) desk.ProfileTyped {
	return desk.ProfileTyped{
		Name: x.Name, Website: x.Website, Summary: x.Summary, Description: x.Description, Email: x.Email, Founded: countText(x.Founded), Staff: countText(x.Staff),
		Industries: x.Industries, Services: x.Services, Products: x.Products, Sizes: x.Sizes, Languages: x.Languages, Locations: x.Locations,
	}
}

// countText writes a number that may be missing, for a field.
func countText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// readProfile reads the form.
func (p *Portal) readProfile(c echo.Context, who *web.Identity) (profileForm, error) {
	f := profileForm{problems: map[string]string{}}
	values, err := c.FormParams()
	if err != nil {
		return f, fmt.Errorf("read profile form: %w: %w", program.ErrInvalid, err)
	}
	if f.version, err = formNumber(c, "version"); err != nil {
		return f, err
	}
	d, err := p.Store.ProfileDraft(c.Request().Context(), who.Partner.Partner)
	if err != nil {
		return f, err
	}
	one := func(name program.ProfileField) string { return web.Line(values.Get(string(name))) }
	terms := func(name program.ProfileField, all []program.Term) []string {
		return chosenTerms(all, values[string(name)])
	}
	g := p.Site().Programme
	f.typed = desk.ProfileTyped{
		Name: one(program.FieldName), Website: one(program.FieldWebsite), Summary: one(program.FieldSummary), Description: web.Lines(values.Get("description")),
		Email: one(program.FieldEmail), Founded: one(program.FieldFounded), Staff: one(program.FieldStaff), Town: one("town"),
		Industries: terms(program.FieldIndustries, g.Industries), Services: terms(program.FieldServices, g.Services),
		Products: terms(program.FieldProducts, g.Products), Sizes: terms(program.FieldSizes, g.Sizes), Languages: terms(program.FieldLanguages, g.Languages),
		Locations: p.typedLocations(values, d.Partner.Locations),
	}
	x, t := d.Partner, f.typed
	x.Name, x.Website, x.Summary, x.Description, x.Email = t.Name, t.Website, t.Summary, t.Description, t.Email
	x.Industries, x.Services, x.Products, x.Sizes, x.Languages, x.Locations = t.Industries, t.Services, t.Products, t.Sizes, t.Languages, t.Locations
	x.Founded = f.count(program.FieldFounded, t.Founded, "Enter a year, such as 2004, or leave it empty.")
	x.Staff = f.count(program.FieldStaff, t.Staff, "Enter a number, such as 120, or leave it empty.")
	f.partner = x
	return f, nil
}

// count reads a whole number that may be missing; digits may be grouped.
func (f *profileForm) count(field program.ProfileField, text, problem string) int {
	digits := strings.NewReplacer(" ", "", ",", "", ".", "", "’", "", "'", "").Replace(text)
	if digits == "" {
		return 0
	}
	n, err := strconv.ParseUint(digits, 10, 31)
	if err != nil {
		f.problems[string(field)] = problem
		return 0
	}
	return int(n)
}

// chosenTerms keeps what the programme has, in its order.
func chosenTerms(all []program.Term, chosen []string) []string {
	var out []string
	for _, t := range all {
		if slices.Contains(chosen, t.Slug) {
			out = append(out, t.Slug)
		}
	}
	return out
}

// typedLocations reads the places of the form. A place that the atlas does not know is kept from the draft.
func (p *Portal) typedLocations(values map[string][]string, kept []program.Location) []program.Location {
	var out []program.Location
	at := func(name string, i int) string {
		if list := values[name]; i < len(list) {
			return web.Line(list[i])
		}
		return ""
	}
	headquarters := at("headquarters", 0)
	for i, text := range values["place"] {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || len(out) == program.ProfileLocationsMost {
			continue
		}
		var l program.Location
		if town, ok := p.Site().Atlas.ByID(id); ok {
			l = locationOf(town)
		} else if j := slices.IndexFunc(kept, func(k program.Location) bool { return k.Place == id }); j >= 0 {
			l = kept[j]
		} else {
			continue
		}
		l.Street, l.Postcode = at("street", i), at("postcode", i)
		l.Headquarters = headquarters == fmt.Sprintf("%d-%d", id, i)
		out = append(out, l)
	}
	return out
}

func locationOf(t program.Place) program.Location {
	return program.Location{Place: t.ID, City: t.Name, Country: t.Country, Lat: t.Lat, Lon: t.Lon}
}

// remove takes one place out; the headquarters go to the first that is left.
func (f *profileForm) remove(index string) {
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 || i >= len(f.typed.Locations) {
		return
	}
	list := slices.Delete(slices.Clone(f.typed.Locations), i, i+1)
	if len(list) > 0 && !slices.ContainsFunc(list, func(l program.Location) bool { return l.Headquarters }) {
		list[0].Headquarters = true
	}
	f.typed.Locations = list
}

// townsOffered is how many towns of one name are offered to choose from.
const townsOffered = 8

// addTown adds the town that was typed or chosen to the form. When it may be several, they are offered; nothing is
// stored yet.
func (p *Portal) addTown(c echo.Context, who *web.Identity, f profileForm) error {
	site := p.Site()
	if id, err := strconv.ParseInt(c.FormValue("chosen"), 10, 64); err == nil {
		if town, ok := site.Atlas.ByID(id); ok {
			f.add(town)
			return p.redraw(c, who, http.StatusOK, f)
		}
	}
	found := townsCalled(site, f.typed.Town)
	switch {
	case f.typed.Town == "":
		f.problems["town"] = "Type the name of a town first."
	case len(found) == 1:
		f.add(found[0])
		return p.redraw(c, who, http.StatusOK, f)
	case len(found) == 0:
		f.problems["town"] = "No town of that name is in the list, which holds towns of 15,000 people and more. Choose the nearest one."
	default:
		for _, t := range found {
			f.towns = append(f.towns, views.Town{ID: t.ID, Name: t.Name, Note: fmt.Sprintf("%s, region %s, %s people",
				site.Atlas.Country(t.Country), t.Region, program.FormatNumber(float64(t.Population)))})
		}
		f.problems["town"] = "Several towns are called so. Choose the one you mean."
	}
	return p.redraw(c, who, http.StatusUnprocessableEntity, f)
}

func (f *profileForm) add(t program.Place) {
	if len(f.typed.Locations) >= program.ProfileLocationsMost {
		return
	}
	l := locationOf(t)
	l.Headquarters = len(f.typed.Locations) == 0
	f.typed.Locations = append(slices.Clone(f.typed.Locations), l)
	f.typed.Town = ""
}

// townsCalled returns the towns that a typed "Lyon" or "Lyon, France" may mean: those of exactly that name, else those
// that begin so.
func townsCalled(site *views.Site, typed string) []program.Place {
	name, country, hasCountry := strings.Cut(typed, ",")
	name, country = strings.TrimSpace(name), strings.TrimSpace(country)
	fits := func(t program.Place) bool {
		return !hasCountry || country == "" || strings.EqualFold(site.Atlas.Country(t.Country), country) || strings.EqualFold(t.Country, country)
	}
	var exact, begin []program.Place
	for _, t := range site.Atlas.Find(name, 200) {
		switch {
		case !fits(t):
		case strings.EqualFold(t.Name, name):
			exact = append(exact, t)
		default:
			begin = append(begin, t)
		}
	}
	if len(exact) > 0 {
		begin = exact
	}
	return begin[:min(len(begin), townsOffered)]
}

// termList names terms in the programme's order.
func termList(all []program.Term, slugs []string) string {
	var names []string
	for _, t := range all {
		if slices.Contains(slugs, t.Slug) {
			names = append(names, t.Name)
		}
	}
	return strings.Join(names, ", ")
}

// placeList names places, headquarters marked.
func placeList(site *views.Site, list []program.Location) string {
	var lines []string
	for _, l := range list {
		var line strings.Builder
		line.WriteString(l.City + ", " + site.Atlas.Country(l.Country))
		for _, more := range []string{l.Street, l.Postcode} {
			if more != "" {
				line.WriteString(", " + more)
			}
		}
		if l.Headquarters {
			line.WriteString(" (headquarters)")
		}
		lines = append(lines, line.String())
	}
	return strings.Join(lines, "\n")
}

// formNumber reads a whole number of a form.
func formNumber(c echo.Context, name string) (int64, error) {
	n, err := strconv.ParseInt(c.FormValue(name), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("form field %s: %w", name, program.ErrInvalid)
	}
	return n, nil
}
