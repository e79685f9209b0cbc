package admin

import (
	"partnerdirectory/store"
	portalviews "partnerdirectory/views/portal"
)

// reasons are sentences that reviewers need often, by kind. The partner reads them as they stand.
func reasons(k store.WaitingKind) []string {
	switch k {
	case store.WaitingCertification:
		return []string{
			"The proof does not open.",
			"The name on the certificate is not the name of this person.",
			"The certificate has run out.",
			"The certificate is of another certification.",
		}
	case store.WaitingReference:
		return []string{
			"The project does not show what the requirement asks for.",
			"The customer confirmed another project.",
			"The project is too long ago.",
			"The customer belongs to your own group of companies.",
		}
	case store.WaitingCaseStudy:
		return []string{
			"The figures are not explained.",
			"The text does not say what you did.",
			"The story does not show the specialization that it names.",
			"The customer’s agreement is missing.",
		}
	case store.WaitingDocument:
		return []string{
			"The document cannot be read.",
			"A page is missing.",
			"The document is not signed.",
			"The document is not of your company.",
			"The document has run out.",
		}
	}
	return []string{"It is not what the requirement asks for.", "It cannot be verified."}
}

func reasonChoices(k store.WaitingKind) []portalviews.Choice {
	out := []portalviews.Choice{{Value: "", Label: "None: I write my own"}}
	for _, r := range reasons(k) {
		out = append(out, portalviews.Choice{Value: r, Label: r})
	}
	return out
}
