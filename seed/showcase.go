package seed

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
)

//go:embed showcase/*.json
var showcaseFiles embed.FS

// exhibit is one hand-written partner as its file has it. All ages are in days before today, so that the sample
// looks the same whenever it is made.
type exhibit struct {
	Slug         string         `json:"slug"`
	Name         string         `json:"name"`
	Towns        []string       `json:"towns"` // headquarters first: "Lyon, FR", or "Arlington, US-VA" where a name is not enough
	Summary      string         `json:"summary"`
	Description  []string       `json:"description"` // paragraphs
	Industries   []string       `json:"industries"`
	Services     []string       `json:"services"`
	Products     []string       `json:"products"`
	Sizes        []string       `json:"sizes"`
	Languages    []string       `json:"languages"`
	Founded      int            `json:"founded"`
	Staff        int            `json:"staff"`
	Joined       int            `json:"joined"`
	Confirmed    int            `json:"confirmed"`
	Competencies []string       `json:"competencies"` // as parseAttained reads them
	Evidence     []string       `json:"evidence"`     // as parseAim reads them
	Outages      []string       `json:"outages"`      // "performance 9": what the vendor cannot read since 9 days
	Whole        bool           `json:"whole"`        // figures of every month, not only of those that decide something
	Cases        []exhibitStory `json:"cases"`
}

// exhibitStory is one case study of a exhibit.
type exhibitStory struct {
	Slug            string      `json:"slug"`
	Title           string      `json:"title"`
	Customer        string      `json:"customer"`
	Anonymous       bool        `json:"anonymous"`
	Industry        string      `json:"industry"`
	Place           string      `json:"place"` // as a town of the exhibit
	Specializations []string    `json:"specializations"`
	Products        []string    `json:"products"`
	Challenge       string      `json:"challenge"`
	Approach        string      `json:"approach"`
	Outcome         string      `json:"outcome"`
	Quote           string      `json:"quote"`
	QuoteBy         string      `json:"quote_by"`
	Figures         [][2]string `json:"figures"` // value and label
	Published       int         `json:"published"`
}

// Showcase returns the partners that were written by hand. Their texts are in the files of the folder showcase; their
// evidence is laid out so that evaluation on day today comes to what the file says. Towns are looked up in places,
// the one with the most people first.
func Showcase(p *program.Programme, places []program.Place, today program.Day) ([]*program.Dossier, error) {
	exhibits, err := readExhibits()
	if err != nil {
		return nil, err
	}
	lore, err := newLore(p, places)
	if err != nil {
		return nil, err
	}
	out := make([]*program.Dossier, len(exhibits))
	for i := range exhibits {
		if out[i], err = exhibits[i].dossier(lore, places, i, today); err != nil {
			return nil, fmt.Errorf("showcase partner %s: %w", exhibits[i].Slug, err)
		}
	}
	return out, nil
}

func readExhibits() ([]exhibit, error) {
	names, err := fs.Glob(showcaseFiles, "showcase/*.json")
	if err != nil {
		return nil, err
	}
	var out []exhibit
	for _, name := range names {
		text, err := showcaseFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var some []exhibit
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		if err := d.Decode(&some); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		out = append(out, some...)
	}
	return out, nil
}

func (w *exhibit) dossier(lore *lore, places []program.Place, index int, today program.Day) (*program.Dossier, error) {
	d := &program.Dossier{Partner: program.Partner{
		ID:   program.PartnerID(index + 1),
		Slug: w.Slug, Name: w.Name, Summary: w.Summary, Description: strings.Join(w.Description, "\n\n"),
		Website: "https://www." + w.Slug + ".example", Email: "enquiries@" + w.Slug + ".example",
		Founded: w.Founded, Staff: w.Staff,
		Industries: w.Industries, Services: w.Services, Products: w.Products, Sizes: w.Sizes, Languages: w.Languages,
		Joined: today - program.Day(w.Joined), Confirmed: today - program.Day(w.Confirmed),
	}}
	for i, town := range w.Towns {
		place, err := findTown(places, town)
		if err != nil {
			return nil, err
		}
		d.Partner.Locations = append(d.Partner.Locations, program.Location{
			Place: place.ID, City: place.Name, Country: place.Country, Lat: place.Lat, Lon: place.Lon, Headquarters: i == 0,
		})
	}
	for i := range w.Cases {
		story, err := w.Cases[i].caseStudy(places, today)
		if err != nil {
			return nil, fmt.Errorf("case study %s: %w", w.Cases[i].Slug, err)
		}
		d.CaseStudies = append(d.CaseStudies, story)
	}
	rng := rand.New(rand.NewPCG(uint64(index), 0))
	streets := rand.New(rand.NewPCG(uint64(index), 1))
	for i := range d.Partner.Locations {
		l := &d.Partner.Locations[i]
		l.Street, l.Postcode = lore.address(l.Country, lore.packOf(l.Country), streets)
	}
	return d, w.prove(newEvidence(lore, lore.packOf(d.Partner.Locations[0].Country), rng, today, d))
}

// prove lays out the partner's attainments and evidence.
func (w *exhibit) prove(e *evidence) error {
	for _, line := range w.Competencies {
		competency, level, from, until, err := parseAttained(line, e.today)
		if err != nil {
			return err
		}
		e.attain(competency, level, from, until)
	}
	for _, line := range w.Evidence {
		a, err := parseAim(line, e.today)
		if err != nil {
			return err
		}
		e.pursue(a)
	}
	for _, line := range w.Outages {
		kind, age, _ := strings.Cut(line, " ")
		from, _, err := parseAges(age, e.today)
		if err != nil {
			return fmt.Errorf("outage %q: %w", line, err)
		}
		e.facts.Outages = append(e.facts.Outages, program.Outage{Kind: program.Kind(kind), From: from})
	}
	e.whole = w.Whole
	e.finish()
	return nil
}

func (s *exhibitStory) caseStudy(places []program.Place, today program.Day) (program.CaseStudy, error) {
	place, err := findTown(places, s.Place)
	if err != nil {
		return program.CaseStudy{}, err
	}
	published := today - program.Day(s.Published)
	study := program.CaseStudy{
		Slug: s.Slug, Title: s.Title, Customer: s.Customer, Anonymous: s.Anonymous, Industry: s.Industry,
		Country: place.Country, Place: place.Name, Specializations: s.Specializations, Products: s.Products,
		Challenge: s.Challenge, Approach: s.Approach, Outcome: s.Outcome, Quote: s.Quote, QuoteBy: s.QuoteBy,
		Published:    published,
		Verification: accepted(program.ByVendor, program.Manual, published-8, published),
	}
	for _, f := range s.Figures {
		study.Figures = append(study.Figures, program.Figure{Value: f[0], Label: f[1]})
	}
	return study, nil
}

// packOf returns the names that people of a country bear, or the first names there are.
func (l *lore) packOf(code string) *pack {
	i := slices.IndexFunc(l.packs, func(p pack) bool {
		return slices.ContainsFunc(p.countries, func(c country) bool { return c.code == code })
	})
	return &l.packs[max(i, 0)]
}

// findTown finds the place that "Lyon, FR" or "Arlington, US-VA" names.
func findTown(places []program.Place, town string) (program.Place, error) {
	name, country, _ := strings.Cut(town, ", ")
	country, region, _ := strings.Cut(country, "-")
	i := slices.IndexFunc(places, func(p program.Place) bool {
		return p.Name == name && p.Country == country && (region == "" || p.Region == region)
	})
	if i < 0 {
		return program.Place{}, fmt.Errorf("town %q: %w", town, program.ErrNotFound)
	}
	return places[i], nil
}

// parseAttained reads "cloud-platform gold 1500", attained 1,500 days ago and renewed since, or "messaging silver
// 2000-540", which lapsed 540 days ago.
func parseAttained(line string, today program.Day) (competency string, level program.Level, from, until program.Day, err error) {
	words := strings.Fields(line)
	if len(words) != 3 {
		return "", "", 0, 0, fmt.Errorf("attainment %q: want competency, level and age", line)
	}
	if from, until, err = parseAges(words[2], today); err != nil {
		return "", "", 0, 0, fmt.Errorf("attainment %q: %w", line, err)
	}
	if until == 0 {
		until = anniversary(from, today)
	}
	return words[0], program.Level(words[1]), from, until, nil
}

// parseAim reads how the evidence for a specialization is meant to turn out:
//
//	kubernetes earned 690               all met 690 days ago and since
//	sap-on-cloud short references 70    all but the references met 70 days ago
//	hybrid-operations awaits review 65  the same, with what is missing handed in
//	analytics lost competency 940-155   earned 940 days ago; the competency lapsed 155 days ago
//	devops lost people 1160-310         earned 1,160 days ago; not renewed at the last anniversary before 310 days ago
//	calling renews references 735-1     earned 735 days ago; what the last anniversary before yesterday asks for is handed in
//	kubernetes risks people 340         earned 340 days ago; today somebody is missing whom the next anniversary asks for
//	kubernetes revoked 400-20           earned 400 days ago, revoked by hand 20 days ago; so for suspended
//	sap-on-cloud achieved 20            as begins, but marked as achieved by hand 20 days ago
//	sap-on-cloud begins 40              gold, and a part of everything else since 40 days ago
//	kubernetes waived people 20         all but the people met 20 days ago, who are waived
//
// A label whose competency lapsed less than thirty days ago is in grace.
func parseAim(line string, today program.Day) (aim, error) {
	words := strings.Fields(line)
	if len(words) == 3 {
		words = slices.Insert(words, 2, "competency") // nothing fails, so that the part does not matter
	}
	if len(words) != 4 {
		return aim{}, fmt.Errorf("evidence %q: want specialization, outcome, part and age", line)
	}
	outcomes := map[string]outcome{
		"earned": earned, "lost": lost, "renews": pending, "risks": shaky, "waived": spared, "suspended": suspended, "revoked": revoked, "achieved": achieved, "short": short, "awaits": waiting, "begins": begun,
	}
	parts := []program.Kind{
		program.OfCompetency, program.OfPeople, program.OfPerformance, program.OfReferences, program.OfReview, program.OfDocument, program.OfRecognition,
	}
	part := program.Kind(words[2])
	outcome, known := outcomes[words[1]]
	if !known || !slices.Contains(parts, part) {
		return aim{}, fmt.Errorf("evidence %q: unknown outcome or part", line)
	}
	on, to, err := parseAges(words[3], today)
	if err != nil {
		return aim{}, fmt.Errorf("evidence %q: %w", line, err)
	}
	if (outcome == lost || outcome == pending) && part != program.OfCompetency {
		to = anniversary(on, to).AddMonths(-12)
	}
	return aim{specialization: words[0], outcome: outcome, part: part, on: on, to: to}, nil
}

// parseAges reads "690" or "940-155" as days before today; the second is zero when there is none.
func parseAges(s string, today program.Day) (from, until program.Day, err error) {
	first, second, two := strings.Cut(s, "-")
	n, err := strconv.Atoi(first)
	if err != nil {
		return 0, 0, err
	}
	from = today - program.Day(n)
	if !two {
		return from, 0, nil
	}
	if n, err = strconv.Atoi(second); err != nil {
		return 0, 0, err
	}
	return from, today - program.Day(n), nil
}

// RichPartner is the slug of the showcase partner with something of everything: labels, one at risk whose renewal window is
// open, one in grace, one ended, one begun with people, figures and references missing or waiting and a review that cannot be
// booked yet; people with certificates, references in every state, a document, case studies and figures of every month.
const RichPartner = "osterhout-and-lindqvist"
