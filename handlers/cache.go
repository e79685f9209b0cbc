package handlers

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/maypok86/otter/v2"
)

// cacheBytes bounds the memory that rendered pages may take.
const cacheBytes = 48 << 20

// smallest body worth compressing; below it the gzip header eats the gain.
const compressFrom = 512

// answer is one finished response: written as often as it is asked for, without work.
type answer struct {
	status      int
	contentType string
	etag        string // without quotes and encoding suffix; empty: no conditional requests
	version     version
	body        []byte
	zipped      []byte // gzip of body; nil when it is not worth it
	plainHead   http.Header
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
	build string
}

func newPageCache(build string) (*pageCache, error) {
	pages, err := otter.New(&otter.Options[pageKey, *answer]{
		MaximumWeight: cacheBytes,
		Weigher: func(k pageKey, a *answer) uint32 {
			return uint32(len(k.path) + len(k.query) + len(a.body) + len(a.zipped) + 512)
		},
	})
	if err != nil {
		return nil, err
	}
	return &pageCache{pages: pages, build: build}, nil
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

// newAnswer compresses a body once, for everybody. The strong ETag is made from what the page depends on: the build, the
// data's revision and the day.
func (pc *pageCache) newAnswer(contentType string, body []byte, v version, fragment bool) *answer {
	tag := pc.build + "." + strconv.FormatUint(v.revision, 36) + "." + strconv.FormatInt(int64(v.day), 36)
	if fragment {
		tag += ".f"
	}
	a := &answer{status: http.StatusOK, contentType: contentType, etag: tag, version: v, body: body}
	a.finish()
	return a
}

// finish compresses the body and fixes the headers.
func (a *answer) finish() {
	if len(a.body) >= compressFrom {
		a.zipped = zip(a.body)
	}
	a.plainHead = a.head(a.etag, "", len(a.body))
	if a.zipped != nil {
		a.zippedHead = a.head(a.etag+".gz", "gzip", len(a.zipped))
	}
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

func zip(b []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, 6)
	if err != nil {
		return nil
	}
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
	if a.zippedHead != nil && acceptsGzip(r.Header.Get("Accept-Encoding")) {
		head, body = a.zippedHead, a.zipped
	}
	for k, v := range head {
		h[k] = v
	}
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
