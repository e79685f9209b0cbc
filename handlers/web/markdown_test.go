package web

import (
	"strings"
	"testing"
)

// What partners write is shown as they mean it, and does nothing else.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	got := Markdown("One **strong** word.\n\n- a list\n\n[ours](https://example.com)")
	for _, want := range []string{"<strong>strong</strong>", "<li>a list</li>", `href="https://example.com"`, "nofollow"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %q", want, got)
		}
	}
	for _, hostile := range []string{
		"<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "![p](https://tracker.example/p.png)",
		`<a href="https://x" onclick="alert(1)">x</a>`, "<iframe src=https://x></iframe>", "[x](data:text/html;base64,AAAA)", "# A heading of the page’s own size",
	} {
		out := Markdown(hostile)
		for _, bad := range []string{"<script", "javascript:", "onerror", "onclick", "<img", "<iframe", "data:", "<h1"} {
			if strings.Contains(out, bad) {
				t.Errorf("%q became %q", hostile, out)
			}
		}
	}
}
