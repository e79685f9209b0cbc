package admin

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/views"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// reviewRules joins what the set that the partner is judged on asks of reviews: every module and checklist that it names.
func (d *desk) reviewRules() program.ReviewRule {
	var out program.ReviewRule
	set, ok := d.folder.JudgedOn(d.x.About.Of[0])
	if !ok {
		return out
	}
	portal.EachLeaf(&set.Root, func(r *program.Requirement) {
		if r.Review == nil {
			return
		}
		for _, m := range r.Review.Modules {
			if !slices.ContainsFunc(out.Modules, func(o program.ReviewModule) bool { return o.Slug == m.Slug }) {
				out.Modules = append(out.Modules, m)
			}
		}
		out.Checklists = append(out.Checklists, r.Review.Checklists...)
	})
	return out
}

// moduleNames names modules as the set does.
func (d *desk) moduleNames(slugs []string) string {
	var out []string
	for _, slug := range slugs {
		name := portal.TitleOfSlug(slug)
		for _, m := range d.reviewRules().Modules {
			if m.Slug == slug {
				name = m.Name
			}
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}

func (d *desk) reviewForm(f *form) *adminviews.Review {
	rules := d.reviewRules()
	out := &adminviews.Review{
		Held:       portalviews.Field{Name: "held", Label: "Held on", Type: "date", Value: f.value("held"), Error: f.bad["held"]},
		ModulesBad: f.bad["modules"],
		Checklist:  portalviews.Field{Name: "checklist", Label: "Checklist that you went by", Value: f.value("checklist"), Error: f.bad["checklist"]},
		Result:     portalviews.Field{Name: "result", Label: "Result", Value: f.value("result"), Error: f.bad["result"]},
		Remark: portalviews.Field{
			Name: "remark", Label: "Remark", Hint: "The partner reads it. Needed when the review was not passed.", Value: f.value("remark"), Error: f.bad["remark"],
			Most: longest, Rows: 5, Optional: true,
		},
		Controls: portalviews.Field{
			Name: "controls", Label: "Results by control", Value: f.value("controls"), Error: f.bad["controls"], Most: longestControls, Rows: 6, Optional: true,
			Hint: "A control on each line: its number, then met, not met or not applicable, and after a colon what you saw. “4.2 not met: backups are not tried out”. Columns copied from a spreadsheet do as well.",
		},
		Report: portalviews.FormField{Kind: portalviews.FileField, Field: portalviews.Field{
			Name: "file", Label: "Report", Type: ".pdf,.png,.jpg,.jpeg", Error: f.bad["file"], Optional: true,
			Hint: "A PDF, PNG or JPEG file of at most 20 MB. The partner and the programme's reviewers can read it. Choose it again if you change anything: browsers do not keep it.",
		}},
	}
	for _, m := range rules.Modules {
		out.Modules = append(out.Modules, adminviews.Module{Slug: m.Slug, Name: m.Name, On: slices.Contains(f.modules, m.Slug)})
	}
	for _, c := range rules.Checklists {
		out.Checklists = append(out.Checklists, portalviews.Choice{Value: c.Version, Label: c.Version + validity(c)})
	}
	if len(out.Checklists) > 0 {
		out.Checklists = append([]portalviews.Choice{{Label: "Choose"}}, out.Checklists...)
	}
	return out
}

func validity(c program.Checklist) string {
	switch {
	case c.From != 0 && c.Until != 0:
		return ", for reviews from " + c.From.Long() + " to " + (c.Until - 1).Long()
	case c.From != 0:
		return ", for reviews from " + c.From.Long()
	case c.Until != 0:
		return ", for reviews until " + (c.Until - 1).Long()
	}
	return ""
}

// record keeps what a firm found.
func (a *Admin) record(c echo.Context, who *web.Identity, d *desk) (string, error) {
	ctx := c.Request().Context()
	sent, err := c.FormParams()
	if err != nil {
		return "", program.ErrInvalid
	}
	r, bad := d.found(c, sent["module"])
	report := map[string]string{}
	maps.Copy(bad, a.portal.TakeDocument(c, report))
	if report["controls"] = typedUpTo(c, "controls", longestControls); report["controls"] != "" {
		if _, err := program.ParseControls(report["controls"]); err != nil {
			bad["controls"] = views.Capital(strings.TrimPrefix(err.Error(), program.ErrInvalid.Error()+": ")) + "."
		}
	}
	if len(bad) > 0 {
		return "", a.draw(c, who, d, http.StatusUnprocessableEntity, form{
			typed: func(name string) string {
				if name == "controls" {
					return report["controls"]
				}
				return typed(c, name)
			},
			modules: sent["module"], bad: bad,
		})
	}
	before, err := a.Store.LabelsOf(ctx, d.x.Partner)
	if err != nil {
		return "", err
	}
	act := a.portal.Act(c, who)
	act.Why = typed(c, "remark")
	err = a.Store.RecordReview(ctx, act, who.Account.ID, d.x, r, report, d.today)
	done := "Recorded as not passed: " + title(d.p, &d.x) + " of " + d.x.PartnerName + "."
	if r.Passed {
		done = "Recorded as passed: " + title(d.p, &d.x) + " of " + d.x.PartnerName + "."
	}
	return a.decided(c, who, d, before, err, done)
}

// longestControls bounds the results by control, in characters.
const longestControls = 40_000

// found reads the form of a firm's findings.
func (d *desk) found(c echo.Context, modules []string) (program.Review, map[string]string) {
	bad, rules := map[string]string{}, d.reviewRules()
	r := program.Review{Passed: c.FormValue("result") == "pass", Checklist: typed(c, "checklist")}
	var err error
	switch r.Held, err = program.ParseDay(typed(c, "held")); {
	case err != nil:
		bad["held"] = "Write the day on which the review was held, such as 2027-03-14."
	case r.Held > d.today:
		bad["held"] = "This day is still to come; today is " + d.today.Long() + "."
	case r.Held < d.today.AddMonths(-12):
		bad["held"] = "This day is more than a year ago. Check the year."
	}
	for _, m := range rules.Modules {
		if slices.Contains(modules, m.Slug) {
			r.Modules = append(r.Modules, m.Slug)
		}
	}
	if !r.Passed && c.FormValue("result") != "no-pass" {
		bad["result"] = "Choose whether the review was passed."
	}
	if r.Passed && len(r.Modules) == 0 {
		bad["modules"] = "A review that was passed has at least one module that was."
	}
	if len(rules.Checklists) > 0 && bad["held"] == "" && !slices.ContainsFunc(rules.Checklists, func(l program.Checklist) bool {
		return l.Version == r.Checklist && l.From <= r.Held && (l.Until == 0 || r.Held < l.Until)
	}) {
		bad["checklist"] = "Choose the checklist that was valid on the day of the review."
	}
	if !r.Passed && bad["result"] == "" && typed(c, "remark") == "" {
		bad["remark"] = "Say what was missing, so that the partner knows what to do."
	}
	return r, bad
}
