package badge

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"partnerdirectory/program"
)

// Claim is what a credential says: who holds which label, since when and until when, and what was verified.
type Claim struct {
	ID             string // of the label
	Serial         int64  // number of the label, unique, from which its places in the status lists follow
	Partner        string
	PartnerSlug    string
	Specialization program.Specialization
	Version        int // of the requirement set
	Criteria       []string
	Verified       []program.VerifiedRequirement
	Granted        program.Day
	Until          program.Day // the first day on which the credential says nothing any more
	Note           string      // how it ended; empty while it is held
}

// Credential is an Open Badges 3.0 credential in the form of a Verifiable Credential 2.0.
type Credential struct {
	Context     []string      `json:"@context"`
	ID          string        `json:"id"`
	Type        []string      `json:"type"`
	Name        string        `json:"name"`
	Description string        `json:"description"`
	Image       *Image        `json:"image"`
	Issuer      Profile       `json:"issuer"`
	ValidFrom   string        `json:"validFrom"`
	ValidUntil  string        `json:"validUntil"`
	AwardedDate string        `json:"awardedDate"`
	Subject     Subject       `json:"credentialSubject"`
	Evidence    []Evidence    `json:"evidence,omitempty"`
	Status      []StatusEntry `json:"credentialStatus"`
	Proof       *Proof        `json:"proof,omitempty"`
}

// Subject is the partner, with what it achieved.
type Subject struct {
	ID          string      `json:"id"`
	Type        []string    `json:"type"`
	Identifier  []Identity  `json:"identifier"`
	Achievement Achievement `json:"achievement"`
}

// Identity names the subject in plain text.
type Identity struct {
	Type         string `json:"type"`
	Hashed       bool   `json:"hashed"`
	IdentityHash string `json:"identityHash"`
	IdentityType string `json:"identityType"`
}

// Achievement is the specialization.
type Achievement struct {
	ID              string   `json:"id"`
	Type            []string `json:"type"`
	AchievementType string   `json:"achievementType"`
	Name            string   `json:"name"`
	Description     string   `json:"description"`
	Version         string   `json:"version"`
	Criteria        Criteria `json:"criteria"`
}

// Criteria say what had to be met.
type Criteria struct {
	ID        string `json:"id"`
	Narrative string `json:"narrative"`
}

// Image is the label's picture.
type Image struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Caption string `json:"caption"`
}

// Evidence is one requirement that was verified: its sentence, by whom and when. It holds nothing of the partner's figures,
// people and customers.
type Evidence struct {
	ID        string   `json:"id"`
	Type      []string `json:"type"`
	Name      string   `json:"name"`
	Narrative string   `json:"narrative"`
}

// LabelCredential returns the signed credential of a label.
func (i Issuer) LabelCredential(c Claim, at time.Time) (Credential, error) {
	page := i.Base + "/labels/" + c.ID
	topic := i.Base + "/specializations/" + c.Specialization.Slug
	description := fmt.Sprintf("%s holds the %s specialization.", c.Partner, c.Specialization.Name)
	if c.Note != "" {
		description = c.Note
	}
	out := Credential{
		Context: []string{contextCredentials, contextOpenBadges},
		ID:      page + ".json",
		Type:    []string{"VerifiableCredential", "OpenBadgeCredential"},
		Name:    c.Specialization.Name + " specialization", Description: description,
		Image:     &Image{ID: page + ".svg", Type: "Image", Caption: "Badge of the " + c.Specialization.Name + " specialization in its state today"},
		Issuer:    i.profile(),
		ValidFrom: stamp(c.Granted.Time()), ValidUntil: stamp(c.Until.Time()), AwardedDate: stamp(c.Granted.Time()),
		Subject: Subject{
			ID: i.Base + "/partners/" + c.PartnerSlug, Type: []string{"AchievementSubject"},
			Identifier: []Identity{{Type: "IdentityObject", IdentityHash: c.Partner, IdentityType: "name"}},
			Achievement: Achievement{
				ID: topic, Type: []string{"Achievement"}, AchievementType: "Certification",
				Name: c.Specialization.Name, Description: c.Specialization.Summary, Version: strconv.Itoa(c.Version),
				Criteria: Criteria{ID: topic + "#requirements", Narrative: narrative(c.Criteria)},
			},
		},
		Status: i.statusEntries(c.Serial),
	}
	for n, v := range c.Verified {
		out.Evidence = append(out.Evidence, Evidence{
			ID: page + "#verified-" + strconv.Itoa(n+1), Type: []string{"Evidence"}, Name: v.Sentence, Narrative: verifiedInWords(v),
		})
	}
	var err error
	if out.Proof, err = i.sign(out, at); err != nil {
		return Credential{}, fmt.Errorf("sign credential of label %s: %w", c.ID, err)
	}
	return out, nil
}

// narrative writes the criteria as a Markdown list, as Open Badges asks for.
func narrative(criteria []string) string {
	var text strings.Builder
	for _, c := range criteria {
		text.WriteString("- " + c + "\n")
	}
	return text.String()
}

func verifiedInWords(v program.VerifiedRequirement) string {
	text := "Verified by the vendor"
	if v.VerifiedBy == program.ByThirdParty {
		text = "Verified by an independent auditor"
	}
	if v.Mode == program.Manual {
		text += ", by hand"
	} else {
		text += ", automatically"
	}
	if v.On != 0 {
		text += ", on " + v.On.Long()
	}
	return text + "."
}
