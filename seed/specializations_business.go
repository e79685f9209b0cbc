package seed

import (
	"time"

	"partnerdirectory/program"
)

func businessSpecializations() []program.Specialization {
	return []program.Specialization{
		{
			Slug: "low-code-applications", Name: "Low-code applications", Area: program.BusinessApplications, Glyph: "low-code-applications",
			Summary: "Builds business applications on Meridian Build, and teaches others to.",
			Meaning: "A holder has brought at least a thousand people to low-code applications within a year and employs people certified as makers, consultants, developers or architects of the platform.\n\n" +
				"Ask where the limit lies: which of the partner's own projects should have been written in code instead. Ask who may build what in your organisation, and how applications are handed over when their maker leaves.\n\n" +
				"The label measures use, not beauty. Look at two applications in daily work before you decide.",
			AlignedTo:   []string{"application-development", "application-integration", "cloud-business-applications"},
			Synonyms:    []string{"low code", "no-code", "citizen development", "app makers", "forms"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "small-business-management", Name: "Small business management", Area: program.BusinessApplications, Glyph: "small-business-management",
			Summary: "Sets up finance, sales and stock for small and midsize businesses.",
			Meaning: "A holder has brought at least a dozen companies to Meridian Business within a year, with a measured rise in the people who work with it, and employs certified consultants.\n\n" +
				"Ask how many companies of your trade it serves, what is standard and what was bent for them, and what an upgrade costs each year. Take your own month-end to the first meeting and ask to see it done.\n\n" +
				"The label does not replace your accountant. The best partners know yours, or ask to.",
			AlignedTo:   []string{"small-and-midmarket-cloud"},
			Synonyms:    []string{"erp", "crm", "accounting", "small business", "smb", "finance"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "intelligent-automation", Name: "Intelligent automation", Area: program.BusinessApplications, Glyph: "intelligent-automation",
			Summary: "Automates routine work across systems, with people in charge of the exceptions.",
			Meaning: "A holder has brought hundreds of people to automated workflows within a year and employs people certified in the platform, in development or in robotic process automation.\n\n" +
				"Ask which steps the partner would not automate, who is told when a robot stops, and how savings are counted. A process that nobody can draw on one page is not ready.\n\n" +
				"The label says that workflows are used. Whether they were worth it is a question of your own figures, before and after.",
			AlignedTo:   []string{"application-development", "cloud-business-applications"},
			Synonyms:    []string{"rpa", "process automation", "workflow", "robotic process automation", "document processing"},
			FirstListed: program.Date(2023, time.July, 1),
		},
	}
}
