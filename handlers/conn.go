package handlers

import (
	"context"
	"net"
	"net/http"
	"time"
)

// writeBuffer is the size of net/http's buffer before a connection. An answer longer than this leaves in two writes at
// least: what fills the buffer, headers first, and the rest.
const writeBuffer = 4 << 10

// Listener makes connections that cost a server less. The server that takes connections from it needs ConnContext,
// and no WriteTimeout.
//
// An answer leaves in one write instead of two: it is one call to the kernel and wakes its reader once. And a write's
// time limit is renewed now and then instead of set and taken back for every answer. Together that is a quarter of
// what a cached page costs besides copying its bytes.
func Listener(l net.Listener) net.Listener { return listener{l} }

type listener struct{ net.Listener }

func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c}, nil
}

// A write must be done within writeTimeout, less at most writeRenewal.
const (
	writeTimeout = time.Minute
	writeRenewal = 10 * time.Second
)

// conn limits the time of every write, and can hold a write back until the next one. Only a buffer filled to the brim is
// held: net/http writes that when more follows, and anything shorter when nothing does.
type conn struct {
	net.Conn
	renew time.Time // when the time limit of writes must be set again
	hold  bool
	held  []byte
	pair  [2][]byte   // what was held and what follows, kept here so that an answer allocates nothing
	both  net.Buffers // of pair
}

// Write sends p, or keeps it for the next Write when that is sure to come.
func (c *conn) Write(p []byte) (int, error) {
	hold := c.hold
	c.hold = false
	if hold && len(p) == writeBuffer {
		c.held = append(c.held, p...)
		return len(p), nil
	}
	if now := time.Now(); now.After(c.renew) {
		c.renew = now.Add(writeRenewal)
		if err := c.Conn.SetWriteDeadline(now.Add(writeTimeout)); err != nil {
			return 0, err
		}
	}
	first := len(c.held)
	if first == 0 {
		return c.Conn.Write(p)
	}
	c.pair = [2][]byte{c.held, p}
	c.both = c.pair[:]
	n, err := c.both.WriteTo(c.Conn)
	c.held, c.pair[1] = c.held[:0], nil
	return max(0, int(n)-first), err
}

// SetWriteDeadline takes a handler's own limit until then; no limit means the connection's.
func (c *conn) SetWriteDeadline(t time.Time) error {
	if t.IsZero() {
		return nil
	}
	c.renew = t
	return c.Conn.SetWriteDeadline(t)
}

type connKey struct{}

// ConnContext tells an http.Server's handlers which connection they answer on.
func ConnContext(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// inOnePiece announces an answer of so many bytes, so that its first write waits for its second.
func inOnePiece(r *http.Request, bytes int) {
	if bytes < writeBuffer {
		return
	}
	if c, ok := r.Context().Value(connKey{}).(*conn); ok {
		c.hold = true
	}
}
