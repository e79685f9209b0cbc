package handlers

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"partnerdirectory/store"
)

// drawnForms gives every drawing of a public form a key that says when it was drawn and cannot be made up. Sent twice,
// a key makes one record; sent at once, it was not sent by a person.
type drawnForms struct {
	secret []byte
	now    func() time.Time
}

func newDrawnForms(ctx context.Context, st *store.Store) (drawnForms, error) {
	secret, err := st.MetaOrSet(ctx, "form secret", rand.Text()+rand.Text())
	if err != nil {
		return drawnForms{}, fmt.Errorf("secret of forms: %w", err)
	}
	return drawnForms{[]byte(secret), st.Now}, nil
}

// draw returns a new key: moment, chance and a code over both.
func (d drawnForms) draw() string {
	body := strconv.FormatInt(d.now().Unix(), 36) + "-" + rand.Text()
	return body + "-" + d.code("form "+body)
}

// age returns how long ago a key was drawn; ok is false for what draw never returned.
func (d drawnForms) age(key string) (age time.Duration, ok bool) {
	at := strings.LastIndexByte(key, '-')
	if at < 0 || !hmac.Equal([]byte(d.code("form "+key[:at])), []byte(key[at+1:])) {
		return 0, false
	}
	moment, _, _ := strings.Cut(key, "-")
	drawn, err := strconv.ParseInt(moment, 36, 64)
	return d.now().Sub(time.Unix(drawn, 0)), err == nil
}

// sender tells network addresses apart without keeping them. The addresses of one IPv6 network count as one: whoever
// has one of them has them all.
func (d drawnForms) sender(ip string) string {
	if a, err := netip.ParseAddr(ip); err == nil && a.Unmap().Is6() {
		if network, err := a.Prefix(64); err == nil {
			ip = network.String()
		}
	}
	return d.code("sender " + ip)
}

func (d drawnForms) code(text string) string {
	mac := hmac.New(sha256.New, d.secret)
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
