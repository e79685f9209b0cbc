package handlers

import (
	"bytes"
	"maps"
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
	body        []byte
	plainHead   http.Header
	zipper      *zipper
	zipOnce     sync.Once
	zipped      []byte // gzip of body, made when somebody first takes it; nil when it is not worth it
	zippedHead  http.Header
}

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
	pages *otter.Cache[pageKey, *answer]
	zip   *zipper
	build string
}

func newPageCache(build string) (*pageCache, error) {
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
	return &pageCache{pages: pages, zip: &zipper{}, build: build}, nil
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

// newAnswer makes an answer for everybody. The strong ETag is made from what the page depends on: the build, the
// data's revision and the day.
func (pc *pageCache) newAnswer(contentType string, body []byte, v version, fragment bool) *answer {
	tag := pc.build + "." + strconv.FormatUint(v.revision, 36) + "." + strconv.FormatInt(int64(v.day), 36)
	if fragment {
		tag += ".f"
	}
	a := pc.plain(http.StatusOK, contentType, body)
	a.etag, a.version = tag, v
	a.plainHead = a.head(tag, "", len(body))
	return a
}

// plain makes an answer without a version.
func (pc *pageCache) plain(status int, contentType string, body []byte) *answer {
	a := &answer{status: status, contentType: contentType, body: body, zipper: pc.zip}
	a.plainHead = a.head("", "", len(body))
	return a
}

// compressed returns headers and bytes of the compressed form, made once for all who ask; no headers when it is not worth it.
func (a *answer) compressed() (http.Header, []byte) {
	a.zipOnce.Do(func() {
		if len(a.body) < compressFrom {
			return
		}
		if a.zipped = a.zipper.zip(a.body); a.zipped != nil {
			etag := a.etag
			if etag != "" {
				etag += ".gz"
			}
			a.zippedHead = a.head(etag, "gzip", len(a.zipped))
		}
	})
	return a.zippedHead, a.zipped
}

func (a *answer) head(etag, encoding string, length int) http.Header {
	h := http.Header{
		"Content-Type":   {a.contentType},
		"Content-Length": {strconv.Itoa(length)},
		"Vary":           {"Accept-Encoding, X-Fragment"},
	}
	if a.etag != "" {
		h["Etag"] = []string{`"` + etag + `"`}
	}
	if encoding != "" {
		h["Content-Encoding"] = []string{encoding}
	}
	return h
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
	h := w.Header()
	head, body := a.plainHead, a.body
	if acceptsGzip(r.Header.Get("Accept-Encoding")) {
		if zh, zipped := a.compressed(); zh != nil {
			head, body = zh, zipped
		}
	}
	maps.Copy(h, head)
	if a.etag != "" && matches(r.Header.Get("If-None-Match"), head["Etag"][0]) {
		delete(h, "Content-Length")
		delete(h, "Content-Type")
		delete(h, "Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		// The client is gone when this fails; there is nobody to tell.
		_, _ = w.Write(body)
	}
}

// matches compares an If-None-Match header with an ETag, weakly as RFC 9110 section 13.1.2 asks.
func matches(header, etag string) bool {
	if header == "" {
		return false
	}
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
