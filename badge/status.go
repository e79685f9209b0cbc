package badge

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"
)

// Purpose is what a status list tells of credentials.
type Purpose string

// Purposes of status lists: a label that ended stays ended, a suspended one may come back.
const (
	Revocation Purpose = "revocation"
	Suspension Purpose = "suspension"
)

// Purposes lists them.
func Purposes() []Purpose { return []Purpose{Revocation, Suspension} }

// listSize is the number of labels in one status list, the least that Bitstring Status List allows: whoever fetches a list does
// not tell which label is being looked at.
const listSize = 1 << 17

// ListOf returns the number of the list that holds a label.
func ListOf(serial int64) int64 { return serial / listSize }

// Serials returns the first label of a list and the first of the next.
func Serials(list int64) (from, to int64) { return list * listSize, (list + 1) * listSize }

// placeOf returns the bit of a label in its list. Neighbours are scattered, so that a place says nothing of the order in which labels
// were granted.
func placeOf(serial int64) int { return int(serial*40503+12289) & (listSize - 1) }

// StatusEntry says where a credential's status is found.
type StatusEntry struct {
	ID                   string  `json:"id"`
	Type                 string  `json:"type"`
	StatusPurpose        Purpose `json:"statusPurpose"`
	StatusListIndex      string  `json:"statusListIndex"`
	StatusListCredential string  `json:"statusListCredential"`
}

func (i Issuer) listURL(purpose Purpose, list int64) string {
	return i.Base + "/credentials/" + string(purpose) + "/" + strconv.FormatInt(list, 10)
}

func (i Issuer) statusEntries(serial int64) []StatusEntry {
	var out []StatusEntry
	for _, p := range Purposes() {
		list, place := i.listURL(p, ListOf(serial)), strconv.Itoa(placeOf(serial))
		out = append(out, StatusEntry{
			ID: list + "#" + place, Type: "BitstringStatusListEntry", StatusPurpose: p, StatusListIndex: place, StatusListCredential: list,
		})
	}
	return out
}

// StatusList is a Bitstring Status List 1.0 as a credential.
type StatusList struct {
	Context    []string      `json:"@context"`
	ID         string        `json:"id"`
	Type       []string      `json:"type"`
	Issuer     string        `json:"issuer"`
	ValidFrom  string        `json:"validFrom"`
	ValidUntil string        `json:"validUntil"`
	Subject    StatusSubject `json:"credentialSubject"`
	Proof      *Proof        `json:"proof,omitempty"`
}

// StatusSubject holds the bits.
type StatusSubject struct {
	ID            string  `json:"id"`
	Type          string  `json:"type"`
	StatusPurpose Purpose `json:"statusPurpose"`
	EncodedList   string  `json:"encodedList"`
}

// listDays is how long a status list may be relied on.
const listDays = 2

// StatusCredential returns one signed status list; set are the labels of it whose bit is one.
func (i Issuer) StatusCredential(purpose Purpose, list int64, set []int64, at time.Time) (StatusList, error) {
	bits := make([]byte, listSize/8)
	for _, serial := range set {
		if ListOf(serial) != list {
			return StatusList{}, fmt.Errorf("label %d is not in status list %d", serial, list)
		}
		place := placeOf(serial)
		bits[place/8] |= 0x80 >> (place % 8) // the first bit is the left-most
	}
	encoded, err := encodeBits(bits)
	if err != nil {
		return StatusList{}, err
	}
	id := i.listURL(purpose, list)
	out := StatusList{
		Context: []string{contextCredentials}, ID: id, Type: []string{"VerifiableCredential", "BitstringStatusListCredential"},
		Issuer: i.DID(), ValidFrom: stamp(at), ValidUntil: stamp(at.AddDate(0, 0, listDays)),
		Subject: StatusSubject{ID: id + "#list", Type: "BitstringStatusList", StatusPurpose: purpose, EncodedList: encoded},
	}
	if out.Proof, err = i.sign(out, at); err != nil {
		return StatusList{}, fmt.Errorf("sign status list %d: %w", list, err)
	}
	return out, nil
}

func encodeBits(bits []byte) (string, error) {
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := w.Write(bits); err != nil {
		return "", fmt.Errorf("compress status list: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("compress status list: %w", err)
	}
	return "u" + base64.RawURLEncoding.EncodeToString(zipped.Bytes()), nil
}
