package search

import (
	"cmp"
	"math"
	"slices"
)

// surroundings are the towns within reach of a place, nearest first.
type surroundings struct {
	center uint32
	towns  []townAt
}

type townAt struct {
	town     uint32
	distance float64
}

// around returns the surroundings of a place, or nil when there is no such place.
func (ix *Index) around(key string, radius int) *surroundings {
	center, ok := ix.atlas.byKey[key]
	if !ok {
		return nil
	}
	s := &surroundings{center: center}
	reach := float64(radius)
	chord := square(2*math.Sin(reach/earthRadius/2)) * 1.0001 // rules most towns out without an arc sine
	seen := bitmap(nil)
	if len(ix.parts) > 1 {
		seen = newBitmap(len(ix.atlas.towns))
	}
	for _, p := range ix.parts {
		for _, t := range p.towns {
			if seen != nil {
				if seen.has(t) {
					continue
				}
				seen.set(t)
			}
			if ix.atlas.chord(center, t) > chord {
				continue
			}
			if d := ix.atlas.distance(center, t); d <= reach {
				s.towns = append(s.towns, townAt{t, d})
			}
		}
	}
	slices.SortFunc(s.towns, func(a, b townAt) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.town, b.town))
	})
	return s
}

// near returns the documents with a location in one of the towns.
func (m *matcher) near(s *surroundings) bitmap {
	out := m.mem.get()
	for _, t := range s.towns {
		if key, ok := m.townKey(t.town); ok {
			m.atTown.addTo(out, key)
		}
	}
	return out
}
