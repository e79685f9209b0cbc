package badge

import (
	"bytes"
	"compress/gzip"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/mr-tron/base58"

	"partnerdirectory/program"
)

func issuer(t *testing.T, seeds ...string) Issuer {
	t.Helper()
	i := Issuer{Base: "https://partners.example.com", Name: "Meridian", Description: "Runs the programme."}
	for _, s := range seeds {
		k, err := NewKey([]byte(strings.Repeat(s, 32)))
		if err != nil {
			t.Fatal(err)
		}
		i.Keys = append(i.Keys, k)
	}
	return i
}

func claim() Claim {
	return Claim{
		ID: "9f3k2m", Serial: 300_001, Partner: "Atelier Nord", PartnerSlug: "atelier-nord", Version: 2,
		Specialization: program.Specialization{Slug: "kubernetes", Name: "Kubernetes", Summary: "Runs container platforms."},
		Criteria:       []string{"Gold in Cloud platform, active.", "4 people who each hold the Kubernetes certification."},
		Verified: []program.VerifiedRequirement{
			{Sentence: "Gold in Cloud platform, active.", VerifiedBy: program.ByVendor, Mode: program.Automatic, On: program.Date(2026, 3, 1)},
			{Sentence: "An architecture review.", VerifiedBy: program.ByThirdParty, Mode: program.Manual, On: program.Date(2026, 2, 1)},
		},
		Granted: program.Date(2026, 3, 2), Until: program.Date(2027, 3, 2),
	}
}

// verifies checks a document as a stranger does who has its text and the issuer's DID document.
func verifies(t *testing.T, text []byte, did DIDDocument) bool {
	t.Helper()
	var document map[string]any
	var signed struct{ Proof Proof }
	if json.Unmarshal(text, &document) != nil || json.Unmarshal(text, &signed) != nil {
		t.Fatalf("not JSON: %s", text)
	}
	delete(document, "proof")
	for n, m := range did.VerificationMethod {
		if m.ID != signed.Proof.VerificationMethod || did.AssertionMethod[n] != m.ID {
			continue
		}
		key, err := base58.Decode(m.PublicKeyMultibase[1:])
		if err != nil {
			t.Fatal(err)
		}
		signature, err := base58.Decode(signed.Proof.ProofValue[1:])
		if err != nil {
			t.Fatal(err)
		}
		digest, err := digestOf(document, signed.Proof)
		return err == nil && ed25519.Verify(key[2:], digest, signature)
	}
	return false
}

func written(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestCredentialCanBeCheckedAndNotAltered(t *testing.T) {
	t.Parallel()
	i := issuer(t, "a")
	c, err := i.LabelCredential(claim(), time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	text := written(t, c)
	if !verifies(t, text, i.Document()) {
		t.Fatalf("the credential does not verify:\n%s", text)
	}
	if verifies(t, text, issuer(t, "b").Document()) {
		t.Error("it verifies with the key of somebody else")
	}
	for _, alter := range [][2]string{
		{"2027-03-02", "2028-03-02"},
		{"Atelier Nord", "Atelier Sud"},
		{"specializations/kubernetes", "specializations/devops"},
		{"holds the Kubernetes", "holds the best Kubernetes"},
		{"by hand", "by robot"},
		{"assertionMethod", "authentication"},
		{"2026-11-23T00", "2026-11-24T00"},
		{"/credentials/revocation/", "/credentials/nothing/"},
	} {
		altered := bytes.ReplaceAll(text, []byte(alter[0]), []byte(alter[1]))
		if bytes.Equal(altered, text) {
			t.Fatalf("the credential does not say %q", alter[0])
		}
		if verifies(t, altered, i.Document()) {
			t.Errorf("it still verifies with %q for %q", alter[1], alter[0])
		}
	}
}

func TestCredentialOutlivesItsKey(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	c, err := issuer(t, "a").LabelCredential(claim(), at)
	if err != nil {
		t.Fatal(err)
	}
	if !verifies(t, written(t, c), issuer(t, "b", "a").Document()) {
		t.Error("a credential signed with the key of before does not verify any more")
	}
	c, err = issuer(t, "b", "a").LabelCredential(claim(), at)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(c.Proof.VerificationMethod, issuer(t, "b").Keys[0].Public()) {
		t.Error("the first key does not sign")
	}
}

// TestWordsWithoutMeaningAreNotSigned: JSON-LD leaves out what its contexts do not define, so such a word could be added to a
// signed document by anybody.
func TestWordsWithoutMeaningAreNotSigned(t *testing.T) {
	t.Parallel()
	document := map[string]any{"@context": []any{contextCredentials}, "id": "https://partners.example.com/x", "type": "VerifiableCredential", "colour": "blue"}
	if _, err := canonical(document); err == nil {
		t.Error("an undefined word was accepted")
	}
	document = map[string]any{"@context": "https://elsewhere.example/context", "id": "https://partners.example.com/x"}
	if _, err := canonical(document); err == nil {
		t.Error("a context was fetched from the network")
	}
}

func TestStatusListTellsWhichLabelsEnded(t *testing.T) {
	t.Parallel()
	i := issuer(t, "a")
	const list = 2
	from, to := Serials(list)
	ended := []int64{from, from + 1, from + 38_000, to - 1}
	c, err := i.StatusCredential(Revocation, list, ended, time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if !verifies(t, written(t, c), i.Document()) {
		t.Error("the list does not verify")
	}
	zipped, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(c.Subject.EncodedList, "u"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		t.Fatal(err)
	}
	bits, err := io.ReadAll(r)
	if err != nil || len(bits) != 16<<10 {
		t.Fatalf("%d bytes, want 16 KiB: %v", len(bits), err)
	}
	places := map[int]bool{}
	ones := 0
	for serial := from; serial < to; serial++ {
		place := placeOf(serial)
		if place < 0 || place >= listSize || places[place] {
			t.Fatalf("label %d has the place of another, %d", serial, place)
		}
		places[place] = true
		if bits[place/8]&(0x80>>(place%8)) != 0 {
			ones++
		}
	}
	for _, serial := range ended {
		if place := placeOf(serial); bits[place/8]&(0x80>>(place%8)) == 0 {
			t.Errorf("label %d ended, its bit is zero", serial)
		}
	}
	if ones != len(ended) {
		t.Errorf("%d bits are one, want %d", ones, len(ended))
	}
	if _, err := i.StatusCredential(Revocation, list, []int64{to}, time.Time{}); err == nil {
		t.Error("a label of another list was accepted")
	}
}

func TestIssuerIsFoundByItsHost(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"https://partners.example.com": "did:web:partners.example.com", "http://localhost:8080": "did:web:localhost%3A8080",
	} {
		if got := (Issuer{Base: base}).DID(); got != want {
			t.Errorf("%s: %s, want %s", base, got, want)
		}
	}
	if _, err := NewKey([]byte("short")); err == nil {
		t.Error("a short key was accepted")
	}
}
