package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"

	"partnerdirectory/program"
	"partnerdirectory/store/rows"
)

// RowFile is a file of rows of one kind.
type RowFile struct {
	Kind   string
	Name   string // for the audit trail
	Format rows.Format
	Reader io.Reader
}

// RowOptions say how rows are imported.
type RowOptions struct {
	DryRun   bool                        // find out what would happen and change nothing
	Progress func(what string, done int) // may be nil
}

// RowReport is what an import did, or would do.
type RowReport struct {
	Kind      string `json:"kind"`
	File      string `json:"file"`
	SHA256    string `json:"sha256"`
	New       int    `json:"new"`
	Changed   int    `json:"changed"`
	Unchanged int    `json:"unchanged"`
	Partners  int    `json:"partners"` // re-evaluated
	Granted   int    `json:"granted"`  // labels
	Ended     int    `json:"ended"`
}

// mostMistakes is how many mistakes of a file are told at once.
const mostMistakes = 100

// RowMistakes is what is wrong in a file, in order of its lines. It is an ErrInvalid.
type RowMistakes struct {
	List []rows.Mistake
	More bool // there are more than are listed
}

func (e *RowMistakes) Error() string {
	var b strings.Builder
	for i := range e.List {
		b.WriteString(e.List[i].Error() + "\n")
	}
	if e.More {
		fmt.Fprintf(&b, "these are the first %d mistakes; there are more\n", len(e.List))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Unwrap lets errors.Is find ErrInvalid.
func (e *RowMistakes) Unwrap() error { return program.ErrInvalid }

// rowKind is a kind of rows as the engine works on it.
type rowKind struct {
	RowKind
	importRows func(im *importing, r *rows.Reader) error
	exportRows func(ctx context.Context, q querier, c which, slugs map[program.PartnerID]string, row func([]string) error) error
	whole      func(ctx context.Context, s *Store, row func([]string) error) error // instead of exportRows, of what is no partner's
}

// importing is one import under way.
type importing struct {
	w         *work
	act       Act
	at        program.Day
	o         RowOptions
	words     names
	bad       RowMistakes
	report    RowReport
	touched   []program.PartnerID
	public    bool
	evaluated int // partners that were re-evaluated already
}

var errDryRun = errors.New("dry run")

// ImportRows imports a file of rows, all or nothing, in one transaction, and re-evaluates the partners that it changes on
// day at. A row whose natural key is there already is unchanged, or takes the place of the one before, from that day on;
// columns that a row leaves out stay as they are. Mistakes in the file are a *RowMistakes.
func (s *Store) ImportRows(ctx context.Context, act Act, f RowFile, at program.Day, o RowOptions) (RowReport, error) {
	kind, err := rowKindOf(f.Kind)
	if err != nil {
		return RowReport{}, err
	}
	im := importing{act: act, at: at, o: o, report: RowReport{Kind: kind.Name, File: f.Name}}
	sum := sha256.New()
	err = s.write(ctx, "import "+kind.Name, func(w *work) error {
		im.w = w
		p, err := w.programme()
		if err != nil {
			return err
		}
		im.words = namesOf(p)
		if err := kind.importRows(&im, rows.NewReader(&countedReader{ctx, f.Reader, sum}, f.Format, kind.Columns)); err != nil {
			return err
		}
		if len(im.bad.List) > 0 {
			return &im.bad
		}
		im.report.SHA256 = hex.EncodeToString(sum.Sum(nil))
		if err := im.finish(); err != nil {
			return err
		}
		if o.DryRun {
			return errDryRun
		}
		return nil
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	return im.report, err
}

// countedReader hashes what is read and stops when its context ends.
type countedReader struct {
	ctx context.Context
	r   io.Reader
	sum hash.Hash
}

func (c *countedReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	c.sum.Write(p[:n])
	return n, err
}

// wrong notes a mistake; true: there are enough.
func (im *importing) wrong(m rows.Mistake) bool {
	if len(im.bad.List) == mostMistakes {
		im.bad.More = true
		return true
	}
	im.bad.List = append(im.bad.List, m)
	return false
}

func (im *importing) progress(what string, done int) {
	if im.o.Progress != nil {
		im.o.Progress(what, done)
	}
}

// finish writes the audit event and re-evaluates whom the rows changed.
func (im *importing) finish() error {
	im.report.Partners = len(im.touched) + im.evaluated
	p, err := im.w.programme()
	if err != nil {
		return err
	}
	done := 0
	for part := range slices.Chunk(im.touched, 1000) {
		subjects, err := loadSubjects(im.w.ctx, im.w.tx, part)
		if err != nil {
			return err
		}
		for _, s := range subjects {
			s.touched = im.public
			if s.evaluated != 0 {
				s.evaluated = max(s.evaluated, im.at-1) // settled: nothing was due before
			}
		}
		if err := reevaluate(im.w, p, subjects, im.at); err != nil {
			return err
		}
		for _, s := range subjects {
			for _, e := range s.outcome.Events {
				switch e.Kind {
				case program.EventGranted:
					im.report.Granted++
				case program.EventEnded, program.EventRevoked:
					im.report.Ended++
				}
			}
		}
		done += len(part)
		im.progress("Re-evaluating partners", done)
	}
	return im.w.event(im.act, happened{action: "import rows", kind: aboutProgramme, subject: im.report.Kind, after: im.report})
}

// partners finds the numbers of partners by their slugs.
func (im *importing) partners(list []string) (map[string]program.PartnerID, error) {
	out := make(map[string]program.PartnerID, len(list))
	for part := range slices.Chunk(list, 1000) {
		args, c := make([]any, len(part)), which{ids: make([]program.PartnerID, len(part))}
		for i, slug := range part {
			args[i] = slug
		}
		if err := each(im.w.ctx, im.w.tx, `SELECT slug, id FROM partners WHERE merged_into IS NULL AND `+c.on("slug"), args, func(scan scanner) error {
			var slug string
			var id program.PartnerID
			err := scan(&slug, &id)
			out[slug] = id
			return err
		}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ExportRows writes all current rows of a kind, partner by partner in the order in which they joined, and returns how many
// there are. Each partner's rows are consistent in themselves; no lock is held while they are written.
func (s *Store) ExportRows(ctx context.Context, kind string, format rows.Format, to io.Writer, progress func(done int)) (int, error) {
	k, err := rowKindOf(kind)
	if err != nil {
		return 0, err
	}
	out, err := rows.NewWriter(to, format, k.Columns)
	if err != nil {
		return 0, err
	}
	n := 0
	if k.whole != nil {
		err := k.whole(ctx, s, func(cells []string) error { n++; return out.Write(cells) })
		return n, errors.Join(err, out.Flush())
	}
	last, err := counter(ctx, s.reader, "partner")
	if err != nil {
		return 0, err
	}
	const width = 500
	for from := program.PartnerID(1); from <= program.PartnerID(last); from += width {
		c := span(from, from+width-1)
		if err := s.read(ctx, func(q querier) error {
			slugs := map[program.PartnerID]string{}
			if err := each(ctx, q, `SELECT id, slug FROM partners WHERE merged_into IS NULL AND `+c.on("id"), c.arguments(), func(scan scanner) error {
				var id program.PartnerID
				var slug string
				err := scan(&id, &slug)
				slugs[id] = slug
				return err
			}); err != nil {
				return err
			}
			return k.exportRows(ctx, q, c, slugs, func(cells []string) error { n++; return out.Write(cells) })
		}); err != nil {
			return n, wrap(err, "export "+kind)
		}
		if progress != nil {
			progress(n)
		}
	}
	return n, out.Flush()
}

// Template writes the columns of a kind and its example, as a file to begin with.
func (k RowKind) Template(format rows.Format, to io.Writer) error {
	out, err := rows.NewWriter(to, format, k.Columns)
	if err != nil {
		return err
	}
	cells := make([]string, len(k.Columns))
	copy(cells, k.Example)
	return errors.Join(out.Write(cells), out.Flush())
}

func byPartner(a, b stagedRow) int {
	return cmp.Or(cmp.Compare(a.partner, b.partner), cmp.Compare(a.line, b.line))
}
