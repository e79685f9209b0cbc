package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// viewing is the session's value that names the partner whose pages an admin looks at.
const viewing = "viewing"

// BeginView lets an admin look at a partner's pages in this session, as a viewer among its members does.
func (k *Kit) BeginView(c echo.Context, slug string) error { return k.SetValue(c, viewing, slug) }

// EndView ends that.
func (k *Kit) EndView(c echo.Context) error { return k.SetValue(c, viewing, "") }

// view makes an admin a viewer of the partner in the address, if they have begun to look at it: for reading, and on the portal only.
func (k *Kit) view(c echo.Context, who *Identity, slug string) error {
	if who.Account.Staff != program.Admin || c.Request().Method != http.MethodGet || !strings.HasPrefix(c.Path(), "/portal/") {
		return nil
	}
	begun, err := k.Value(c, viewing)
	if err != nil || begun != slug {
		return err
	}
	id, name, err := k.Store.PartnerBySlug(c.Request().Context(), slug)
	if err != nil {
		return err
	}
	who.Partner, who.Viewing = store.Membership{Partner: id, Slug: slug, Name: name, Role: program.Viewer}, true
	return nil
}
