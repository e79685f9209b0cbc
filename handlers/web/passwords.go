package web

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
)

// cost is what one password check takes: 19 MiB and two passes, OWASP's second choice for argon2id.
func cost() *argon2id.Params {
	return &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// hashing is how many passwords are hashed at the same time. More would let sign-ins eat the machine.
const hashing = 2

// Passwords hashes and checks passwords, a few at a time.
type Passwords struct {
	slots chan struct{}
	decoy string // compared with when there is no password to compare with: the work is the same
	done  atomic.Uint64
}

// NewPasswords makes the decoy, which takes as long as one sign-in.
func NewPasswords() (*Passwords, error) {
	p := &Passwords{slots: make(chan struct{}, hashing)}
	var err error
	p.decoy, err = p.Hash(context.Background(), Token())
	return p, err
}

// Hash makes what is stored of a password.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	if err := p.begin(ctx); err != nil {
		return "", err
	}
	defer p.end()
	hash, err := argon2id.CreateHash(password, cost())
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return hash, nil
}

// Fits compares a password with a stored hash. An empty hash fits nothing, after the same work.
func (p *Passwords) Fits(ctx context.Context, password, hash string) (bool, error) {
	if err := p.begin(ctx); err != nil {
		return false, err
	}
	defer p.end()
	decoyed := hash == ""
	if decoyed {
		hash = p.decoy
	}
	fits, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("check password: %w", err)
	}
	return fits && !decoyed, nil
}

// Done returns how many hashes were computed so far.
func (p *Passwords) Done() uint64 { return p.done.Load() }

func (p *Passwords) begin(ctx context.Context) error {
	select {
	case p.slots <- struct{}{}:
		p.done.Add(1)
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Passwords) end() { <-p.slots }

// SamplePassword is the password of every sample account. It is public, so no other account may have it.
const SamplePassword = "sample-directory-2026"

// Bounds of a password, in characters.
const (
	passwordLeast   = 12
	passwordMost    = 200
	passwordLetters = 5 // different ones
)

// CheckPassword says in a sentence what is wrong with a new password; "" when nothing is.
func CheckPassword(password, email, name string) string {
	lower := strings.ToLower(password)
	local, _, _ := strings.Cut(strings.ToLower(email), "@")
	different := map[rune]bool{}
	for _, r := range lower {
		different[r] = true
	}
	switch n := utf8.RuneCountInString(password); {
	case n < passwordLeast:
		return fmt.Sprintf("Use at least %d characters. Four unrelated words make a good password.", passwordLeast)
	case n > passwordMost:
		return fmt.Sprintf("Use at most %d characters.", passwordMost)
	case len(different) < passwordLetters:
		return "Use more different characters: this one is quickly guessed."
	case password == SamplePassword:
		return "This password is public. Choose one that only you know."
	case len(local) > 3 && strings.Contains(lower, local), len(name) > 3 && strings.Contains(lower, strings.ToLower(name)):
		return "Leave your name and e-mail address out of the password: they are guessed first."
	}
	return ""
}
