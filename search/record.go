package search

import (
	"encoding/binary"

	"partnerdirectory/program"
)

// A record is one partner as hits show it, in bytes: texts are numbers of a segment's spellings, so that they come
// back letter by letter and phrases can be checked without reading letters. In this order: slug where it is not the
// name's, name, summary, labels, competencies, locations, day of confirmation, description, case studies.

// recordWriter appends to a record.
type recordWriter struct{ b []byte }

func (w *recordWriter) uint(v uint64) { w.b = binary.AppendUvarint(w.b, v) }

func (w *recordWriter) int(v int64) { w.b = binary.AppendVarint(w.b, v) }

func (w *recordWriter) text(s string) {
	w.uint(uint64(len(s)))
	w.b = append(w.b, s...)
}

// coded appends a coded text behind its length, so that it can be skipped.
func (w *recordWriter) coded(spellings []uint32) {
	size := 0
	for _, s := range spellings {
		size += uvarintLen(s)
	}
	w.uint(uint64(size))
	for _, s := range spellings {
		w.uint(uint64(s))
	}
}

func uvarintLen(v uint32) int {
	n := 1
	for ; v >= 0x80; v >>= 7 {
		n++
	}
	return n
}

// record reads a record front to back.
type record struct{ b []byte }

func (r *record) uint() uint64 {
	if c := r.b[0]; c < 0x80 {
		r.b = r.b[1:]
		return uint64(c)
	}
	v, n := binary.Uvarint(r.b)
	r.b = r.b[n:]
	return v
}

func (r *record) int() int64 {
	v, n := binary.Varint(r.b)
	r.b = r.b[n:]
	return v
}

func (r *record) bytes() []byte {
	n := r.uint()
	s := r.b[:n:n]
	r.b = r.b[n:]
	return s
}

func (r *record) text() string { return string(r.bytes()) }

// coded returns a coded text.
func (r *record) coded() coded { return coded(r.bytes()) }

// coded is a text as numbers of spellings.
type coded []byte

// next returns the first spelling and the rest of the text.
func (c coded) next() (uint32, coded) {
	if c[0] < 0x80 {
		return uint32(c[0]), c[1:]
	}
	if c[1] < 0x80 {
		return uint32(c[0]&0x7f) | uint32(c[1])<<7, c[2:]
	}
	v, n := binary.Uvarint(c)
	return uint32(v), c[n:]
}

// card is what a record says before its long texts.
type card struct {
	name         coded
	summary      coded
	labels       []program.ListedLabel
	competencies []program.ListedCompetency // gold first
	locations    []location                 // headquarters first
	confirmed    program.Day
}

// location is one office: a town of the atlas, or the names as they were given.
type location struct {
	town    uint32 // noTown when the atlas does not know it
	city    string
	country string
}

const noTown = ^uint32(0)

func (w *recordWriter) location(l location) {
	w.uint(uint64(l.town + 1)) // noTown becomes 0
	if l.town == noTown {
		w.text(l.city)
		w.text(l.country)
	}
}

func (r *record) location() location {
	l := location{town: uint32(r.uint()) - 1}
	if l.town == noTown {
		l.city, l.country = r.text(), r.text()
	}
	return l
}

func (r *record) label(v *vocabulary) program.ListedLabel {
	n := r.uint()
	return program.ListedLabel{
		Specialization: v.values[n].slug, ID: r.text(), Granted: program.Day(r.int()), Until: program.Day(r.int()),
	}
}

func (r *record) competency(v *vocabulary) program.ListedCompetency {
	n := r.uint()
	c := program.ListedCompetency{Competency: v.values[n>>1].slug, Level: program.Silver}
	if n&1 == 1 {
		c.Level = program.Gold
	}
	return c
}

// card reads up to the description.
func (r *record) card(v *vocabulary) card {
	r.bytes() // slug
	c := card{name: r.coded(), summary: r.coded()}
	if n := r.uint(); n > 0 {
		c.labels = make([]program.ListedLabel, n)
		for i := range c.labels {
			c.labels[i] = r.label(v)
		}
	}
	if n := r.uint(); n > 0 {
		c.competencies = make([]program.ListedCompetency, n)
		for i := range c.competencies {
			c.competencies[i] = r.competency(v)
		}
	}
	if n := r.uint(); n > 0 {
		c.locations = make([]location, n)
		for i := range c.locations {
			c.locations[i] = r.location()
		}
	}
	c.confirmed = program.Day(r.int())
	return c
}

// skipTo moves to a text field and returns its coded texts one by one to f.
func (r *record) texts(field int, f func(coded) bool) {
	r.bytes() // slug
	name, summary := r.coded(), r.coded()
	switch field {
	case inName:
		f(name)
		return
	case inSummary:
		f(summary)
		return
	}
	r.skipMiddle()
	description := r.coded()
	if field == inDescription {
		f(description)
		return
	}
	for n := r.uint(); n > 0; n-- {
		for range 3 { // title, customer, text
			if !f(r.coded()) {
				return
			}
		}
	}
}

func (r *record) skipMiddle() {
	for n := r.uint(); n > 0; n-- {
		r.uint()
		r.bytes()
		r.int()
		r.int()
	}
	for n := r.uint(); n > 0; n-- {
		r.uint()
	}
	for n := r.uint(); n > 0; n-- {
		if r.uint() == 0 {
			r.bytes()
			r.bytes()
		}
	}
	r.int()
}
