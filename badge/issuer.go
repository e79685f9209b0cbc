package badge

import (
	"net/url"
	"strings"
)

// Issuer is who says that a label is held.
type Issuer struct {
	Base        string // public address of the site, without a trailing slash
	Name        string
	Description string
	Keys        []Key // the first one signs; the others were used before and still prove what they signed
}

// DID is the issuer's identifier: did:web, made of the host of its site.
func (i Issuer) DID() string {
	u, err := url.Parse(i.Base)
	if err != nil {
		return "did:web:" + url.QueryEscape(i.Base)
	}
	return "did:web:" + strings.ReplaceAll(u.Host, ":", "%3A")
}

func (i Issuer) keyID(k Key) string { return i.DID() + "#" + k.Public() }

// Profile is an Open Badges profile of the issuer.
type Profile struct {
	Context     []string `json:"@context,omitempty"`
	ID          string   `json:"id"`
	Type        []string `json:"type"`
	Name        string   `json:"name"`
	Description string   `json:"description,omitempty"`
	URL         string   `json:"url"`
}

// Profile returns the issuer as a document that stands alone.
func (i Issuer) Profile() Profile {
	p := i.profile()
	p.Context = []string{contextCredentials, contextOpenBadges}
	return p
}

func (i Issuer) profile() Profile {
	return Profile{ID: i.DID(), Type: []string{"Profile"}, Name: i.Name, Description: i.Description, URL: i.Base}
}

// DIDDocument is what a verifier finds at /.well-known/did.json: the keys with which the issuer signs.
type DIDDocument struct {
	Context            []string             `json:"@context"`
	ID                 string               `json:"id"`
	VerificationMethod []VerificationMethod `json:"verificationMethod"`
	AssertionMethod    []string             `json:"assertionMethod"`
}

// VerificationMethod is one public key.
type VerificationMethod struct {
	ID                 string `json:"id"`
	Type               string `json:"type"`
	Controller         string `json:"controller"`
	PublicKeyMultibase string `json:"publicKeyMultibase"`
}

// Document returns the issuer's DID document, with the keys of before.
func (i Issuer) Document() DIDDocument {
	d := DIDDocument{
		Context: []string{"https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"},
		ID:      i.DID(),
	}
	for _, k := range i.Keys {
		d.VerificationMethod = append(d.VerificationMethod, VerificationMethod{
			ID: i.keyID(k), Type: "Multikey", Controller: i.DID(), PublicKeyMultibase: k.Public(),
		})
		d.AssertionMethod = append(d.AssertionMethod, i.keyID(k))
	}
	return d
}
