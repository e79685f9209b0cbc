package search

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"

	"partnerdirectory/program"
)

// ErrStale says that a saved index is of another version or vocabulary, or damaged: the caller builds anew.
var ErrStale = errors.New("saved index is stale")

// savedForm is the version of what Save writes. It goes up with every change to what is saved or to how words are
// analysed.
const savedForm = 7

const savedMagic = 0x58_44_49_44_50 // "PDIDX"

// maxSavedParts bounds the parts read from a file: a few more than compaction lets come together.
const maxSavedParts = 1 << 10

// maxSaved bounds a length read from a file before memory is made for it.
const maxSaved = 1 << 34

// Save writes the index in a form that Load reads fast; the form is versioned and checksummed.
func (ix *Index) Save(w io.Writer) error {
	s := newSaver(w)
	s.head([]uint64{savedMagic, savedForm, ix.vocab.print, ix.revision, uint64(len(ix.parts))})
	for _, p := range ix.parts {
		s.part(&part{p.segment, p.live})
	}
	s.number(uint64(s.sum.Sum32()))
	if s.err == nil {
		s.err = s.w.Flush()
	}
	if s.err != nil {
		return fmt.Errorf("save index: %w", s.err)
	}
	return nil
}

// Load reads what Save wrote. It fails with ErrStale when the form is of another version, the programme's or atlas's
// vocabulary differs, or the checksum does not match; the caller then builds anew.
func Load(r io.Reader, p *program.Programme, atlas *Atlas) (*Index, error) {
	vocab := newVocabulary(p, atlas)
	l := newLoader(r)
	head := make([]uint64, 5)
	l.head(head)
	if l.err != nil || head[0] != savedMagic || head[1] != savedForm || head[2] != vocab.print || head[4] < 1 || head[4] > maxSavedParts {
		return nil, fmt.Errorf("load index: %w", ErrStale)
	}
	parts := make([]part, head[4])
	for i := range parts {
		parts[i].segment = &segment{vocab: vocab, atlas: atlas}
		l.part(&parts[i])
	}
	sum := uint64(l.sum.Sum32())
	if l.number() != sum || l.err != nil {
		return nil, fmt.Errorf("load index: %w", errors.Join(ErrStale, l.err))
	}
	return newIndex(vocab, atlas, parts, head[3]), nil
}

// transfer writes or reads numbers in blocks; which of the two, the functions decide. One description of a part's
// fields serves both ways, so that they cannot differ.
type transfer struct {
	w   *bufio.Writer
	r   *bufio.Reader
	sum hash.Hash32
	buf []byte
	err error
}

func newSaver(w io.Writer) *transfer {
	return &transfer{w: bufio.NewWriterSize(w, 1<<20), sum: crc32.New(crc32.MakeTable(crc32.Castagnoli)), buf: make([]byte, 1<<16)}
}

func newLoader(r io.Reader) *transfer {
	return &transfer{r: bufio.NewReaderSize(r, 1<<20), sum: crc32.New(crc32.MakeTable(crc32.Castagnoli)), buf: make([]byte, 1<<16)}
}

// bytes moves a block and adds it to the checksum.
func (t *transfer) bytes(b []byte) {
	if t.err != nil {
		return
	}
	if t.w != nil {
		_, t.err = t.w.Write(b)
	} else {
		_, t.err = io.ReadFull(t.r, b)
	}
	t.sum.Write(b)
}

func (t *transfer) number(v ...uint64) uint64 {
	b := t.buf[:8]
	if t.w != nil {
		binary.LittleEndian.PutUint64(b, v[0])
	}
	t.bytes(b)
	return binary.LittleEndian.Uint64(b)
}

func (t *transfer) head(v []uint64) {
	for i := range v {
		v[i] = t.number(v[i])
	}
}

// length moves a length; a reader refuses what cannot be.
func (t *transfer) length(n int) int {
	v := t.number(uint64(n))
	if t.err == nil && v > maxSaved {
		t.err = fmt.Errorf("length %d: %w", v, ErrStale)
	}
	if t.err != nil {
		return 0
	}
	return int(v)
}

// integers moves a slice of fixed-size numbers.
func integers[T uint16 | uint32 | uint64 | int64](t *transfer, s *[]T) {
	n := t.length(len(*s))
	size := binary.Size(T(0))
	if t.w == nil {
		*s = make([]T, 0, min(n, 1<<20))
	}
	for at := 0; at < n && t.err == nil; {
		k := min(n-at, len(t.buf)/size)
		b := t.buf[:k*size]
		if t.w != nil {
			encode(b, (*s)[at:at+k])
		}
		t.bytes(b)
		if t.w == nil {
			*s = decode(*s, b, n)
		}
		at += k
	}
}

func encode[T uint16 | uint32 | uint64 | int64](b []byte, s []T) {
	switch binary.Size(T(0)) {
	case 2:
		for i, v := range s {
			binary.LittleEndian.PutUint16(b[2*i:], uint16(v))
		}
	case 4:
		for i, v := range s {
			binary.LittleEndian.PutUint32(b[4*i:], uint32(v))
		}
	default:
		for i, v := range s {
			binary.LittleEndian.PutUint64(b[8*i:], uint64(v))
		}
	}
}

// decode appends numbers; memory for all n is made once the first block proved that there is something to read.
func decode[T uint16 | uint32 | uint64 | int64](s []T, b []byte, n int) []T {
	if cap(s) < n {
		s = append(make([]T, 0, n), s...)
	}
	switch binary.Size(T(0)) {
	case 2:
		for ; len(b) > 0; b = b[2:] {
			s = append(s, T(binary.LittleEndian.Uint16(b)))
		}
	case 4:
		for ; len(b) > 0; b = b[4:] {
			s = append(s, T(binary.LittleEndian.Uint32(b)))
		}
	default:
		for ; len(b) > 0; b = b[8:] {
			s = append(s, T(binary.LittleEndian.Uint64(b)))
		}
	}
	return s
}

func (t *transfer) blob(b *[]byte) {
	n := t.length(len(*b))
	if t.err != nil {
		return
	}
	if t.w == nil {
		*b = make([]byte, n)
	}
	t.bytes(*b)
}

func (t *transfer) lexicon(l *lexicon) {
	b := []byte(l.blob)
	t.blob(&b)
	if t.w == nil {
		l.blob = string(b)
	}
	integers(t, &l.off)
}

func (t *transfer) postings(p *postings) {
	integers(t, &p.off)
	t.blob(&p.packed)
	integers(t, &p.denseKeys)
	integers(t, &p.denseN)
	integers(t, &p.bits)
	p.words = t.length(p.words)
}

func (t *transfer) lists(l *lists) {
	integers(t, &l.off)
	integers(t, &l.of)
}

// part moves all of a part.
func (t *transfer) part(p *part) {
	s := p.segment
	integers(t, (*[]uint64)(&p.live))
	integers(t, &s.ids)
	integers(t, &s.standing)
	t.lexicon(&s.words)
	t.lexicon(&s.stems)
	t.lists(&s.ofStem)
	t.lexicon(&s.spellings)
	integers(t, &s.spelled)
	integers(t, &s.spelledN)
	for f := range s.text {
		t.postings(&s.text[f])
	}
	t.postings(&s.values)
	integers(t, &s.towns)
	t.postings(&s.atTown)
	integers(t, &s.rows.values)
	integers(t, &s.rows.bits)
	t.lists(&s.rows.rare)
	t.lists(&s.rows.holders)
	t.blob(&s.records)
	integers(t, &s.recordOff)
	t.slugs(&s.bySlug)
	integers(t, &s.byID)
	integers(t, &s.byName)
	integers(t, &s.nameRank)
	integers(t, &s.newest)
	t.prefixes(&s.prefixes)
	for f := range s.pairs.fields {
		fp := &s.pairs.fields[f]
		integers(t, &fp.common)
		integers(t, &fp.keys)
		integers(t, &fp.off)
		integers(t, &fp.n)
		integers(t, &fp.shape)
		integers(t, &fp.bits)
	}
	t.lexicon(&s.ready.keys)
	integers(t, &s.ready.counts)
}

func (t *transfer) slugs(s *[]slugEntry) {
	flat := make([]uint64, len(*s))
	for i, e := range *s {
		flat[i] = uint64(e.hash)<<32 | uint64(e.doc)
	}
	integers(t, &flat)
	if t.w != nil {
		return
	}
	*s = make([]slugEntry, len(flat))
	for i, v := range flat {
		(*s)[i] = slugEntry{uint32(v >> 32), uint32(v)}
	}
}

func (t *transfer) prefixes(p *[]prefixSet) {
	n := t.length(len(*p))
	if t.w == nil {
		*p = make([]prefixSet, min(n, 1<<16))
	}
	for i := range *p {
		e := &(*p)[i]
		e.field, e.lo, e.hi = t.length(e.field), t.length(e.lo), t.length(e.hi)
		integers(t, (*[]uint64)(&e.docs))
	}
}
