package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"code.dny.dev/ssrf"
)

// Whatever a stranger writes as an address, the server does not knock at doors of its own house.
func TestOutsideClientRefusesPrivateAddresses(t *testing.T) {
	t.Parallel()
	guard := ssrf.New(ssrf.WithPorts(443)).Safe
	for _, address := range []string{
		"127.0.0.1:443", "10.0.0.1:443", "172.16.0.9:443", "192.168.1.1:443", "169.254.169.254:443", "[::1]:443", "[fe80::1]:443",
		"[::ffff:10.0.0.1]:443", "[64:ff9b::a00:1]:443", "93.184.216.34:22",
	} {
		network := "tcp4"
		if strings.HasPrefix(address, "[") {
			network = "tcp6"
		}
		if guard(network, address, nil) == nil {
			t.Errorf("%s would be connected to", address)
		}
	}
	if err := guard("tcp4", "93.184.216.34:443", nil); err != nil {
		t.Errorf("a public address is refused: %v", err)
	}
}

func TestOutsideClientOnARealServer(t *testing.T) {
	t.Parallel()
	inside := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	defer inside.Close()
	l := LinkChecker{Client: OutsideClient()}
	if l.answers(context.Background(), inside.URL) {
		t.Error("a server on this machine was reached")
	}
	l.Client = inside.Client() // one that may reach it: what counts as an answer
	if !l.answers(context.Background(), inside.URL) {
		t.Error("an answer with 200 is none")
	}
	if l.answers(context.Background(), strings.Replace(inside.URL, "https", "http", 1)) {
		t.Error("an address without https is taken")
	}
}
