package portal

import (
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	views "partnerdirectory/views/portal"
)

// place is one entry of the navigation: section is its address below the partner's.
type place struct {
	name    string
	section string
	least   program.Role
}

// places is the portal's navigation, in order.
func places() []place {
	return []place{
		{"Overview", "", program.Viewer},
		{"Progress", "progress", program.Viewer},
		{"Notices", "notices", program.Viewer},
		{"People", "people", program.Viewer},
		{"References", "references", program.Viewer},
		{"Case studies", "case-studies", program.Viewer},
		{"Reviews", "reviews", program.Viewer},
		{"Documents", "documents", program.Viewer},
		{"Figures that count", "metrics", program.Viewer},
		{"Public profile", profileSection, program.Viewer},
		{"Enquiries", enquiriesSection, program.Viewer},
		{"Views and enquiries", "figures", program.Viewer},
		{"Members", "members", program.Viewer},
	}
}

// navigation lists what the person may open: the places of the partner whose page this is.
func navigation(who *web.Identity, section string) []views.Item {
	if who.Partner.Slug == "" {
		return staffPlaces(who.Account.Staff, section)
	}
	home := partnerOf(who.Partner).Home()
	var out []views.Item
	for _, p := range places() {
		if !who.Partner.Role.Covers(p.least) {
			continue
		}
		url := home
		if p.section != "" {
			url += "/" + p.section
		}
		out = append(out, views.Item{Name: p.name, URL: url, Current: p.section == section})
	}
	return out
}

// staffPlaces is the navigation of the programme's staff.
func staffPlaces(staff program.Staff, section string) []views.Item {
	var out []views.Item
	add := func(name, place, of string) {
		out = append(out, views.Item{Name: name, URL: place, Current: section == of})
	}
	switch staff {
	case program.Auditor:
		add("Reviews of your firm", "/admin/queue", "queue")
		add("Your firm", "/admin/firms", "firms")
	case program.Reviewer, program.Admin:
		add("Dashboard", "/admin", "dashboard")
		add("Review queue", "/admin/queue", "queue")
		add("Profile changes", "/review/profiles", checksSection)
		add("Partners", "/admin/partners", "partners")
		add("Reusable texts", "/admin/texts", "texts")
	}
	if staff == program.Reviewer || staff == program.Admin {
		add("Firms", "/admin/firms", "firms")
	}
	if staff == program.Admin {
		add("Specializations", "/admin/specializations", "specializations")
		add("Competencies", "/admin/competencies", "competencies")
		add("Certifications", "/admin/certifications", "certifications")
		add("Metrics", "/admin/metrics", "metrics")
		add("Directory terms", "/admin/directory/industries", "directory")
		add("Settings", "/admin/settings", "settings")
		add("Import and export", "/admin/import", "exchange")
		add("API tokens", "/admin/tokens", "tokens")
		add("Audit trail", "/admin/audit", "audit")
		add("Outbox", "/admin/outbox", "outbox")
	}
	return out
}
