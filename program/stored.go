package program

import (
	"encoding/json"
	"fmt"
)

// Bounds of a stored tree, checked before it is read. A valid tree stays far below them.
const (
	MaxStored = 1 << 20 // bytes
	maxNested = 64      // brackets within brackets
)

// ReadTree reads a requirement tree as it is stored. It refuses, wrapped in [ErrInvalid], what is no tree, too large or too
// deep, and what the programme cannot evaluate.
func ReadTree(p *Programme, b []byte) (Node, error) {
	var n Node
	if len(b) > MaxStored {
		return n, fmt.Errorf("%w: a requirement tree of %d bytes, more than %d", ErrInvalid, len(b), MaxStored)
	}
	if nested(b) > maxNested {
		return n, fmt.Errorf("%w: a requirement tree with more than %d brackets within brackets", ErrInvalid, maxNested)
	}
	if err := json.Unmarshal(b, &n); err != nil {
		return Node{}, fmt.Errorf("%w: a requirement tree that cannot be read: %v", ErrInvalid, err)
	}
	if err := n.Validate(p); err != nil {
		return Node{}, err
	}
	return n, nil
}

// nested returns how deep the brackets outside of texts go.
func nested(b []byte) int {
	depth, deepest, text := 0, 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}
