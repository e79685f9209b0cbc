package seed

import (
	"time"

	"partnerdirectory/program"
)

func dataSpecializations() []program.Specialization {
	return []program.Specialization{
		{
			Slug: "analytics", Name: "Analytics", Area: program.DataAI, Glyph: "analytics",
			Summary: "Builds data platforms from source systems to the report that people use.",
			Meaning: "A holder has built data lakes, pipelines and models for at least three customers, employs certified data engineers and analysts, and passed an independent review of the platforms.\n\n" +
				"The review follows a figure from the source to the report: how it is loaded, checked, secured and explained. Ask the partner to do the same with one figure of yours before you sign for more.\n\n" +
				"The label does not settle who owns a definition. If two departments count customers differently, a platform will only show it faster.",
			AlignedTo:   []string{"cloud-platform"},
			Synonyms:    []string{"business intelligence", "data lake", "lakehouse", "reporting", "etl", "dashboards"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "ai-and-machine-learning", Name: "AI and machine learning", Area: program.DataAI, Glyph: "ai-and-machine-learning",
			Summary: "Takes machine learning and AI services from trial to daily use.",
			Meaning: "A holder has AI services in regular use with at least three customers, employs both data scientists and AI engineers with certifications, and passed an independent review of the solutions.\n\n" +
				"The review asks for what trials leave out: how data are gathered lawfully, how quality is measured after launch, who notices when a model drifts, and how a person can overrule it. Ask for a project that was stopped, and why.\n\n" +
				"No label can promise that your data are good enough. A serious partner finds out in weeks, at a fixed price.",
			AlignedTo:   []string{"cloud-platform"},
			Synonyms:    []string{"ai", "ml", "artificial intelligence", "machine learning", "generative ai", "data science", "llm"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "data-warehouse-migration", Name: "Data warehouse migration", Area: program.DataAI, Glyph: "data-warehouse-migration",
			Summary: "Moves data warehouses to the cloud, with their loads and reports.",
			Meaning: "A holder has moved warehouses of at least three customers to the cloud warehouse, employs certified data engineers, and passed an independent review of schema, load processes, performance and handover.\n\n" +
				"Moving tables is the small part. Ask about stored procedures, nightly loads, reports nobody owns, and for how long old and new ran side by side until the totals agreed.\n\n" +
				"The label does not include new analyses. Plan them as a second step, when the first has settled.",
			AlignedTo:   []string{"cloud-platform"},
			Synonyms:    []string{"data warehouse", "dwh", "warehouse", "edw", "etl migration"},
			FirstListed: program.Date(2023, time.January, 1),
		},
	}
}
