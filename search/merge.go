package search

import (
	"cmp"
	"slices"
	"sync"
)

// part is a segment with those of its documents that still count.
type part struct {
	*segment
	live bitmap
}

func wholePart(s *segment) part {
	live := newBitmap(s.len())
	if s.len() > 0 {
		live.fill(s.len())
	}
	return part{s, live}
}

// gone marks, in a renumbering, documents that the merged segment leaves out.
const gone = ^uint32(0)

// merge joins segments into one, live documents only. Since every segment numbers its documents by standing, each
// renumbering is ascending, and sorted lists stay sorted. The result is not sealed.
func merge(parts []part) *segment {
	m := merger{parts: parts, out: &segment{vocab: parts[0].vocab, atlas: parts[0].atlas}}
	m.numberDocs()
	m.numberWords()
	m.numberSpellings()
	var wg sync.WaitGroup
	for f := range textFields {
		wg.Go(func() {
			m.out.text[f] = m.postings(func(s *segment) *postings { return &s.text[f] }, m.words, m.out.words.len(), wordsDense)
		})
	}
	wg.Go(m.records)
	wg.Go(m.valuesAndTowns)
	wg.Wait()
	return m.out
}

type merger struct {
	parts     []part
	docs      [][]uint32 // by part, by old document: the new one, or gone
	words     [][]uint32 // by part, by old word
	spellings [][]uint32
	order     []origin // by new document
	out       *segment
}

type origin struct {
	part int
	doc  uint32
}

func (m *merger) numberDocs() {
	m.docs = make([][]uint32, len(m.parts))
	for i, p := range m.parts {
		m.docs[i] = make([]uint32, p.len())
		for d := range m.docs[i] {
			m.docs[i][d] = gone
			if p.live.has(uint32(d)) {
				m.order = append(m.order, origin{i, uint32(d)})
			}
		}
	}
	slices.SortFunc(m.order, func(a, b origin) int {
		return compareStanding(m.parts[a.part].segment, a.doc, m.parts[b.part].segment, b.doc)
	})
	m.out.ids = make([]int64, len(m.order))
	m.out.standing = make([]uint64, len(m.order))
	for d, o := range m.order {
		m.docs[o.part][o.doc] = uint32(d)
		m.out.ids[d] = m.parts[o.part].ids[o.doc]
		m.out.standing[d] = m.parts[o.part].standing[o.doc]
	}
}

func (m *merger) numberWords() {
	var all []string
	for _, p := range m.parts {
		for i := range p.words.len() {
			all = append(all, p.words.at(i))
		}
	}
	slices.Sort(all)
	m.out.words = newLexicon(slices.Compact(all))
	m.words = make([][]uint32, len(m.parts))
	for i, p := range m.parts {
		m.words[i] = make([]uint32, p.words.len())
		to := 0
		for from := range m.words[i] {
			for w := p.words.at(from); m.out.words.at(to) != w; {
				to++
			}
			m.words[i][from] = uint32(to)
		}
	}
	m.groupStems()
}

// groupStems takes the stems over: working them out again would be most of a small merge.
func (m *merger) groupStems() {
	stems := make([]string, m.out.words.len())
	for i, p := range m.parts {
		for st := range p.stems.len() {
			for _, w := range p.ofStem.list(uint32(st)) {
				stems[m.words[i][w]] = p.stems.at(st)
			}
		}
	}
	m.out.indexStems(func(i int) string { return stems[i] })
}

// numberSpellings gives frequent spellings small numbers, which take fewer bytes in records.
func (m *merger) numberSpellings() {
	type spelling struct {
		text string
		n    uint32
		word uint32
	}
	byText := map[string]int{}
	var all []spelling
	index := make([][]int, len(m.parts))
	for i, p := range m.parts {
		index[i] = make([]int, p.spellings.len())
		for j := range index[i] {
			text := p.spellings.at(j)
			k, ok := byText[text]
			if !ok {
				k = len(all)
				byText[text] = k
				word := p.spelled[j]
				if word != notAWord {
					word = m.words[i][word]
				}
				all = append(all, spelling{text, 0, word})
			}
			all[k].n += p.spelledN[j]
			index[i][j] = k
		}
	}
	order := sequence(len(all))
	slices.SortFunc(order, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(all[b].n, all[a].n), cmp.Compare(all[a].text, all[b].text))
	})
	renumbered := make([]uint32, len(all))
	texts := make([]string, len(all))
	m.out.spelled = make([]uint32, len(all))
	m.out.spelledN = make([]uint32, len(all))
	for to, from := range order {
		renumbered[from] = uint32(to)
		texts[to], m.out.spelled[to], m.out.spelledN[to] = all[from].text, all[from].word, all[from].n
	}
	m.out.spellings = newLexicon(texts)
	m.spellings = make([][]uint32, len(m.parts))
	for i := range index {
		m.spellings[i] = make([]uint32, len(index[i]))
		for j, k := range index[i] {
			m.spellings[i][j] = renumbered[k]
		}
	}
}

// postings merges one kind of postings; keys gives each part's keys in the merged numbering, in order.
func (m *merger) postings(of func(*segment) *postings, keys [][]uint32, nKeys, oneIn int) postings {
	out := newPostings(len(m.order))
	at := make([]int, len(m.parts)) // by part: its next key
	var members []uint32
	for key := range uint32(nKeys) {
		members = members[:0]
		for i, p := range m.parts {
			if at[i] == len(keys[i]) || keys[i][at[i]] != key {
				continue
			}
			of(p.segment).each(uint32(at[i]), func(d uint32) bool {
				if to := m.docs[i][d]; to != gone {
					members = append(members, to)
				}
				return true
			})
			at[i]++
		}
		out.add(members, len(m.order), oneIn)
	}
	return out.fit()
}

func (m *merger) valuesAndTowns() {
	out := m.out
	same := sequence(len(out.vocab.values))
	valueKeys := make([][]uint32, len(m.parts))
	townKeys := make([][]uint32, len(m.parts))
	for i, p := range m.parts {
		valueKeys[i] = same
		out.towns = append(out.towns, p.towns...)
	}
	slices.Sort(out.towns)
	out.towns = slices.Clip(slices.Compact(out.towns))
	for i, p := range m.parts {
		for _, t := range p.towns {
			key, _ := out.townKey(t)
			townKeys[i] = append(townKeys[i], key)
		}
	}
	out.values = m.postings(func(s *segment) *postings { return &s.values }, valueKeys, len(same), valuesDense)
	out.atTown = m.postings(func(s *segment) *postings { return &s.atTown }, townKeys, len(out.towns), alwaysLists)
}

// records writes every record again with the merged numbers of its spellings.
func (m *merger) records() {
	size := 0
	for _, p := range m.parts {
		size += len(p.segment.records)
	}
	w := recordWriter{make([]byte, 0, size)}
	off := make([]uint64, 1, len(m.order)+1)
	var buf []uint32
	for _, o := range m.order {
		rec := m.parts[o.part].record(o.doc)
		buf = m.copyRecord(&w, &rec, m.spellings[o.part], buf)
		off = append(off, uint64(len(w.b)))
	}
	m.out.records, m.out.recordOff = slices.Clip(w.b), off
}

func (m *merger) copyRecord(w *recordWriter, rec *record, renumbered, buf []uint32) []uint32 {
	recode := func() {
		buf = buf[:0]
		for c := rec.coded(); len(c) > 0; {
			var n uint32
			n, c = c.next()
			buf = append(buf, renumbered[n])
		}
		w.coded(buf)
	}
	w.text(rec.text())
	recode() // name
	recode() // summary
	before := rec.b
	rec.skipMiddle()
	w.b = append(w.b, before[:len(before)-len(rec.b)]...)
	recode() // description
	n := rec.uint()
	w.uint(n)
	for range 3 * n { // title, customer and text of each case study
		recode()
	}
	return buf
}
