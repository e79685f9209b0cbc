package portal

import (
	"strconv"

	"github.com/a-h/templ"
)

// Field is one labelled field of a form. Its error stands beside it, and what was typed stays in it.
type Field struct {
	Name         string
	ID           string // where one page has several fields of that name; empty: Name
	Label        string
	Hint         string
	Error        string
	Value        string
	Type         string // of the input; empty: text
	Autocomplete string // as HTML names it; empty: off
	InputMode    string
	Most         int // characters; 0: no bound
	Optional     bool
	Focus        bool   // gets the focus when the page opens
	Rows         int    // of a text area
	Apart        string // class of a field that only some choices in the form need; it bears no "(optional)"
}

// Choice is one option of a select or of a group of radio buttons.
type Choice struct {
	Value string
	Label string
	Hint  string
}

func (f Field) id() string {
	if f.ID == "" {
		return f.Name
	}
	return f.ID
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// complete is the value of the autocomplete attribute.
func (f Field) complete() string {
	if f.Autocomplete == "" {
		return "off"
	}
	return f.Autocomplete
}

// described names the elements that say more about the field.
func (f Field) described() string {
	out := ""
	if f.Hint != "" {
		out = f.id() + "-hint"
	}
	if f.Error != "" {
		if out != "" {
			out += " "
		}
		out += f.id() + "-error"
	}
	return out
}

// currentPage is the value of aria-current; templ leaves an empty attribute's meaning to us: "false" is the default.
func currentPage(is bool) string {
	if is {
		return "page"
	}
	return "false"
}

// attributes are those that a field only has when they say something.
func (f Field) attributes() templ.Attributes {
	a := templ.Attributes{}
	if d := f.described(); d != "" {
		a["aria-describedby"] = d
	}
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	if !f.Optional {
		a["required"] = true
	}
	if f.Most > 0 {
		a["maxlength"] = strconv.Itoa(f.Most)
	}
	if f.InputMode != "" {
		a["inputmode"] = f.InputMode
	}
	if f.Focus {
		a["autofocus"] = true
	}
	return a
}
