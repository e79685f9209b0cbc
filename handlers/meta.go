package handlers

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/program"
)

func (s *Server) robots(c echo.Context) error {
	return c.String(http.StatusOK, "User-agent: *\nDisallow: /suggest\nDisallow: /compare.csv\nDisallow: /shortlist\nSitemap: "+s.base+"/sitemap.xml\n")
}

// healthz says that the process answers.
func (s *Server) healthz(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// readyz says that the directory can be searched and the database asked.
func (s *Server) readyz(c echo.Context) error {
	if _, err := s.store.Revision(c.Request().Context()); err != nil {
		return fmt.Errorf("readiness: %w", err)
	}
	return c.String(http.StatusOK, "ready\n")
}

// sitemapSize is the most addresses that one sitemap may hold (sitemaps.org).
const sitemapSize = 50000

type sitemapIndex struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []sitemapURL `xml:"sitemap"`
}

type sitemapURLs struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Location string      `xml:"loc"`
	Changed  program.Day `xml:"lastmod,omitempty"`
}

// sitemapIndex lists one map of the programme's own pages and as many of partners and case studies as it takes.
func (s *Server) sitemapIndex(c echo.Context) error {
	snap := s.live.Current()
	index := sitemapIndex{Maps: []sitemapURL{{Location: s.base + "/sitemaps/pages.xml"}}}
	for _, part := range []struct {
		kind string
		n    int
	}{{"partners", snap.Index.Len()}, {"cases", len(snap.Cases.rows)}} {
		for i := range (part.n + sitemapSize - 1) / sitemapSize {
			index.Maps = append(index.Maps, sitemapURL{Location: fmt.Sprintf("%s/sitemaps/%s-%d.xml", s.base, part.kind, i+1)})
		}
	}
	return s.xml(c, snap, index)
}

func (s *Server) sitemap(c echo.Context) error {
	snap := s.live.Current()
	name := c.Param("name")
	if name == "pages.xml" {
		return s.xml(c, snap, s.pageMap(snap))
	}
	kind, number, _ := strings.Cut(strings.TrimSuffix(name, ".xml"), "-")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > 1000 {
		return fmt.Errorf("sitemap %q: %w", name, program.ErrNotFound)
	}
	var urls sitemapURLs
	switch from := (n - 1) * sitemapSize; kind {
	case "partners":
		i := 0
		for page, err := range s.store.PartnerPages(c.Request().Context()) {
			if err != nil {
				return fmt.Errorf("sitemap %q: %w", name, err)
			}
			if i++; i > from {
				urls.URLs = append(urls.URLs, sitemapURL{s.base + "/partners/" + page.Slug, page.Changed})
			}
			if len(urls.URLs) == sitemapSize {
				break
			}
		}
	case "cases":
		rows := snap.Cases.rows[min(from, len(snap.Cases.rows)):]
		for _, r := range rows[:min(sitemapSize, len(rows))] {
			urls.URLs = append(urls.URLs, sitemapURL{s.base + "/case-studies/" + r.Slug, r.Published})
		}
	}
	if len(urls.URLs) == 0 {
		return fmt.Errorf("sitemap %q: %w", name, program.ErrNotFound)
	}
	return s.xml(c, snap, urls)
}

func (s *Server) pageMap(snap *Snapshot) sitemapURLs {
	var urls sitemapURLs
	for _, path := range []string{"/", "/partners", "/specializations", "/competencies", "/case-studies", "/changes", "/about/labels"} {
		urls.URLs = append(urls.URLs, sitemapURL{Location: s.base + path})
	}
	for _, sp := range snap.Programme.Specializations {
		urls.URLs = append(urls.URLs, sitemapURL{Location: s.base + "/specializations/" + sp.Slug})
	}
	for _, comp := range snap.Programme.Competencies {
		urls.URLs = append(urls.URLs, sitemapURL{Location: s.base + "/competencies/" + comp.Slug})
	}
	return urls
}

func (s *Server) xml(c echo.Context, snap *Snapshot, v any) error {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	if err := xml.NewEncoder(&out).Encode(v); err != nil {
		return fmt.Errorf("write sitemap: %w", err)
	}
	return s.send(c, s.keep(c, snap, "application/xml; charset=utf-8", out.Bytes(), nil))
}
