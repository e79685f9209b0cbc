package handlers

import (
	"partnerdirectory/views"
)

// schema.org objects, drawn into the pages as JSON-LD. Fields are those of https://schema.org, nothing invented.

type crumb struct{ name, path string }

type ldObject map[string]any

// siteLD says what the site is and how to search it.
func siteLD(p views.Page) ldObject {
	return ldObject{
		"@context": "https://schema.org", "@type": "WebSite",
		"name": p.Site.Programme.Name, "url": p.Site.Base + "/",
		"potentialAction": ldObject{
			"@type": "SearchAction",
			"target": ldObject{
				"@type": "EntryPoint", "urlTemplate": p.Site.Base + "/partners?q={search_term_string}",
			},
			"query-input": "required name=search_term_string",
		},
	}
}

// partnerLD is a partner as an organization; each label it holds is a credential with its dates.
func (s *Server) partnerLD(v views.Profile) ldObject {
	p := v.Partner
	org := ldObject{
		"@context": "https://schema.org", "@type": "Organization",
		"@id": s.base + v.Path, "name": p.Name, "description": p.Summary, "url": p.Website,
	}
	if p.Logo != "" {
		org["logo"] = s.base + views.LogoURL(p.Logo, 128)
	}
	if p.Founded > 0 {
		org["foundingDate"] = p.Founded
	}
	if p.Staff > 0 {
		org["numberOfEmployees"] = ldObject{"@type": "QuantitativeValue", "value": p.Staff}
	}
	var places []ldObject
	for _, l := range p.Locations {
		places = append(places, ldObject{
			"@type":   "Place",
			"address": ldObject{"@type": "PostalAddress", "addressLocality": l.City, "addressCountry": l.Country},
			"geo":     ldObject{"@type": "GeoCoordinates", "latitude": l.Lat, "longitude": l.Lon},
		})
	}
	if places != nil {
		org["location"] = places
	}
	var held []ldObject
	for _, l := range v.Labels {
		held = append(held, ldObject{
			"@type": "EducationalOccupationalCredential", "name": l.Specialization.Name,
			"description": l.Specialization.Summary, "url": s.base + "/labels/" + l.Label.ID,
			"dateCreated": l.Label.Granted.String(), "expires": l.Label.Until.String(),
			"recognizedBy": ldObject{"@type": "Organization", "name": v.Site.Programme.Vendor},
		})
	}
	if held != nil {
		org["hasCredential"] = held
	}
	return org
}

func resultsLD(v views.Results) ldObject {
	items := make([]ldObject, len(v.Result.Hits))
	for i, h := range v.Result.Hits {
		items[i] = ldObject{"@type": "ListItem", "position": i + 1, "name": h.Name, "url": v.Site.Base + "/partners/" + h.Slug}
	}
	return ldObject{
		"@context": "https://schema.org", "@type": "ItemList", "name": v.Title,
		"numberOfItems": v.Result.Total, "itemListElement": items,
	}
}

func labelLD(v views.SpecializationPage) ldObject {
	return ldObject{
		"@context": "https://schema.org", "@type": "EducationalOccupationalCredential",
		"@id": v.Site.Base + v.Path, "name": v.Specialization.Name, "description": v.Specialization.Summary,
		"credentialCategory": "Advanced specialization", "url": v.Site.Base + v.Path,
		"recognizedBy": ldObject{"@type": "Organization", "name": v.Site.Programme.Vendor},
	}
}

func caseLD(v views.CaseStudyPage) ldObject {
	return ldObject{
		"@context": "https://schema.org", "@type": "Article", "headline": v.CaseStudy.Title,
		"description": v.Description, "datePublished": v.CaseStudy.Published.String(), "url": v.Site.Base + v.Path,
		"author": ldObject{"@type": "Organization", "name": v.Partner.Name, "url": v.Site.Base + "/partners/" + v.Partner.Slug},
	}
}

func crumbsLD(p views.Page, crumbs ...crumb) ldObject {
	items := make([]ldObject, len(crumbs))
	for i, c := range crumbs {
		items[i] = ldObject{"@type": "ListItem", "position": i + 1, "name": c.name, "item": p.Site.Base + c.path}
	}
	return ldObject{"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
}
