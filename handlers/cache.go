package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/maypok86/otter/v2"
)

// cacheBytes bounds the memory that rendered pages may take.
const cacheBytes = 32 << 20

// smallest body worth compressing; below it the gzip header eats the gain.
const compressFrom = 512

// answer is one finished response: written as often as it is asked for, without work.
type answer struct {
	status      int
	contentType string
	etag        string // without quotes and encoding suffix; empty: no conditional requests
	version     version
	seen        *audience // who looked at it; nil: nobody counts
	body        []byte
	shared      bool // other sites may show or read it
	plainHead   []headerLine
	cache       *pageCache
	zipOnce     sync.Once
	zipped      []byte // gzip of body, made when somebody first takes it; nil when it is not worth it
	zippedHead  []headerLine
}

// headerLine is one header, ready to be put into a response: its name in canonical form, its value shared by all who
// are answered with it.
type headerLine struct {
	name  string
	value []string
}

func line(name, value string) headerLine { return headerLine{name, []string{value}} }

// version is what a cached page depends on besides its address: the data and the day.
type version struct {
	revision uint64
	day      int32
}

// pageKey is what tells one public page from another. Pages hold nothing of the one who asks.
type pageKey struct {
	path, query string
	fragment    bool
}

// pageCache keeps rendered public pages until the data or the day changes.
type pageCache struct {
	pages  *otter.Cache[pageKey, *answer]
	zip    zipper
	secure []headerLine // on every page
}

func newPageCache(secure []headerLine) (*pageCache, error) {
	pages, err := otter.New(&otter.Options[pageKey, *answer]{
		MaximumWeight: cacheBytes,
		Weigher: func(k pageKey, a *answer) uint32 {
			// The compressed form is about a fifth of the page; it may come later, so it counts from the start.
			return uint32(len(k.path) + len(k.query) + len(a.body) + len(a.body)/5 + 1024)
		},
	})
	if err != nil {
		return nil, err
	}
	return &pageCache{pages: pages, secure: secure}, nil
}

// get returns the page when it was rendered from this very version.
func (pc *pageCache) get(k pageKey, v version) (*answer, bool) {
	a, ok := pc.pages.GetIfPresent(k)
	if !ok || a.version != v {
		return nil, false
	}
	return a, true
}

func (pc *pageCache) put(k pageKey, a *answer) { pc.pages.Set(k, a) }

// newAnswer makes an answer for everybody. Its strong ETag is made from its bytes, so a page that a change did not touch
// need not be sent again.
func (pc *pageCache) newAnswer(contentType string, body []byte, v version) *answer {
	sum := sha256.Sum256(body)
	a := &answer{
		status: http.StatusOK, contentType: contentType, body: body, cache: pc,
		etag: base64.RawURLEncoding.EncodeToString(sum[:12]), version: v,
	}
	a.plainHead = a.head("", len(body))
	return a
}

// plain makes an answer without a version.
func (pc *pageCache) plain(status int, contentType string, body []byte) *answer {
	a := &answer{status: status, contentType: contentType, body: body, cache: pc}
	a.plainHead = a.head("", len(body))
	return a
}

// share lets other sites show or read the answer.
func (a *answer) share() {
	a.shared = true
	a.plainHead = a.head("", len(a.body))
}

// compressed returns headers and bytes of the compressed form, made once for all who ask; no bytes when it is not worth it.
func (a *answer) compressed() ([]headerLine, []byte) {
	a.zipOnce.Do(func() {
		if len(a.body) < compressFrom {
			return
		}
		if a.zipped = a.cache.zip.zip(a.body); a.zipped != nil {
			a.zippedHead = a.head("gzip", len(a.zipped))
		}
	})
	return a.zippedHead, a.zipped
}

// vary names the request headers that choose between the forms of one page.
var vary = []string{"Accept-Encoding, X-Fragment"}

// head makes the headers of one form of the answer. What an answer costs net/http grows with their number, and up to
// eight fit the smallest map.
func (a *answer) head(encoding string, length int) []headerLine {
	h := []headerLine{
		line("Content-Type", a.contentType), line("Content-Length", strconv.Itoa(length)), {"Vary", vary},
	}
	if a.shared {
		h = append(h, line("Access-Control-Allow-Origin", "*"), line("Cross-Origin-Resource-Policy", "cross-origin"))
	}
	if encoding != "" {
		h = append(h, line("Content-Encoding", encoding))
	}
	if a.etag != "" {
		h = append(h, line("Etag", a.tag(encoding)))
		h = append(h, a.cache.secure...)
	}
	return h
}

// tag is the ETag of one form of the answer: forms differ in bytes, so a strong tag must tell them apart.
func (a *answer) tag(encoding string) string {
	if encoding != "" {
		return `"` + a.etag + "." + encoding + `"`
	}
	return `"` + a.etag + `"`
}

// zipLevel is quick: a page that nobody asked for before waits for it.
const zipLevel = 4

// zipper compresses; its writers hold large tables and are used again.
type zipper struct{ writers sync.Pool }

func (z *zipper) zip(b []byte) []byte {
	w, ok := z.writers.Get().(*gzip.Writer)
	if !ok {
		var err error
		if w, err = gzip.NewWriterLevel(nil, zipLevel); err != nil {
			return nil
		}
	}
	defer z.writers.Put(w)
	var out bytes.Buffer
	out.Grow(len(b) / 4)
	w.Reset(&out)
	if _, err := w.Write(b); err != nil {
		return nil
	}
	if err := w.Close(); err != nil {
		return nil
	}
	return out.Bytes()
}

// write sends the answer, or 304 when the client has it already.
func (a *answer) write(w http.ResponseWriter, r *http.Request) {
	head, body, encoding := a.plainHead, a.body, ""
	if acceptsGzip(r.Header.Get("Accept-Encoding")) {
		if zippedHead, zipped := a.compressed(); zipped != nil {
			head, body, encoding = zippedHead, zipped, "gzip"
		}
	}
	h := w.Header()
	set(h, head)
	if match := r.Header.Get("If-None-Match"); match != "" && a.etag != "" && a.status == http.StatusOK && matches(match, a.tag(encoding)) {
		delete(h, "Content-Length")
		delete(h, "Content-Type")
		delete(h, "Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		inOnePiece(r, len(body))
		// The client is gone when this fails; there is nobody to tell.
		_, _ = w.Write(body)
	}
}

// matches compares an If-None-Match header with an ETag, weakly as RFC 9110 section 13.1.2 asks.
func matches(header, etag string) bool {
	for tag := range strings.SplitSeq(header, ",") {
		tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
		if tag == etag || tag == "*" {
			return true
		}
	}
	return false
}

// acceptsGzip reads an Accept-Encoding header (RFC 9110 section 12.5.3).
func acceptsGzip(header string) bool {
	if header == "" || header == "gzip" || strings.HasPrefix(header, "gzip, ") && !strings.Contains(header, ";") {
		return header != "" // what nearly everybody sends
	}
	any := false
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		q, isQ := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		refused := isQ && strings.Trim(q, "0.") == ""
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "gzip":
			return !refused
		case "*":
			any = !refused
		}
	}
	return any
}
