package search

import (
	"bytes"
	"cmp"
	"compress/gzip"
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
)

//go:embed data/cities.csv.gz
var citiesData []byte

//go:embed data/countries.csv
var countriesData []byte

//go:embed data/aliases.csv
var aliasesData []byte

// Atlas is the embedded list of towns and countries (GeoNames, CC BY 4.0). It is immutable and safe for concurrent
// use.
type Atlas struct {
	towns     []program.Place // most people first
	keys      []string        // by town
	byKey     map[string]uint32
	byID      map[int64]uint32
	names     []townName // sorted by folded name
	words     lexicon    // every word of a town's name
	wordTowns lists      // towns by word
	at        [][3]float64
	countries []string // alpha-2, sorted by name
	country   map[string]string
}

type townName struct {
	folded string
	town   uint32
}

// LoadAtlas reads the embedded data: 24,323 towns of 15,000 people and more, and all countries.
func LoadAtlas() (*Atlas, error) {
	a := &Atlas{byKey: map[string]uint32{}, byID: map[int64]uint32{}, country: map[string]string{}}
	if err := a.readCountries(); err != nil {
		return nil, fmt.Errorf("read countries: %w", err)
	}
	if err := a.readTowns(); err != nil {
		return nil, fmt.Errorf("read towns: %w", err)
	}
	a.nameTowns()
	if err := a.readAliases(); err != nil {
		return nil, fmt.Errorf("read town aliases: %w", err)
	}
	a.sortNames()
	a.indexWords()
	return a, nil
}

func (a *Atlas) readCountries() error {
	rows, err := csv.NewReader(bytes.NewReader(countriesData)).ReadAll()
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		a.country[row[0]] = row[3]
		a.countries = append(a.countries, row[0])
	}
	slices.SortFunc(a.countries, func(x, y string) int {
		return cmp.Or(cmp.Compare(nameKey(a.country[x]), nameKey(a.country[y])), cmp.Compare(x, y))
	})
	return nil
}

func (a *Atlas) readTowns() error {
	zr, err := gzip.NewReader(bytes.NewReader(citiesData))
	if err != nil {
		return err
	}
	cr := csv.NewReader(zr)
	cr.ReuseRecord = true
	if _, err := cr.Read(); err != nil {
		return err
	}
	for {
		row, err := cr.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		town, err := readTown(row)
		if err != nil {
			return err
		}
		a.towns = append(a.towns, town)
	}
	slices.SortFunc(a.towns, func(x, y program.Place) int {
		return cmp.Or(cmp.Compare(y.Population, x.Population), cmp.Compare(x.ID, y.ID))
	})
	return nil
}

func readTown(row []string) (program.Place, error) {
	id, err1 := strconv.ParseInt(row[0], 10, 64)
	lat, err2 := strconv.ParseFloat(row[4], 64)
	lon, err3 := strconv.ParseFloat(row[5], 64)
	people, err4 := strconv.Atoi(row[6])
	err := cmp.Or(err1, err2, err3, err4)
	return program.Place{
		ID: id, Name: strings.Clone(row[1]), Country: strings.Clone(row[2]), Region: strings.Clone(row[3]),
		Lat: lat, Lon: lon, Population: people,
	}, err
}

// nameTowns gives every town its key, largest first, so that the larger one keeps the shorter key.
func (a *Atlas) nameTowns() {
	a.keys = make([]string, len(a.towns))
	a.at = make([][3]float64, len(a.towns))
	for i, t := range a.towns {
		folded := tokens(t.Name)
		base := strings.Join(folded, "-") + "-" + strings.ToLower(t.Country)
		if strings.Trim(base, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || len(folded) == 0 {
			base = fmt.Sprintf("town-%d-%s", t.ID, strings.ToLower(t.Country))
		}
		region := base + "-" + strings.ToLower(t.Region)
		for _, key := range []string{base, region, fmt.Sprintf("%s-%d", region, t.ID)} {
			if _, taken := a.byKey[key]; !taken {
				a.keys[i], a.byKey[key] = key, uint32(i)
				break
			}
		}
		a.byID[t.ID] = uint32(i)
		a.at[i] = onSphere(t.Lat, t.Lon)
		a.addName(folded, uint32(i))
	}
}

func (a *Atlas) addName(folded []string, town uint32) {
	a.names = append(a.names, townName{strings.Join(folded, " "), town})
}

func (a *Atlas) readAliases() error {
	rows, err := csv.NewReader(bytes.NewReader(aliasesData)).ReadAll()
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		id, err := strconv.ParseInt(row[0], 10, 64)
		if err != nil {
			return err
		}
		town, ok := a.byID[id]
		if !ok {
			return fmt.Errorf("alias %q: no town %d", row[1], id)
		}
		a.addName(tokens(row[1]), town)
	}
	return nil
}

func (a *Atlas) sortNames() {
	slices.SortFunc(a.names, func(x, y townName) int {
		return cmp.Or(cmp.Compare(x.folded, y.folded), cmp.Compare(x.town, y.town))
	})
}

func (a *Atlas) indexWords() {
	pairs := make([]wordDoc, 0, 2*len(a.names))
	byWord := map[string]uint32{}
	var words []string
	for _, name := range a.names {
		for w := range strings.SplitSeq(name.folded, " ") {
			if _, ok := byWord[w]; !ok {
				byWord[w] = uint32(len(words))
				words = append(words, w)
			}
			pairs = append(pairs, wordDoc{byWord[w], name.town})
		}
	}
	var renumbered []uint32
	a.words, renumbered = sortedLexicon(words)
	for i := range pairs {
		pairs[i].word = renumbered[pairs[i].word]
	}
	a.wordTowns = listsOf(pairs, len(words))
}

// Place returns the town with a key such as "lyon-fr": name folded to a-z, country; the admin code and then the
// GeoNames id are appended where two towns of a country would share a key, the larger one keeping the short key.
func (a *Atlas) Place(key string) (program.Place, bool) {
	i, ok := a.byKey[key]
	if !ok {
		return program.Place{}, false
	}
	return a.towns[i], true
}

// Key returns the key of a town, or "" when there is no town with that GeoNames id.
func (a *Atlas) Key(id int64) string {
	i, ok := a.byID[id]
	if !ok {
		return ""
	}
	return a.keys[i]
}

// ByID returns the town with that GeoNames id.
func (a *Atlas) ByID(id int64) (program.Place, bool) {
	i, ok := a.byID[id]
	if !ok {
		return program.Place{}, false
	}
	return a.towns[i], true
}

// Find returns towns whose name begins with the folded text, most people first, at most n. Other names of large
// towns count too: Munich and München.
func (a *Atlas) Find(text string, n int) []program.Place {
	out := []program.Place{}
	for _, t := range a.find(nameKey(text)) {
		if len(out) == n {
			break
		}
		out = append(out, a.towns[t])
	}
	return out
}

// find returns towns by the beginning of their folded name, most people first.
func (a *Atlas) find(folded string) []uint32 {
	if folded == "" {
		return nil
	}
	lo, _ := slices.BinarySearchFunc(a.names, folded, func(t townName, s string) int { return cmp.Compare(t.folded, s) })
	var hits []uint32
	for _, t := range a.names[lo:] {
		if !strings.HasPrefix(t.folded, folded) {
			break
		}
		hits = append(hits, t.town)
	}
	slices.Sort(hits)
	return slices.Compact(hits)
}

// named returns the most populous town whose whole name is the folded text.
func (a *Atlas) named(folded string) (uint32, bool) {
	lo, ok := slices.BinarySearchFunc(a.names, folded, func(t townName, s string) int { return cmp.Compare(t.folded, s) })
	if !ok {
		return 0, false
	}
	return a.names[lo].town, true
}

// Places returns all towns, most people first. Callers must not change the slice.
func (a *Atlas) Places() []program.Place { return a.towns }

// Country returns the name of a country by alpha-2 code, or the code itself when unknown.
func (a *Atlas) Country(alpha2 string) string {
	if name, ok := a.country[alpha2]; ok {
		return name
	}
	return alpha2
}

// Countries returns all alpha-2 codes, sorted by name. Callers must not change the slice.
func (a *Atlas) Countries() []string { return a.countries }

const earthRadius = 6371.0088 // kilometres, mean

// onSphere turns degrees into a unit vector: distances to thousands of towns then cost three products each.
func onSphere(lat, lon float64) [3]float64 {
	phi, lambda := lat*math.Pi/180, lon*math.Pi/180
	return [3]float64{math.Cos(phi) * math.Cos(lambda), math.Cos(phi) * math.Sin(lambda), math.Sin(phi)}
}

// distance returns the great-circle distance between two towns in kilometres. It goes by the chord, which is exact
// for near towns where the arc cosine is not.
func (a *Atlas) distance(x, y uint32) float64 {
	return 2 * earthRadius * math.Asin(min(1, math.Sqrt(a.chord(x, y))/2))
}

// chord returns the square of the straight line between two towns through the unit sphere.
func (a *Atlas) chord(x, y uint32) float64 {
	p, q := &a.at[x], &a.at[y]
	return square(p[0]-q[0]) + square(p[1]-q[1]) + square(p[2]-q[2])
}

func square(x float64) float64 { return x * x }
