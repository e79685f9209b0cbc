package seed

import (
	_ "embed"
	"strings"

	"partnerdirectory/program"
)

//go:embed data/synonyms.txt
var synonymLines string

// synonyms reads the groups of words that search treats as one: a group a line, commas between.
func synonyms() [][]string {
	var out [][]string
	for line := range strings.Lines(synonymLines) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		group := strings.Split(line, ",")
		for i := range group {
			group[i] = strings.TrimSpace(group[i])
		}
		out = append(out, group)
	}
	return out
}

func industries() []program.Term {
	return []program.Term{
		{Slug: "agriculture", Name: "Agriculture"},
		{Slug: "distribution", Name: "Distribution"},
		{Slug: "education", Name: "Education"},
		{Slug: "financial-services", Name: "Financial services"},
		{Slug: "government", Name: "Government"},
		{Slug: "healthcare", Name: "Healthcare"},
		{Slug: "hospitality-and-travel", Name: "Hospitality and travel"},
		{Slug: "manufacturing", Name: "Manufacturing and resources"},
		{Slug: "media-and-communications", Name: "Media and communications"},
		{Slug: "nonprofit", Name: "Nonprofit"},
		{Slug: "power-and-utilities", Name: "Power and utilities"},
		{Slug: "professional-services", Name: "Professional services"},
		{Slug: "public-safety", Name: "Public safety"},
		{Slug: "retail-and-consumer-goods", Name: "Retail and consumer goods"},
		{Slug: "transportation", Name: "Transportation"},
	}
}

func services() []program.Term {
	return []program.Term{
		{Slug: "consulting", Name: "Consulting"},
		{Slug: "custom-solutions", Name: "Custom solutions"},
		{Slug: "deployment-and-migration", Name: "Deployment and migration"},
		{Slug: "hardware", Name: "Hardware"},
		{Slug: "packaged-software", Name: "Packaged software"},
		{Slug: "integration", Name: "Integration"},
		{Slug: "learning-and-certification", Name: "Learning and certification"},
		{Slug: "licensing", Name: "Licensing"},
		{Slug: "managed-services", Name: "Managed services"},
		{Slug: "project-management", Name: "Project management"},
	}
}

func products() []program.Term {
	return []program.Term{
		{Slug: "meridian-cloud", Name: "Meridian Cloud"},
		{Slug: "meridian-edge", Name: "Meridian Edge"},
		{Slug: "meridian-source", Name: "Meridian Source"},
		{Slug: "windows-server", Name: "Windows Server"},
		{Slug: "sql-server", Name: "SQL Server"},
		{Slug: "meridian-data", Name: "Meridian Data"},
		{Slug: "meridian-insight", Name: "Meridian Insight"},
		{Slug: "meridian-workplace", Name: "Meridian Workplace"},
		{Slug: "meridian-meet", Name: "Meridian Meet"},
		{Slug: "meridian-rooms", Name: "Meridian Rooms"},
		{Slug: "meridian-mail", Name: "Meridian Mail"},
		{Slug: "meridian-sites", Name: "Meridian Sites"},
		{Slug: "meridian-projects", Name: "Meridian Projects"},
		{Slug: "meridian-client", Name: "Meridian Client"},
		{Slug: "meridian-endpoint", Name: "Meridian Endpoint"},
		{Slug: "meridian-identity", Name: "Meridian Identity"},
		{Slug: "meridian-shield", Name: "Meridian Shield"},
		{Slug: "meridian-vault", Name: "Meridian Vault"},
		{Slug: "meridian-business", Name: "Meridian Business"},
		{Slug: "meridian-build", Name: "Meridian Build"},
		{Slug: "meridian-flow", Name: "Meridian Flow"},
	}
}

func sizes() []program.Term {
	return []program.Term{
		{Slug: "1-9", Name: "1 to 9 employees"},
		{Slug: "10-50", Name: "10 to 50 employees"},
		{Slug: "51-250", Name: "51 to 250 employees"},
		{Slug: "251-1000", Name: "251 to 1,000 employees"},
		{Slug: "1001-5000", Name: "1,001 to 5,000 employees"},
		{Slug: "5001-10000", Name: "5,001 to 10,000 employees"},
		{Slug: "10001-20000", Name: "10,001 to 20,000 employees"},
		{Slug: "over-20000", Name: "More than 20,000 employees"},
	}
}

// languages are keyed by ISO 639-1 code.
func languages() []program.Term {
	return []program.Term{
		{Slug: "ar", Name: "Arabic"},
		{Slug: "bg", Name: "Bulgarian"},
		{Slug: "bn", Name: "Bengali"},
		{Slug: "ca", Name: "Catalan"},
		{Slug: "cs", Name: "Czech"},
		{Slug: "da", Name: "Danish"},
		{Slug: "de", Name: "German"},
		{Slug: "el", Name: "Greek"},
		{Slug: "en", Name: "English"},
		{Slug: "es", Name: "Spanish"},
		{Slug: "et", Name: "Estonian"},
		{Slug: "fi", Name: "Finnish"},
		{Slug: "fr", Name: "French"},
		{Slug: "he", Name: "Hebrew"},
		{Slug: "hi", Name: "Hindi"},
		{Slug: "hr", Name: "Croatian"},
		{Slug: "hu", Name: "Hungarian"},
		{Slug: "id", Name: "Indonesian"},
		{Slug: "is", Name: "Icelandic"},
		{Slug: "it", Name: "Italian"},
		{Slug: "ja", Name: "Japanese"},
		{Slug: "ko", Name: "Korean"},
		{Slug: "lt", Name: "Lithuanian"},
		{Slug: "lv", Name: "Latvian"},
		{Slug: "ms", Name: "Malay"},
		{Slug: "nl", Name: "Dutch"},
		{Slug: "no", Name: "Norwegian"},
		{Slug: "pl", Name: "Polish"},
		{Slug: "pt", Name: "Portuguese"},
		{Slug: "ro", Name: "Romanian"},
		{Slug: "sk", Name: "Slovak"},
		{Slug: "sl", Name: "Slovenian"},
		{Slug: "sr", Name: "Serbian"},
		{Slug: "sv", Name: "Swedish"},
		{Slug: "sw", Name: "Swahili"},
		{Slug: "th", Name: "Thai"},
		{Slug: "tr", Name: "Turkish"},
		{Slug: "uk", Name: "Ukrainian"},
		{Slug: "vi", Name: "Vietnamese"},
		{Slug: "zh", Name: "Chinese"},
	}
}

// metrics are what the vendor measures each month, told apart by product. Names read on after a figure: "US$15,000 of
// cloud consumption", "1,000 monthly active users".
func metrics() []program.Metric {
	return []program.Metric{
		{Slug: "consumption", Name: "cloud consumption", Unit: program.USD},
		{Slug: "active-users", Name: "monthly active users", Unit: program.Users},
		{Slug: "managed-devices", Name: "devices under cloud management", Unit: program.Devices},
		{Slug: "room-systems", Name: "meeting room systems in service", Unit: program.Devices},
		{Slug: "board-devices", Name: "interactive meeting boards shipped", Unit: program.Devices},
		{Slug: "workplace-users", Name: "active users of Meridian Workplace", Unit: program.Users},
		{Slug: "mobility-users", Name: "active users of Meridian Endpoint", Unit: program.Users},
		{Slug: "insight-seats", Name: "deployed seats of Meridian Insight", Unit: program.Users},
		{Slug: "consultants", Name: "certified functional consultants", Unit: program.People},
		{Slug: "business-revenue", Name: "net new cloud revenue of Meridian Business", Unit: program.USD},
		{Slug: "operations-revenue", Name: "revenue of Meridian Business operations", Unit: program.USD},
		{Slug: "operations-cloud-revenue", Name: "net new cloud revenue of Meridian Business operations", Unit: program.USD},
		{Slug: "erp-licence-revenue", Name: "gross licence revenue of Meridian Business finance and supply", Unit: program.USD},
		{Slug: "crm-revenue", Name: "net new cloud revenue of customer relationship management", Unit: program.USD},
	}
}
