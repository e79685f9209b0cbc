package handlers

import (
	"fmt"
	"maps"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
)

// access is the one table that says who may use which route. A route that it does not list keeps the server from
// starting. Ownership is part of it: Member is always of the partner that the address names.
func access() map[string]web.Rule {
	public, signedIn := web.Public(), web.SignedIn()
	review := web.Staff(program.Reviewer, program.Admin)
	viewer, editor, owner := web.Member(program.Viewer), web.Member(program.Editor), web.Member(program.Owner)
	admin, deciders := web.Staff(program.Admin), web.Staff(program.Reviewer, program.Auditor, program.Admin)
	table := map[string]web.Rule{
		"GET /":                            public,
		"GET /partners":                    public,
		"GET /partners/:slug":              public,
		"GET /partners/:slug/enquiry":      public,
		"POST /partners/:slug/enquiry":     public,
		"GET /partners/:slug/enquiry/sent": public,
		"GET /suggest":                     public,
		"GET /specializations":             public,
		"GET /specializations/:slug":       public,
		"GET /competencies":                public,
		"GET /competencies/:slug":          public,
		"GET /case-studies":                public,
		"GET /case-studies/:slug":          public,
		"GET /compare":                     public,
		"GET /compare.csv":                 public,
		"POST /shortlist":                  public,
		"GET /labels/:id":                  public,
		"GET /about/labels":                public,
		"GET /changes":                     public,
		"GET /changes.atom":                public,
		"GET /credentials/issuer":          public,
		"GET /credentials/:purpose/:list":  public,
		"GET /.well-known/did.json":        public,
		"GET /static/*":                    public,
		"GET /favicon.ico":                 public,
		"GET /robots.txt":                  public,
		"GET /sitemap.xml":                 public,
		"GET /sitemaps/:name":              public,
		"GET /healthz":                     public,
		"GET /readyz":                      public,

		"GET /signin":                  public,
		"POST /signin":                 public,
		"POST /signout":                signedIn,
		"GET /signin/code":             public,
		"POST /signin/code":            public,
		"POST /signin/passkey/begin":   public,
		"POST /signin/passkey":         public,
		"GET /signin/company":          public,
		"GET /signin/company/callback": public,
		"GET /password":                public,
		"POST /password":               public,
		"GET /password/:token":         public,
		"POST /password/:token":        public,
		"GET /invitation/:token":       public,
		"POST /invitation/:token":      public,

		"GET /account":                   signedIn,
		"POST /account/name":             signedIn,
		"POST /account/password":         signedIn,
		"POST /account/mail":             signedIn,
		"POST /account/passkeys/begin":   signedIn,
		"POST /account/passkeys":         signedIn,
		"POST /account/passkeys/remove":  signedIn,
		"GET /account/codes":             signedIn,
		"GET /account/codes/picture":     signedIn,
		"POST /account/codes":            signedIn,
		"POST /account/codes/off":        signedIn,
		"GET /account/company":           signedIn,
		"POST /account/company/remove":   signedIn,
		"POST /account/sessions/end":     signedIn,
		"POST /account/sessions/end-all": signedIn,

		// What of the queue an auditor sees, package admin says.
		"GET /admin/queue":                                 deciders,
		"GET /admin/queue/:kind/:partner/:evidence":        deciders,
		"POST /admin/queue/:kind/:partner/:evidence":       deciders,
		"POST /admin/queue/:kind/:partner/:evidence/claim": deciders,
		"GET /admin/queue/:kind/:partner/:evidence/file":   deciders,
		"GET /admin":               review,
		"GET /admin/labels":        review,
		"GET /admin/labels.csv":    review,
		"GET /admin/queue/health":  review,
		"GET /admin/audit":         admin,
		"GET /admin/audit/export":  admin,
		"POST /admin/audit/verify": admin,
		"GET /admin/outbox":        admin,

		"GET /admin/specializations":                                             admin,
		"POST /admin/specializations":                                            admin,
		"GET /admin/specializations/new":                                         admin,
		"GET /admin/specializations/:specialization":                             admin,
		"POST /admin/specializations/:specialization":                            admin,
		"POST /admin/specializations/:specialization/drafts":                     admin,
		"GET /admin/drafts/:draft":                                               admin,
		"POST /admin/drafts/:draft":                                              admin,
		"POST /admin/drafts/:draft/tree":                                         admin,
		"POST /admin/drafts/:draft/undo":                                         admin,
		"POST /admin/drafts/:draft/discard":                                      admin,
		"GET /admin/specializations/:specialization/versions/:version":           admin,
		"POST /admin/specializations/:specialization/versions/:version/withdraw": admin,
		"GET /admin/tokens":                                                      admin,
		"POST /admin/tokens":                                                     admin,
		"POST /admin/tokens/:token/revoke":                                       admin,
		"POST /api/v1/metrics":                                                   web.Bearer(store.ScopeMetrics),
		"POST /api/v1/certifications":                                            web.Bearer(store.ScopeCertifications),
		"POST /admin/partners/:partner/view":                                     admin,
		"POST /admin/partners/:partner/view/stop":                                admin,
		"GET /admin/import":                                                      admin,
		"POST /admin/import":                                                     admin,
		"POST /admin/import/confirm":                                             admin,
		"GET /admin/import/:rows":                                                admin,
		"GET /admin/import/:rows/template":                                       admin,
		"GET /admin/export/:rows":                                                admin,
		"GET /admin/drafts/:draft/node/:node":                                    admin,
		"POST /admin/drafts/:draft/node/:node":                                   admin,

		"GET /admin/texts":                                   review,
		"POST /admin/texts":                                  review,
		"GET /admin/texts/:text":                             review,
		"POST /admin/texts/:text":                            review,
		"POST /admin/queue/:kind/:partner/:evidence/booking": deciders,
		"GET /admin/firms":                                   deciders,
		"GET /admin/firms/reviews/:partner/:item":            deciders,
		"GET /admin/firms/reviews/:partner/:item/report":     deciders,

		"GET /admin/drafts/:draft/impact":     admin,
		"POST /admin/drafts/:draft/impact":    admin,
		"GET /admin/drafts/:draft/impact.csv": admin,
		"GET /admin/drafts/:draft/publish":    admin,
		"POST /admin/drafts/:draft/publish":   admin,
		"GET /admin/drafts/:draft/rebase":     admin,
		"POST /admin/drafts/:draft/rebase":    admin,

		"GET /portal":                                   signedIn,
		"GET /portal/:partner":                          viewer,
		"GET /portal/:partner/progress":                 viewer,
		"GET /portal/:partner/progress/:specialization": viewer,
		"GET /portal/:partner/notices":                  viewer,
		"POST /portal/:partner/notices/read":            viewer,
		"GET /portal/:partner/people":                   viewer,
		"GET /portal/:partner/people/import":            editor,
		"POST /portal/:partner/people/import":           editor,
		"POST /portal/:partner/people/:person/leave":    editor,
		"GET /portal/:partner/references":               viewer,
		"POST /portal/:partner/references/:item/remind": editor,
		"GET /portal/:partner/case-studies":             viewer,
		"GET /portal/:partner/reviews":                  viewer,
		"GET /portal/:partner/reviews/:item/report":     editor,
		"GET /portal/:partner/documents":                viewer,
		"GET /portal/:partner/documents/:item/file":     editor,
		"GET /portal/:partner/metrics":                  viewer,
		"GET /portal/:partner/metrics/:metric":          viewer,
		"GET /portal/:partner/disputes":                 viewer,
		"GET /confirm/:token":                           public,
		"POST /confirm/:token":                          public,

		"GET /portal/:partner/profile":                   viewer,
		"POST /portal/:partner/profile":                  editor,
		"GET /portal/:partner/profile/preview":           viewer,
		"POST /portal/:partner/profile/discard":          editor,
		"POST /portal/:partner/profile/confirm":          editor,
		"POST /portal/:partner/profile/withdraw":         editor,
		"GET /portal/:partner/profile/logo":              viewer,
		"POST /portal/:partner/profile/logo":             editor,
		"POST /portal/:partner/profile/logo/remove":      editor,
		"GET /review/profiles":                           review,
		"POST /review/profiles/:id":                      review,
		"GET /logos/:name":                               public,
		"GET /portal/:partner/enquiries":                 viewer,
		"GET /portal/:partner/enquiries/:id":             viewer,
		"POST /portal/:partner/enquiries/:id":            editor,
		"GET /portal/:partner/figures":                   viewer,
		"GET /portal/:partner/members":                   viewer,
		"POST /portal/:partner/members":                  owner,
		"POST /portal/:partner/members/:member/role":     owner,
		"POST /portal/:partner/members/:member/remove":   owner,
		"POST /portal/:partner/invitations/:id/withdraw": owner,
	}
	maps.Copy(table, partnerRules())
	maps.Copy(table, vocabularyRules())
	for section := range portal.Papers().Sections() {
		at := " /portal/:partner/" + section
		table["GET"+at+"/new"] = editor
		table["POST"+at] = editor
		table["GET"+at+"/:item"] = viewer
		table["GET"+at+"/:item/edit"] = editor
		table["POST"+at+"/:item"] = editor
		table["POST"+at+"/:item/withdraw"] = editor
	}
	return table
}

// partnerRules says who finds partners and acts on them.
func partnerRules() map[string]web.Rule {
	review := web.Staff(program.Reviewer, program.Admin)
	at := " /admin/partners/:partner"
	return map[string]web.Rule{
		"GET /admin/partners":                    review,
		"GET" + at:                               review,
		"GET" + at + "/standing/:specialization": review,
		"GET" + at + "/evidence/:kind":           review,
		"GET" + at + "/acts/:act":                web.Staff(program.Admin),
		"POST" + at + "/acts/:act":               web.Staff(program.Admin),
	}
}

// vocabularyRules says who keeps the words of the programme and its settings.
func vocabularyRules() map[string]web.Rule {
	admin, out := web.Staff(program.Admin), map[string]web.Rule{}
	for _, page := range []string{
		"competencies/new", "competencies/:competency", "certifications/new", "certifications/:code", "metrics/new", "metrics/:metric", "directory/:facet", "settings",
	} {
		out["GET /admin/"+page], out["POST /admin/"+page] = admin, admin
	}
	for _, list := range []string{"competencies", "certifications", "metrics"} {
		out["GET /admin/"+list] = admin
	}
	return out
}

// unlisted returns an error for a route without a rule, and for a rule without a route.
func unlisted(routes []*echo.Route) error {
	table := access()
	for _, r := range routes {
		if _, ok := table[r.Method+" "+r.Path]; !ok {
			return fmt.Errorf("route %s %s has no rule in the access table", r.Method, r.Path)
		}
		delete(table, r.Method+" "+r.Path)
	}
	for name := range table {
		return fmt.Errorf("the access table has a rule for %s, which is no route", name)
	}
	return nil
}
