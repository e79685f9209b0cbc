package seed

import (
	"time"

	"partnerdirectory/program"
)

func securitySpecializations() []program.Specialization {
	return []program.Specialization{
		{
			Slug: "identity-and-access-management", Name: "Identity and access management", Area: program.Security, Glyph: "identity-and-access-management",
			Summary: "Brings sign-in, access and the life of accounts under one directory.",
			Meaning: "A holder has at least two thousand more people using premium identity features than a year before, six people certified in identity and access, and three customers who confirmed their deployments.\n\n" +
				"Ask how leavers lose access, within how many hours, and how that is proven. Ask about service accounts and administrators, which most breaches begin with, and about the two people who can still get in when sign-in itself is down.\n\n" +
				"The label does not cover every application you own. Old ones may need work by whoever wrote them.",
			AlignedTo:   []string{"security", "enterprise-mobility"},
			Synonyms:    []string{"iam", "sso", "mfa", "single sign-on", "zero trust", "directory", "conditional access"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "threat-protection", Name: "Threat protection", Area: program.Security, Glyph: "threat-protection",
			Summary: "Puts detection of attacks, and the answer to them, into daily operation.",
			Meaning: "A holder protects a measured number of users, or runs the security operations service at a measured scale, employs six certified security analysts, and has three customers who confirmed that it works in daily operation.\n\n" +
				"Ask who looks at an alarm at three in the morning, what they may do without asking you, and how many alarms of the last month were false. Ask for the report of a real incident with the names removed.\n\n" +
				"No label makes you safe. It says that watching and answering have been set up well, more than once.",
			AlignedTo:   []string{"security", "enterprise-mobility"},
			Synonyms:    []string{"soc", "siem", "xdr", "edr", "security operations", "incident response", "mdr"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "information-protection", Name: "Information protection", Area: program.Security, Glyph: "information-protection",
			Summary: "Classifies documents, protects them wherever they go, and keeps records as the law asks.",
			Meaning: "A holder has at least a thousand more people using information protection than a year before, six certified administrators, and three customers who confirmed their deployments.\n\n" +
				"Ask how many classes of documents the partner would start with: more than five is a warning. Ask how staff are told, what is blocked and what is only logged, and how records are kept and destroyed on time.\n\n" +
				"The label is technical. What the law asks of you is for your lawyers; a good partner works well with them.",
			AlignedTo:   []string{"security", "enterprise-mobility"},
			Synonyms:    []string{"dlp", "data loss prevention", "encryption", "classification", "records management", "governance"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "cloud-security", Name: "Cloud security", Area: program.Security, Glyph: "cloud-security",
			Summary: "Defends cloud environments: posture, network, workloads and keys.",
			Meaning: "A holder has customers whose use of cloud security services reaches US$200,000 in a year, employs six certified security engineers and four analysts, and has three customers who confirmed the work.\n\n" +
				"Ask how the partner finds what is exposed today, in what order it would close the gaps, and how it keeps developers from opening them again. Ask who holds the keys, and who can read the logs.\n\n" +
				"The label covers defence in the cloud. Attacks that come by mail or telephone need threat protection and training.",
			AlignedTo:   []string{"security", "enterprise-mobility", "cloud-platform"},
			Synonyms:    []string{"cloud defence", "posture management", "waf", "firewall", "workload protection", "bastion"},
			FirstListed: program.Date(2023, time.January, 1),
		},
	}
}
