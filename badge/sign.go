package badge

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/mr-tron/base58"
	"github.com/piprate/json-gold/ld"
)

// Key signs what an issuer says.
type Key struct {
	private ed25519.PrivateKey
}

// NewKey makes a key from 32 random bytes, which are all there is to keep of it.
func NewKey(seed []byte) (Key, error) {
	if len(seed) != ed25519.SeedSize {
		return Key{}, fmt.Errorf("a signing key has %d bytes, not %d", ed25519.SeedSize, len(seed))
	}
	return Key{ed25519.NewKeyFromSeed(seed)}, nil
}

// Public returns the public half as a Multikey: its kind and its bytes in base 58.
func (k Key) Public() string {
	public, _ := k.private.Public().(ed25519.PublicKey)
	return "z" + base58.Encode(append([]byte{0xed, 0x01}, public...))
}

// Proof is a Data Integrity proof of the suite eddsa-rdfc-2022 (W3C Data Integrity EdDSA Cryptosuites 1.0).
type Proof struct {
	Type               string `json:"type"`
	Cryptosuite        string `json:"cryptosuite"`
	Created            string `json:"created"`
	VerificationMethod string `json:"verificationMethod"`
	ProofPurpose       string `json:"proofPurpose"`
	ProofValue         string `json:"proofValue,omitempty"`
}

// sign makes the proof of a document that has none yet. Words that the contexts do not define are an error: they would not
// be covered by the signature.
func (i Issuer) sign(document any, at time.Time) (*Proof, error) {
	proof := Proof{
		Type: "DataIntegrityProof", Cryptosuite: "eddsa-rdfc-2022", Created: stamp(at),
		VerificationMethod: i.keyID(i.Keys[0]), ProofPurpose: "assertionMethod",
	}
	digest, err := digestOf(document, proof)
	if err != nil {
		return nil, err
	}
	proof.ProofValue = "z" + base58.Encode(ed25519.Sign(i.Keys[0].private, digest))
	return &proof, nil
}

// digestOf returns what is signed: the digests of the proof's own words and of the document, each in canonical form.
func digestOf(document any, proof Proof) ([]byte, error) {
	plain, err := generic(document)
	if err != nil {
		return nil, err
	}
	proof.ProofValue = ""
	options, err := generic(proof)
	if err != nil {
		return nil, err
	}
	options["@context"] = plain["@context"]
	of, err := canonical(options)
	if err != nil {
		return nil, fmt.Errorf("proof: %w", err)
	}
	what, err := canonical(plain)
	if err != nil {
		return nil, err
	}
	first, second := sha256.Sum256(of), sha256.Sum256(what)
	return append(first[:], second[:]...), nil
}

func generic(v any) (map[string]any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write as JSON: %w", err)
	}
	var out map[string]any
	if err := json.Unmarshal(text, &out); err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	return out, nil
}

// canonical returns a document as sorted statements (RDFC-1.0), the same however it was written down.
func canonical(document map[string]any) ([]byte, error) {
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = shelf{}
	options.SafeMode = true
	// Normalize leaves SafeMode out, so undefined words are looked for first.
	if _, err := ld.NewJsonLdProcessor().Expand(document, options); err != nil {
		return nil, fmt.Errorf("expand: %w", err)
	}
	options.Algorithm, options.Format = ld.AlgorithmURDNA2015, "application/n-quads"
	statements, err := ld.NewJsonLdProcessor().Normalize(document, options)
	if err != nil {
		return nil, fmt.Errorf("normalize: %w", err)
	}
	text, ok := statements.(string)
	if !ok || text == "" {
		return nil, fmt.Errorf("normalize: no statements in %T", statements)
	}
	return []byte(text), nil
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
