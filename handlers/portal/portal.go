// Package portal answers the pages behind the sign-in: accounts and the partner portal.
//
// A page of the portal is a view in views/portal that embeds Frame and is drawn inside Layout, a method here with the
// signature of web.Handler, a line in handlers/routes.go, a line in handlers/access.go and, when the navigation leads
// to it, an item in nav.go.
package portal

import (
	"errors"
	"slices"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// Portal answers requests of people who are signed in or about to.
type Portal struct {
	*web.Kit
	party    *webauthn.WebAuthn
	company  *company
	pictures *pictures
}

// New makes a portal; open is a provider that people may sign in by, or the zero value.
func New(k *web.Kit, open OpenID) (*Portal, error) {
	party, err := relyingParty(k.Base, k.Site().Programme.Name)
	if err != nil {
		return nil, err
	}
	return &Portal{
		Kit: k, party: party, company: &company{OpenID: open, callback: k.Base + companyCallback}, pictures: newPictures(),
	}, nil
}

// frame starts the base of a page; section is the address of the navigation item that is current, relative to the partner's.
func (p *Portal) frame(c echo.Context, who *web.Identity, title, section string) (views.Frame, error) {
	done, problem, err := p.TakeFlash(c)
	f := views.Frame{
		Page: p.Page(c, title, section), Person: person(who), Here: partnerOf(who.Partner),
		Done: done, Problem: problem, Once: web.Token(),
	}
	for _, m := range who.Memberships {
		f.Mine = append(f.Mine, partnerOf(m))
	}
	f.Nav, f.Viewing = navigation(who, section), who.Viewing
	return f, errors.Join(err, p.countNew(c, who, f.Nav))
}

// countNew says in the navigation how many enquiries nobody has taken yet.
func (p *Portal) countNew(c echo.Context, who *web.Identity, nav []views.Item) error {
	i := slices.IndexFunc(nav, func(i views.Item) bool { return i.URL == partnerOf(who.Partner).Home()+"/"+enquiriesSection })
	if i < 0 {
		return nil
	}
	counts, err := p.Store.EnquiryCounts(c.Request().Context(), who.Partner.Partner, p.Today())
	nav[i].Count = counts.New
	return err
}

func person(who *web.Identity) views.Person {
	return views.Person{Name: who.Account.Name, Email: who.Account.Email, Staff: who.Account.Staff}
}

func partnerOf(m store.Membership) views.Partner {
	return views.Partner{Slug: m.Slug, Name: m.Name, Role: m.Role}
}

// Home is "/portal": the way to the one partner, or the choice between several.
func (p *Portal) Home(c echo.Context, who *web.Identity) error {
	if len(who.Memberships) == 1 {
		return p.See(c, partnerOf(who.Memberships[0]).Home())
	}
	if len(who.Memberships) == 0 {
		switch who.Account.Staff {
		case program.Auditor:
			return p.See(c, "/admin/queue")
		case program.Reviewer, program.Admin:
			return p.See(c, "/admin")
		}
	}
	f, err := p.frame(c, who, "Your partners", "")
	if err != nil {
		return err
	}
	return p.Render(c, 200, views.ChoosePage(f))
}

// maxField bounds what is read of any single line of a form.
const maxField = 300

// line reads one line of a form.
func line(c echo.Context, name string) string {
	v := []rune(c.FormValue(name))
	return string(v[:min(len(v), maxField)])
}
