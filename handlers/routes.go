package handlers

import (
	"fmt"
	"net"
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"partnerdirectory/handlers/admin"
	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/search"
	"partnerdirectory/store"
)

// routes is every address of the site on one page.
func (s *Server) routes(o Options) (*echo.Echo, error) {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.problem
	var err error
	if e.IPExtractor, err = clientAddress(o.Proxies); err != nil {
		return nil, err
	}

	e.Pre(trimSlash)
	e.Use(middleware.RequestID())
	if o.AccessLog {
		e.Use(accessLog(o.Log))
	}
	e.Use(middleware.RecoverWithConfig(middleware.RecoverConfig{DisablePrintStack: true, LogErrorFunc: logPanic(o.Log)}))
	e.Use(bodyLimit())
	e.Use(echo.WrapMiddleware(http.NewCrossOriginProtection().Handler))

	e.Use(s.kit.Guard(access()))

	e.GET("/", s.home)
	e.GET("/partners", s.partners)
	e.GET("/partners/:slug", s.profile)
	e.GET("/partners/:slug/enquiry", s.enquiryForm)
	e.POST("/partners/:slug/enquiry", s.sendEnquiry)
	e.GET("/partners/:slug/enquiry/sent", s.enquirySent)
	e.GET("/suggest", s.suggest)
	e.GET("/specializations", s.specializations)
	e.GET("/specializations/:slug", s.specialization)
	e.GET("/competencies", s.competencies)
	e.GET("/competencies/:slug", s.competency)
	e.GET("/case-studies", s.caseStudies)
	e.GET("/case-studies/:slug", s.caseStudy)
	e.GET("/compare", s.compare)
	e.GET("/compare.csv", s.compareCSV)
	e.POST("/shortlist", s.shortlist)
	e.GET("/labels/:id", s.label)
	e.GET("/about/labels", s.about)
	e.GET("/changes", s.changes)
	e.GET("/changes.atom", s.changesFeed)
	e.GET("/credentials/issuer", s.issuerProfile)
	e.GET("/credentials/:purpose/:list", s.statusList)
	e.GET("/.well-known/did.json", s.didDocument)

	p, err := portal.New(s.kit, o.Accounts.OpenID)
	if err != nil {
		return nil, err
	}
	slowly := web.Limit(o.Accounts.Rate)
	e.GET("/signin", p.SignInPage)
	e.POST("/signin", p.SignInWithPassword, slowly)
	e.GET("/signin/code", p.CodePage)
	e.POST("/signin/code", p.SignInWithCode, slowly)
	e.POST("/signin/passkey/begin", p.BeginPasskeySignIn, slowly)
	e.POST("/signin/passkey", p.SignInWithPasskey, slowly)
	e.GET("/signin/company", p.SignInWithCompany, slowly)
	e.GET("/signin/company/callback", p.CompanyCallback)
	e.POST("/signout", web.As(p.SignOutHere))
	e.GET("/password", p.Forgot)
	e.POST("/password", p.SendPasswordLink, slowly)
	e.GET("/password/:token", p.ChoosePassword)
	e.POST("/password/:token", p.SetPassword, slowly)
	e.GET("/invitation/:token", p.Invitation)
	e.POST("/invitation/:token", p.AcceptInvitation, slowly)
	e.GET("/account", web.As(p.Account))
	e.POST("/account/name", web.As(p.Rename))
	e.POST("/account/password", web.As(p.ChangePassword), slowly)
	e.POST("/account/mail", web.As(p.ChooseMail))
	e.POST("/account/passkeys/begin", web.As(p.BeginPasskey))
	e.POST("/account/passkeys", web.As(p.AddPasskey))
	e.POST("/account/passkeys/remove", web.As(p.RemovePasskey))
	e.GET("/account/codes", web.As(p.Codes))
	e.GET("/account/codes/picture", web.As(p.CodesPicture))
	e.POST("/account/codes", web.As(p.TurnCodesOn))
	e.POST("/account/codes/off", web.As(p.TurnCodesOff), slowly)
	e.GET("/account/company", web.As(p.LinkCompany))
	e.POST("/account/company/remove", web.As(p.UnlinkCompany))
	e.POST("/account/sessions/end", web.As(p.EndSession))
	e.POST("/account/sessions/end-all", web.As(p.EndSessions))
	e.GET("/portal", web.As(p.Home))
	e.GET("/portal/:partner", web.As(p.Overview))
	e.GET("/portal/:partner/progress", web.As(p.ProgressList))
	e.GET("/portal/:partner/progress/:specialization", web.As(p.Progress))
	e.GET("/portal/:partner/notices", web.As(p.Notices))
	e.POST("/portal/:partner/notices/read", web.As(p.ReadNotices))
	s.paperRoutes(e, p)
	e.GET("/confirm/:token", p.ConfirmPage, slowly)
	e.POST("/confirm/:token", p.Confirm, slowly)
	e.GET("/portal/:partner/profile", web.As(p.Profile))
	e.POST("/portal/:partner/profile", web.As(p.SaveProfile))
	e.GET("/portal/:partner/profile/preview", web.As(s.previewProfile))
	e.POST("/portal/:partner/profile/discard", web.As(p.DiscardProfile))
	e.POST("/portal/:partner/profile/confirm", web.As(p.ConfirmProfile))
	e.POST("/portal/:partner/profile/withdraw", web.As(p.WithdrawProfileCheck))
	e.GET("/portal/:partner/profile/logo", web.As(p.Logo))
	e.POST("/portal/:partner/profile/logo", web.As(p.UploadLogo))
	e.POST("/portal/:partner/profile/logo/remove", web.As(p.RemoveLogo))
	e.GET("/review/profiles", web.As(p.ProfileChecks))
	e.POST("/review/profiles/:id", web.As(p.DecideProfileCheck))
	e.GET("/logos/:name", p.LogoPicture)
	e.GET("/portal/:partner/enquiries", web.As(p.Enquiries))
	e.GET("/portal/:partner/enquiries/:id", web.As(p.Enquiry))
	e.POST("/portal/:partner/enquiries/:id", web.As(p.StepEnquiry))
	e.GET("/portal/:partner/figures", web.As(p.Figures))
	e.GET("/portal/:partner/members", web.As(p.Members))
	e.POST("/portal/:partner/members", web.As(p.Invite))
	e.POST("/portal/:partner/members/:member/role", web.As(p.ChangeRole))
	e.POST("/portal/:partner/members/:member/remove", web.As(p.RemoveMember))
	e.POST("/portal/:partner/invitations/:id/withdraw", web.As(p.WithdrawInvitation))

	a := admin.New(p, func() *search.Index { return s.live.Current().Index })
	e.GET("/admin", web.As(a.Dashboard))
	e.GET("/admin/labels", web.As(a.Labels))
	e.GET("/admin/queue/health", web.As(a.QueueHealth))
	e.GET("/admin/labels.csv", web.As(a.LabelsCSV))
	e.GET("/admin/queue", web.As(a.Queue))
	e.GET("/admin/queue/:kind/:partner/:evidence", web.As(a.Item))
	e.POST("/admin/queue/:kind/:partner/:evidence", web.As(a.Decide))
	e.POST("/admin/queue/:kind/:partner/:evidence/claim", web.As(a.Claim))
	e.GET("/admin/queue/:kind/:partner/:evidence/file", web.As(a.File))
	vocabularyRoutes(e, a)
	e.GET("/admin/outbox", web.As(p.Outbox))
	partnerRoutes(e, a)

	deskRoutes(e, a)
	editorRoutes(e, a)
	exchangeRoutes(e, a)
	s.feedRoutes(e, o, a)
	impactRoutes(e, a)

	e.GET("/admin/audit", web.As(a.Audit))
	e.GET("/admin/audit/export", web.As(a.ExportAudit))
	e.POST("/admin/audit/verify", web.As(a.VerifyAudit))

	e.GET("/static/*", echo.WrapHandler(s.files))
	e.GET("/favicon.ico", s.favicon)
	e.GET("/robots.txt", s.robots)
	e.GET("/sitemap.xml", s.sitemapIndex)
	e.GET("/sitemaps/:name", s.sitemap)
	e.GET("/healthz", s.healthz)
	e.GET("/readyz", s.readyz)
	return e, unlisted(e.Routes())
}

// feedRoutes are where other systems send rows, and where their tokens are made.
func (s *Server) feedRoutes(e *echo.Echo, o Options, a *admin.Admin) {
	e.GET("/admin/tokens", web.As(a.Tokens))
	e.POST("/admin/tokens", web.As(a.AddToken))
	e.POST("/admin/tokens/:token/revoke", web.As(a.RevokeToken))
	limited := web.Limit(o.FeedRate)
	e.POST("/api/v1/metrics", s.feed(store.ScopeMetrics), limited)
	e.POST("/api/v1/certifications", s.feed(store.ScopeCertifications), limited)
}

// exchangeRoutes are where rows are imported and exported.
func exchangeRoutes(e *echo.Echo, a *admin.Admin) {
	e.GET("/admin/import", web.As(a.Exchange))
	e.POST("/admin/import", web.As(a.TryImport))
	e.POST("/admin/import/confirm", web.As(a.Import))
	e.GET("/admin/import/:rows", web.As(a.RowKind))
	e.GET("/admin/import/:rows/template", web.As(a.RowTemplate))
	e.GET("/admin/export/:rows", web.As(a.Export))
}

// editorRoutes are where requirements are written.
func editorRoutes(e *echo.Echo, a *admin.Admin) {
	e.GET("/admin/specializations", web.As(a.Specializations))
	e.POST("/admin/specializations", web.As(a.SaveSpecialization))
	e.GET("/admin/specializations/new", web.As(a.NewSpecialization))
	e.GET("/admin/specializations/:specialization", web.As(a.Specialization))
	e.POST("/admin/specializations/:specialization", web.As(a.SaveSpecialization))
	e.POST("/admin/specializations/:specialization/drafts", web.As(a.BeginDraft))
	e.GET("/admin/drafts/:draft", web.As(a.Draft))
	e.POST("/admin/drafts/:draft", web.As(a.SaveDraft))
	e.POST("/admin/drafts/:draft/tree", web.As(a.EditTree))
	e.POST("/admin/drafts/:draft/undo", web.As(a.UndoDraft))
	e.POST("/admin/drafts/:draft/discard", web.As(a.DiscardDraft))
	e.GET("/admin/specializations/:specialization/versions/:version", web.As(a.Version))
	e.POST("/admin/specializations/:specialization/versions/:version/withdraw", web.As(a.Withdraw))
	e.GET("/admin/drafts/:draft/node/:node", web.As(a.Node))
	e.POST("/admin/drafts/:draft/node/:node", web.As(a.SaveNode))
}

// deskRoutes are what those who decide keep beside the queue.
func deskRoutes(e *echo.Echo, a *admin.Admin) {
	e.GET("/admin/texts", web.As(a.Texts))
	e.POST("/admin/texts", web.As(a.AddText))
	e.GET("/admin/texts/:text", web.As(a.Text))
	e.POST("/admin/texts/:text", web.As(a.SaveText))
	e.POST("/admin/queue/:kind/:partner/:evidence/booking", web.As(a.Booking))
	e.GET("/admin/firms", web.As(a.Firms))
	e.GET("/admin/firms/reviews/:partner/:item", web.As(a.Reviewed))
	e.GET("/admin/firms/reviews/:partner/:item/report", web.As(a.ReviewReport))
}

// paperRoutes are the pages on which a partner hands things in, the same for every kind.
func (s *Server) paperRoutes(e *echo.Echo, p *portal.Portal) {
	k := portal.Papers()
	e.GET("/portal/:partner/people", web.As(p.People(k.Certification)))
	e.GET("/portal/:partner/people/import", web.As(p.ImportPeoplePage))
	e.POST("/portal/:partner/people/import", web.As(p.ImportPeople(k.Certification)))
	e.POST("/portal/:partner/people/:person/leave", web.As(p.PersonLeaves(k.Certification)))
	e.GET("/portal/:partner/references", web.As(p.PaperList(k.Reference)))
	e.POST("/portal/:partner/references/:item/remind", web.As(p.RemindCustomer(k.Reference)))
	e.GET("/portal/:partner/case-studies", web.As(p.PaperList(k.CaseStudy)))
	e.GET("/portal/:partner/reviews", web.As(p.PaperList(k.Review)))
	e.GET("/portal/:partner/reviews/:item/report", web.As(p.DocumentFile))
	e.GET("/portal/:partner/documents", web.As(p.PaperList(k.Document)))
	e.GET("/portal/:partner/documents/:item/file", web.As(p.DocumentFile))
	e.GET("/portal/:partner/metrics", web.As(p.Metrics))
	e.GET("/portal/:partner/metrics/:metric", web.As(p.Metric))
	e.GET("/portal/:partner/disputes", web.As(p.PaperList(k.Dispute)))
	for section, kind := range k.Sections() {
		at := "/portal/:partner/" + section
		e.GET(at+"/new", web.As(p.NewPaper(kind)))
		e.POST(at, web.As(p.SavePaper(kind)))
		e.GET(at+"/:item", web.As(p.Paper(kind)))
		e.GET(at+"/:item/edit", web.As(p.EditPaper(kind)))
		e.POST(at+"/:item", web.As(p.SavePaper(kind)))
		e.POST(at+"/:item/withdraw", web.As(p.WithdrawPaper(kind)))
	}
}

// partnerRoutes are the pages on which staff find partners and act on them.
func partnerRoutes(e *echo.Echo, a *admin.Admin) {
	e.GET("/admin/partners", web.As(a.Partners))
	e.GET("/admin/partners/:partner", web.As(a.Partner))
	e.POST("/admin/partners/:partner/view", web.As(a.View))
	e.POST("/admin/partners/:partner/view/stop", web.As(a.StopView))
	e.GET("/admin/partners/:partner/standing/:specialization", web.As(a.StandingOfPartner))
	e.GET("/admin/partners/:partner/evidence/:kind", web.As(a.PartnerEvidence))
	e.GET("/admin/partners/:partner/acts/:act", web.As(a.Deed))
	e.POST("/admin/partners/:partner/acts/:act", web.As(a.Act))
}

// clientAddress takes a client's address from the connection, or from X-Forwarded-For where a trusted proxy wrote it.
func clientAddress(proxies []string) (echo.IPExtractor, error) {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect(), nil
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		_, network, err := net.ParseCIDR(p)
		if err != nil {
			return nil, fmt.Errorf("trusted proxy %q: want a range such as 10.0.0.0/8", p)
		}
		trust = append(trust, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(trust...), nil
}

// vocabularyRoutes are the pages on which admins keep the words of the programme and its settings.
func vocabularyRoutes(e *echo.Echo, a *admin.Admin) {
	e.GET("/admin/competencies", web.As(a.Competencies))
	e.GET("/admin/competencies/new", web.As(a.Competency))
	e.POST("/admin/competencies/new", web.As(a.SaveCompetency))
	e.GET("/admin/competencies/:competency", web.As(a.Competency))
	e.POST("/admin/competencies/:competency", web.As(a.SaveCompetency))
	e.GET("/admin/certifications", web.As(a.Certifications))
	e.GET("/admin/certifications/new", web.As(a.Certification))
	e.POST("/admin/certifications/new", web.As(a.SaveCertification))
	e.GET("/admin/certifications/:code", web.As(a.Certification))
	e.POST("/admin/certifications/:code", web.As(a.SaveCertification))
	e.GET("/admin/metrics", web.As(a.Metrics))
	e.GET("/admin/metrics/new", web.As(a.Metric))
	e.POST("/admin/metrics/new", web.As(a.SaveMetric))
	e.GET("/admin/metrics/:metric", web.As(a.Metric))
	e.POST("/admin/metrics/:metric", web.As(a.SaveMetric))
	e.GET("/admin/directory/:facet", web.As(a.Facet))
	e.POST("/admin/directory/:facet", web.As(a.SaveFacet))
	e.GET("/admin/settings", web.As(a.Settings))
	e.POST("/admin/settings", web.As(a.SaveSettings))
}

// impactRoutes are the pages on which admins see whom a draft would hit, and publish it.
func impactRoutes(e *echo.Echo, a *admin.Admin) {
	e.GET("/admin/drafts/:draft/impact", web.As(a.Impact))
	e.POST("/admin/drafts/:draft/impact", web.As(a.UseDay))
	e.GET("/admin/drafts/:draft/impact.csv", web.As(a.ImpactCSV))
	e.GET("/admin/drafts/:draft/publish", web.As(a.ConfirmPublish))
	e.POST("/admin/drafts/:draft/publish", web.As(a.Publish))
	e.GET("/admin/drafts/:draft/rebase", web.As(a.Rebase))
	e.POST("/admin/drafts/:draft/rebase", web.As(a.TakeBase))
}
