package handlers

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"partnerdirectory/program"
	"partnerdirectory/views"
)

// The parts of an Atom feed (RFC 4287) that ours has.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomPerson  `xml:"author"`
	Icon    string      `xml:"icon"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
	URI  string `xml:"uri"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID       string       `xml:"id"`
	Title    string       `xml:"title"`
	Updated  string       `xml:"updated"`
	Link     atomLink     `xml:"link"`
	Category atomCategory `xml:"category"`
	Content  *atomText    `xml:"content,omitempty"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Body string `xml:",chardata"`
}

const (
	atomType = "application/atom+xml"
	htmlType = "text/html"
)

// changesFeed is the changes as an Atom feed with the same filters. It reaches further back by its next links (RFC 5005).
func (s *Server) changesFeed(c echo.Context) error {
	snap := s.live.Current()
	q := parseChanges(snap.Programme, c.QueryParams())
	if !says(c, q.encode()) {
		return c.Redirect(http.StatusFound, address("/changes.atom", q.encode()))
	}
	list, next, err := s.changesOf(c.Request().Context(), snap, q)
	if err != nil {
		return err
	}
	p := snap.Programme
	filter := changeQuery{Kind: q.Kind, Specialization: q.Specialization}
	feed := atomFeed{
		ID: s.tag(feedEpoch(), address("changes", filter.encode())), Title: p.Name + ": what changed", Updated: moment(feedEpoch()),
		Author: atomPerson{p.Vendor, s.base + "/"}, Icon: s.base + s.asset.Icon,
		Links: []atomLink{
			{"self", atomType, s.base + address("/changes.atom", q.encode())},
			{"alternate", htmlType, s.base + address("/changes", q.encode())},
		},
	}
	if sp, ok := p.Specialization(q.Specialization); ok {
		feed.Title += " in " + sp.Name
	}
	if len(list) > 0 {
		feed.Updated = moment(list[0].On)
	}
	if next.On != 0 {
		filter.Before = next
		feed.Links = append(feed.Links, atomLink{"next", atomType, s.base + address("/changes.atom", filter.encode())})
	}
	for _, change := range list {
		feed.Entries = append(feed.Entries, s.atomEntry(change))
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	if err := xml.NewEncoder(&out).Encode(feed); err != nil {
		return fmt.Errorf("write feed: %w", err)
	}
	return s.send(c, s.keep(c, snap, atomType+"; charset=utf-8", out.Bytes(), nil))
}

func (s *Server) atomEntry(c views.Change) atomEntry {
	e := atomEntry{
		ID: s.tag(c.On, c.ID), Title: c.Sentence(), Updated: moment(c.On), Link: atomLink{"alternate", htmlType, s.base + c.URL()},
		Category: atomCategory{string(c.Kind()), c.Kind().Name()},
	}
	var body strings.Builder
	if detail := c.Detail(); detail != "" {
		body.WriteString("<p>" + html.EscapeString(detail) + "</p>")
	}
	if c.Event == views.SetPublished && len(c.Differences) > 0 {
		body.WriteString("<ul>")
		for _, d := range c.Differences {
			body.WriteString("<li>" + html.EscapeString(d.Text) + "</li>")
		}
		body.WriteString("</ul>")
	}
	if body.Len() > 0 {
		e.Content = &atomText{"html", body.String()}
	}
	return e
}

// tag makes an identifier that stays the same wherever the entry is shown (RFC 4151).
func (s *Server) tag(on program.Day, what string) string {
	host := s.base
	if u, err := url.Parse(s.base); err == nil {
		host = u.Hostname()
	}
	return "tag:" + host + "," + on.String() + ":" + what
}

// moment is the beginning of a day: labels and requirements change by the day.
func moment(d program.Day) string { return d.Time().Format(time.RFC3339) }

// feedEpoch is the day from which the feed's own identifier counts: it must never change.
func feedEpoch() program.Day { return program.Date(2023, time.January, 1) }
