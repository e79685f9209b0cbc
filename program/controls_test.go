package program

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestParseControls(t *testing.T) {
	got, err := ParseControls("4.1 met\n\n 4.2 Not met: backups are not tried out \n4.3\tnot applicable\tno edge sites\nA-7: met, seen on site\n")
	want := []Control{
		{"4.1", ControlMet, ""}, {"4.2", ControlNotMet, "backups are not tried out"},
		{"4.3", ControlNotApplicable, "no edge sites"}, {"A-7", ControlMet, "seen on site"},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	for text, says := range map[string]string{
		"4.1 met\n4.2 metal":         "line 2",
		"4.1":                        "line 1",
		"4.1 met\n\n4.1 not met":     "line 3: control 4.1 stands in line 1",
		strings.Repeat("x met\n", 2): "stands in line 1",
	} {
		if _, err := ParseControls(text); !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", text, err, says)
		}
	}
}
