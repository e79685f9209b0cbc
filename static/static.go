// Package static serves stylesheet, script and pictures under names that hold a hash of their content, so that a
// browser may keep them for good.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed files/*.css files/*.js files/*.svg
var embedded embed.FS

// Prefix is where the files are served.
const Prefix = "/static/"

// Files is the set of static files of one process. It is immutable and safe for concurrent use.
type Files struct {
	urls   map[string]string // plain name to address
	byPath map[string]file
}

// file is one file, ready to send.
type file struct {
	contentType string
	body        []byte
	zipped      []byte // gzip; nil where it saves nothing
}

// New takes the embedded files and extra ones that were drawn at start (plain name to content), and gives each its
// hashed address. An extra file may not have the name of an embedded one.
func New(extra map[string][]byte) (*Files, error) {
	f := &Files{urls: map[string]string{}, byPath: map[string]file{}}
	names, err := fs.Glob(embedded, "files/*.*")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		body, err := embedded.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := f.add(path.Base(name), body); err != nil {
			return nil, err
		}
	}
	for name, body := range extra {
		if err := f.add(name, body); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *Files) add(name string, body []byte) error {
	if _, twice := f.urls[name]; twice {
		return fmt.Errorf("static file %q exists twice", name)
	}
	ext := path.Ext(name)
	contentType := typeOf(ext)
	if contentType == "" {
		return fmt.Errorf("static file %q has an unknown type", name)
	}
	zipped, err := compress(body)
	if err != nil {
		return fmt.Errorf("compress %q: %w", name, err)
	}
	sum := sha256.Sum256(body)
	url := Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	f.urls[name] = url
	f.byPath[url] = file{contentType: contentType, body: body, zipped: zipped}
	return nil
}

// typeOf names the types that matter here itself: the system's table differs from machine to machine.
func typeOf(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	}
	return mime.TypeByExtension(ext)
}

// compress returns nil where gzip saves less than a tenth.
func compress(body []byte) ([]byte, error) {
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if buf.Len() > len(body)*9/10 {
		return nil, nil
	}
	return buf.Bytes(), nil
}

// URL returns the hashed address of a file, or "" when there is none of that name.
func (f *Files) URL(name string) string { return f.urls[name] }

// ServeHTTP sends a file by its hashed address; any other address, also one with an old hash, is not found.
func (f *Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	file, ok := f.byPath[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", file.contentType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	body := file.body
	if file.zipped != nil {
		h.Set("Vary", "Accept-Encoding")
		if takesGzip(r.Header.Values("Accept-Encoding")) {
			h.Set("Content-Encoding", "gzip")
			body = file.zipped
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(body) // the reader went away: nothing is left to tell it
}

// takesGzip reads Accept-Encoding: gzip is named, or everything is, and not with a weight of zero.
func takesGzip(headers []string) bool {
	takes := false
	for coding := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(coding), ";")
		name = strings.ToLower(strings.TrimSpace(name))
		if name != "gzip" && name != "*" {
			continue
		}
		weight, weighted := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		q, err := strconv.ParseFloat(weight, 64)
		accepted := !weighted || (err == nil && q > 0)
		if name == "gzip" {
			return accepted
		}
		takes = accepted
	}
	return takes
}
