package seed

// trade is a line of work, by the specialization that proves it: how common it is, and what partners in it offer.
type trade struct {
	specialization string
	weight         int
	products       []string
	services       []string
}

func trades() []trade {
	consult, migrate, manage := "consulting", "deployment-and-migration", "managed-services"
	build, join, teach, lead := "custom-solutions", "integration", "learning-and-certification", "project-management"
	return []trade{
		{"kubernetes", 60, []string{"meridian-cloud", "meridian-source"}, []string{consult, migrate, manage}},
		{"sap-on-cloud", 34, []string{"meridian-cloud"}, []string{migrate, manage, lead}},
		{"virtual-desktop", 58, []string{"meridian-cloud", "meridian-client", "windows-server"}, []string{migrate, manage}},
		{"devops", 56, []string{"meridian-source", "meridian-cloud"}, []string{consult, build, teach}},
		{"web-app-modernization", 54, []string{"meridian-cloud", "sql-server"}, []string{build, migrate}},
		{"networking", 40, []string{"meridian-cloud"}, []string{consult, migrate, "hardware"}},
		{"windows-server-and-sql-server-migration", 90, []string{"windows-server", "sql-server", "meridian-cloud"}, []string{migrate, manage}},
		{"linux-and-open-source-database-migration", 38, []string{"meridian-cloud"}, []string{migrate, consult}},
		{"vmware-on-cloud", 26, []string{"meridian-cloud", "windows-server"}, []string{migrate, lead}},
		{"hybrid-infrastructure", 28, []string{"meridian-edge", "windows-server"}, []string{"hardware", migrate, manage}},
		{"hybrid-operations", 24, []string{"meridian-edge", "meridian-cloud"}, []string{manage, consult}},
		{"analytics", 84, []string{"meridian-data", "meridian-insight"}, []string{consult, build, teach}},
		{"ai-and-machine-learning", 50, []string{"meridian-data", "meridian-cloud"}, []string{consult, build}},
		{"data-warehouse-migration", 24, []string{"meridian-data", "sql-server"}, []string{migrate, consult}},
		{"adoption-and-change-management", 52, []string{"meridian-workplace", "meridian-meet"}, []string{teach, consult, lead}},
		{"calling", 40, []string{"meridian-meet", "meridian-rooms"}, []string{migrate, manage, "hardware"}},
		{"meetings-and-rooms", 34, []string{"meridian-rooms", "meridian-meet"}, []string{"hardware", migrate}},
		{"teamwork-deployment", 74, []string{"meridian-workplace", "meridian-sites", "meridian-meet"}, []string{migrate, teach}},
		{"custom-collaboration-solutions", 26, []string{"meridian-meet", "meridian-sites", "meridian-build"}, []string{build, join}},
		{"modern-endpoints", 62, []string{"meridian-endpoint", "meridian-client"}, []string{manage, migrate, "hardware", "licensing"}},
		{"identity-and-access-management", 52, []string{"meridian-identity", "meridian-workplace"}, []string{consult, migrate, join}},
		{"threat-protection", 54, []string{"meridian-shield", "meridian-endpoint"}, []string{manage, consult}},
		{"information-protection", 30, []string{"meridian-vault", "meridian-workplace"}, []string{consult, teach}},
		{"cloud-security", 36, []string{"meridian-shield", "meridian-cloud", "meridian-identity"}, []string{consult, manage}},
		{"low-code-applications", 58, []string{"meridian-build", "meridian-flow"}, []string{build, teach}},
		{"small-business-management", 72, []string{"meridian-business", "meridian-insight"}, []string{consult, migrate, "licensing"}},
		{"intelligent-automation", 38, []string{"meridian-flow", "meridian-build", "meridian-business"}, []string{build, consult, join}},
	}
}

// neighbours are competencies that specializations do not build on, by one that often comes with them.
func neighbours(competency string) []string {
	switch competency {
	case "cloud-platform":
		return []string{"datacenter", "data-platform", "application-lifecycle", "datacenter"}
	case "application-development":
		return []string{"application-lifecycle", "application-integration"}
	case "cloud-productivity", "collaboration-and-content":
		return []string{"messaging", "project-and-portfolio-management"}
	case "cloud-business-applications":
		return []string{"enterprise-resource-planning", "cloud-crm", "data-analytics"}
	case "small-and-midmarket-cloud":
		return []string{"messaging", "endpoints-and-devices", "enterprise-resource-planning"}
	case "security", "enterprise-mobility":
		return []string{"datacenter", "endpoints-and-devices"}
	}
	return []string{"data-analytics"}
}

// sectors are the industries as their members are called.
func sectors(industry string) []string {
	switch industry {
	case "agriculture":
		return []string{"growers and cooperatives", "farms and dairies", "seed and feed companies"}
	case "distribution":
		return []string{"wholesalers", "distributors of spare parts", "food distributors"}
	case "education":
		return []string{"schools and universities", "universities", "school boards", "vocational colleges"}
	case "financial-services":
		return []string{"banks and insurers", "insurers", "savings banks", "pension funds", "credit unions"}
	case "government":
		return []string{"councils and ministries", "municipalities", "public agencies", "courts and registries"}
	case "healthcare":
		return []string{"hospitals and clinics", "care homes", "laboratories", "general practices", "hospital groups"}
	case "hospitality-and-travel":
		return []string{"hotels and restaurants", "tour operators", "hotel groups", "airports and hotels"}
	case "manufacturing":
		return []string{"manufacturers", "machine builders", "food producers", "mines and mills", "car suppliers"}
	case "media-and-communications":
		return []string{"publishers and broadcasters", "newspapers", "telecoms companies", "film studios"}
	case "nonprofit":
		return []string{"charities and foundations", "aid organisations", "associations", "churches and charities"}
	case "power-and-utilities":
		return []string{"energy and water companies", "grid operators", "municipal utilities", "solar and wind farms"}
	case "professional-services":
		return []string{"law and accounting firms", "architects and engineers", "consultancies", "notaries"}
	case "public-safety":
		return []string{"fire and rescue services", "police authorities", "emergency services"}
	case "retail-and-consumer-goods":
		return []string{"retailers", "fashion and food chains", "web shops", "consumer brands", "pharmacies and chemists"}
	case "transportation":
		return []string{"hauliers and ports", "logistics companies", "railways and bus companies", "shipping lines"}
	}
	return []string{"firms of all kinds"}
}

// organisations are what customers call themselves after a place name.
func organisations() []string {
	return []string{
		"Foods", "Logistics", "Hospital", "Insurance", "Council", "Retail", "Energy", "Bank", "Engineering", "Water", "University",
		"Pharma", "Textiles", "Packaging", "Transport", "Media", "Hotels", "Dairy", "Motors", "Timber", "Steel", "Housing",
	}
}
