package seed

import (
	"time"

	"partnerdirectory/program"
)

func workSpecializations() []program.Specialization {
	return []program.Specialization{
		{
			Slug: "adoption-and-change-management", Name: "Adoption and change management", Area: program.ModernWork, Glyph: "adoption-and-change-management",
			Summary: "Helps people to take up new ways of working, and measures that they do.",
			Meaning: "A holder has led change in at least three organisations, seen in a measured rise of active use afterwards, employs certified change practitioners, and has three customers who confirmed it to us.\n\n" +
				"Ask who will be in the room with your staff, what the partner does about those who refuse, and which figure will tell success in six months. Champions, managers and support should all appear in the plan.\n\n" +
				"The label does not replace your own leadership. Where the board does not use the tools, nobody will.",
			AlignedTo:   []string{"cloud-productivity", "collaboration-and-content", "communications", "small-and-midmarket-cloud", "endpoints-and-devices"},
			Synonyms:    []string{"adoption", "change management", "user adoption", "training", "ocm"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "calling", Name: "Calling", Area: program.ModernWork, Glyph: "calling",
			Summary: "Moves telephone systems to Meridian Meet, numbers and all.",
			Meaning: "A holder has brought at least a thousand people to cloud calling within a year, employs certified voice engineers, and has three customers who confirmed their projects.\n\n" +
				"Ask about the odd ends: lifts, alarms, fax, door phones, reception desks, emergency calls. Ask how numbers are ported, in which order, and what the fallback was the last time a porting day went wrong.\n\n" +
				"The label does not include the contract with the carrier. Some holders resell lines; many do not.",
			AlignedTo:   []string{"communications", "cloud-productivity"},
			Synonyms:    []string{"telephony", "voip", "pbx", "phone system", "voice", "contact centre"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "meetings-and-rooms", Name: "Meetings and rooms", Area: program.ModernWork, Glyph: "meetings-and-rooms",
			Summary: "Fits out meeting rooms and makes meetings work from anywhere.",
			Meaning: "A holder has raised the use of meetings at its customers or put rooms into service in number, employs certified administrators, and has three customers who confirmed that rooms were deployed and are managed.\n\n" +
				"Ask to join a meeting in a room the partner built, from your own laptop, before you choose. Light, sound and the position of the camera matter more than the brand of the screen.\n\n" +
				"The label covers rooms and the service behind them. Building work, furniture and cabling need a contract of their own.",
			AlignedTo:   []string{"communications", "cloud-productivity"},
			Synonyms:    []string{"meeting rooms", "video conferencing", "conference rooms", "hybrid meetings", "webinars"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "teamwork-deployment", Name: "Teamwork deployment", Area: program.ModernWork, Glyph: "teamwork-deployment",
			Summary: "Rolls out team spaces, files and sites across whole organisations.",
			Meaning: "A holder has brought thousands of people to shared files, sites and team spaces within a year, employs certified administrators, and has three customers who confirmed their roll-outs.\n\n" +
				"Ask how old file shares are cleared out before they are moved, who may create a team space, and what happens to one when its project ends. Governance decided late is governance never decided.\n\n" +
				"The label speaks of deployment. Helping people to change their habits is a specialization of its own.",
			AlignedTo:   []string{"cloud-productivity", "collaboration-and-content", "small-and-midmarket-cloud"},
			Synonyms:    []string{"collaboration", "file migration", "intranet", "sites", "document management"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "custom-collaboration-solutions", Name: "Custom collaboration solutions", Area: program.ModernWork, Glyph: "custom-collaboration-solutions",
			Summary: "Builds applications that live inside the place where people work together.",
			Meaning: "A holder has built applications, bots or connectors for Meridian Meet that hundreds of people use each month, employs certified developers, and has customers who confirmed the work.\n\n" +
				"Ask what the application does when the service behind it is slow, who updates it when the platform changes, and how data leave it when you do. Ask for figures of use after the first month, when novelty has worn off.\n\n" +
				"The label covers custom work. If a finished product would do, a good partner says so.",
			AlignedTo:   []string{"application-development", "cloud-productivity", "collaboration-and-content"},
			Synonyms:    []string{"collaboration apps", "bots", "meet apps", "workflow apps"},
			FirstListed: program.Date(2023, time.July, 1),
		},
		{
			Slug: "modern-endpoints", Name: "Modern endpoints", Area: program.ModernWork, Glyph: "modern-endpoints",
			Summary: "Brings laptops, phones and shared devices under cloud management.",
			Meaning: "A holder has brought at least a thousand devices under management in a year, employs people certified in client devices, and has three customers who confirmed their projects.\n\n" +
				"Ask to watch a new laptop being set up by someone who is not an engineer. Ask how the partner treats private phones, shared kiosks and machines that never come to the office, and how software gets on them.\n\n" +
				"The label does not include the devices. Many holders sell them; compare prices as you would elsewhere.",
			AlignedTo:   []string{"endpoints-and-devices", "enterprise-mobility"},
			Synonyms:    []string{"device management", "mdm", "endpoint management", "autopilot", "zero-touch"},
			FirstListed: program.Date(2023, time.July, 1),
		},
	}
}
