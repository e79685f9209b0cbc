package handlers_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"partnerdirectory/program"
)

// profileForm reads the form of a page as a browser would send it.
func profileForm(doc *goquery.Document) url.Values {
	form := url.Values{}
	doc.Find("form.wide").Find("input, textarea").Each(func(_ int, e *goquery.Selection) {
		name, _ := e.Attr("name")
		kind, _ := e.Attr("type")
		_, checked := e.Attr("checked")
		switch {
		case goquery.NodeName(e) == "textarea":
			form.Add(name, strings.TrimPrefix(e.Text(), "\n"))
		case (kind == "checkbox" || kind == "radio") && !checked:
		default:
			form.Add(name, e.AttrOr("value", ""))
		}
	})
	return form
}

// edit opens the profile's form.
func (v *visitor) edit(t *testing.T) url.Values {
	t.Helper()
	return profileForm(v.get(sampleHome+"/profile").docOf(t, http.StatusOK))
}

// press sends the form by one of its buttons.
func (v *visitor) press(button string, form url.Values) answerTo {
	v.t.Helper()
	form.Set("do", button)
	return v.send(http.MethodPost, sampleHome+"/profile", form.Encode())
}

func TestAProfileIsDraftedPreviewedAndPublished(t *testing.T) {
	s := openSite(t)
	v := s.signedIn(t, "editor")
	const public = "/partners/osterhout-and-lindqvist"
	form := v.edit(t)
	form.Set("summary", "Clusters that nobody has to think about.")
	form.Set("description", "First paragraph.\r\n\r\nSecond <b>paragraph</b>.")
	form.Set("founded", "1 998")
	form["services"] = form["services"][:1]
	a := v.press("preview", form)
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != sampleHome+"/profile/preview" {
		t.Fatalf("preview: status %d to %q", a.StatusCode, a.Header.Get("Location"))
	}
	preview := v.get(sampleHome+"/profile/preview").docOf(t, http.StatusOK)
	if preview.Find(".profile-head .lead").Text() != "Clusters that nobody has to think about." || preview.Find(".notice").Length() == 0 ||
		preview.Find("#about p").Length() != 2 || preview.Find("meta[name=robots][content=noindex]").Length() != 1 {
		t.Error("the preview does not show the draft as a profile")
	}
	if strings.Contains(s.get(t, public).body, "nobody has to think") {
		t.Error("the draft is public")
	}
	// Another member sees the draft and whose it is.
	colleague := s.signedIn(t, "owner")
	page := colleague.get(sampleHome+"/profile").docOf(t, http.StatusOK)
	if got := page.Find("#summary").Text(); got != "Clusters that nobody has to think about." || !strings.Contains(page.Find(".profile-state").Text(), "Edgar Ebner") {
		t.Errorf("the colleague sees %q", got)
	}
	a = v.press("publish", v.edit(t))
	if a.StatusCode != http.StatusSeeOther {
		t.Fatalf("publish: status %d\n%s", a.StatusCode, a.body)
	}
	doc := s.page(t, public)
	if got := doc.Find(".profile-head .lead").Text(); got != "Clusters that nobody has to think about." {
		t.Errorf("public summary %q", got)
	}
	if got := doc.Find(".profile-meta").Text(); !strings.Contains(got, "23 Nov 2026") {
		t.Errorf("publishing confirms the profile: %q", got)
	}
	if card, _ := s.live.Current().Index.Card("osterhout-and-lindqvist"); card.Summary != "Clusters that nobody has to think about." {
		t.Errorf("search still says %q", card.Summary)
	}
}

func TestMistakesInAProfileAreKeptAndExplained(t *testing.T) {
	s := openSite(t)
	v := s.signedIn(t, "editor")
	for field, bad := range map[string]string{
		"name": "", "summary": strings.Repeat("s", 161), "description": "Call us: +33 4 72 00 00 00", "website": "http://severac.example",
		"email": "nobody", "founded": "last year", "staff": "many",
	} {
		form := v.edit(t)
		form.Set("name", "Séverac & fils")
		form.Set(field, bad)
		doc := v.press("publish", form).docOf(t, http.StatusUnprocessableEntity)
		if doc.Find("#"+field+"-error").Text() == "" || doc.Find(".problems a[href='#"+field+"']").Length() != 1 {
			t.Errorf("%s: nothing says what is wrong", field)
		}
		got := doc.Find("input#"+field).AttrOr("value", doc.Find("textarea#"+field).Text())
		if got != bad {
			t.Errorf("%s: %q is now %q", field, bad, got)
		}
		if field != "name" && doc.Find("#name").AttrOr("value", "") != "Séverac & fils" {
			t.Errorf("%s: the name typed beside is lost", field)
		}
	}
	form := v.edit(t)
	delete(form, "services")
	if doc := v.press("publish", form).docOf(t, http.StatusUnprocessableEntity); doc.Find("#services .error").Text() == "" {
		t.Error("a profile without services is not explained")
	}
	if a := v.send(http.MethodPost, sampleHome+"/profile", "do=save&version=x"); a.StatusCode != http.StatusBadRequest {
		t.Errorf("a form without a version: status %d", a.StatusCode)
	}
}

func TestTwoEditorsOfOneDraftLoseNothing(t *testing.T) {
	s := openSite(t)
	first, second := s.signedIn(t, "editor"), s.signedIn(t, "owner")
	one, two := first.edit(t), second.edit(t)
	one.Set("summary", "What Edgar wrote.")
	two.Set("summary", "What Olive wrote.")
	if a := first.press("save", one); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("the first: status %d", a.StatusCode)
	}
	doc := second.press("save", two).docOf(t, http.StatusConflict)
	told := strings.Join(strings.Fields(doc.Find(".problems").Text()), " ")
	if !strings.Contains(told, "Edgar Ebner changed the draft") || !strings.Contains(told, "What Edgar wrote.") || !strings.Contains(told, "What Olive wrote.") {
		t.Errorf("the second is told %q", told)
	}
	if got := doc.Find("#summary").Text(); got != "What Olive wrote." {
		t.Errorf("the second one's form says %q", got)
	}
	if got := first.edit(t).Get("summary"); got != "What Edgar wrote." {
		t.Errorf("the draft says %q", got)
	}
	// Having seen both sides, the second may save.
	if a := second.press("save", profileForm(doc)); a.StatusCode != http.StatusSeeOther {
		t.Errorf("after having seen both: status %d", a.StatusCode)
	}
	if got := first.edit(t).Get("summary"); got != "What Olive wrote." {
		t.Errorf("then the draft says %q", got)
	}
}

func TestPlacesAreChosenWithoutScript(t *testing.T) {
	s := openSite(t)
	v := s.signedIn(t, "editor")
	form := v.edit(t)
	form.Del("place")
	form.Set("town", "Lyon, France")
	doc := v.press("add", form).docOf(t, http.StatusOK)
	if got := doc.Find(".place legend").Text(); got != "Lyon, France" || doc.Find(".place input[type=radio][checked]").Length() != 1 {
		t.Fatalf("places %q", got)
	}
	form = profileForm(doc)
	form.Set("street", "Quai\tde la  Gare 1")
	form.Set("town", "Springfield")
	doc = v.press("add", form).docOf(t, http.StatusUnprocessableEntity)
	options := doc.Find(".towns input[type=radio]")
	if options.Length() < 3 || doc.Find("#street-0").AttrOr("value", "") != "Quai de la Gare 1" {
		t.Fatalf("%d towns are offered, the street is %q", options.Length(), doc.Find("#street-0").AttrOr("value", ""))
	}
	form = profileForm(doc)
	form.Set("chosen", options.Eq(1).AttrOr("value", ""))
	doc = v.press("add", form).docOf(t, http.StatusOK)
	if doc.Find(".place").Length() != 2 {
		t.Fatalf("%d places, want 2", doc.Find(".place").Length())
	}
	form = profileForm(doc)
	form.Set("town", "Atlantis-on-Sea")
	doc = v.press("add", form).docOf(t, http.StatusUnprocessableEntity)
	if doc.Find("#town-error").Text() == "" || doc.Find("#town").AttrOr("value", "") != "Atlantis-on-Sea" {
		t.Error("an unknown town is not explained, or lost")
	}
	form = profileForm(doc)
	form.Set("town", "Lille, France")
	if n := v.press("save", form).docOf(t, http.StatusOK).Find(".place").Length(); n != 3 {
		t.Errorf("a town that was typed and not added is lost when saving: %d places", n)
	}
	form = profileForm(doc)
	form.Del("town")
	doc = v.press("remove-0", form).docOf(t, http.StatusOK)
	if doc.Find(".place").Length() != 1 || doc.Find(".place input[type=radio][checked]").Length() != 1 {
		t.Error("removing the headquarters leaves none")
	}
	for _, town := range []string{"Paris, France", "Nantes", "Lille, France", "Bordeaux"} {
		form = profileForm(doc)
		form.Set("town", town)
		doc = v.press("add", form).docOf(t, http.StatusOK)
	}
	if doc.Find(".place").Length() != program.ProfileLocationsMost || doc.Find("#town").Length() != 0 {
		t.Errorf("%d places, and one more is offered: %d", doc.Find(".place").Length(), doc.Find("#town").Length())
	}
	if a := v.press("publish", profileForm(doc)); a.StatusCode != http.StatusSeeOther {
		t.Errorf("publish: status %d", a.StatusCode)
	}
	if got := s.page(t, "/partners/osterhout-and-lindqvist").Find(".places li").Length(); got != 5 {
		t.Errorf("the profile shows %d places, want 5", got)
	}
}

func TestANewNameWaitsForAReviewer(t *testing.T) {
	s := openSite(t)
	v := s.signedIn(t, "editor")
	name := func() string { return s.page(t, "/partners/osterhout-and-lindqvist").Find("h1").Text() }
	change := func(to string) {
		t.Helper()
		form := v.edit(t)
		form.Set("name", to)
		form.Set("summary", "Public at once.")
		if a := v.press("publish", form); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("publish: status %d", a.StatusCode)
		}
	}
	change("Séverac Europe")
	if name() != "Osterhout & Lindqvist" || !strings.Contains(s.get(t, "/partners/osterhout-and-lindqvist").body, "Public at once.") {
		t.Errorf("public name %q", name())
	}
	if got := v.get(sampleHome+"/profile").docOf(t, http.StatusOK).Find(".profile-state").Text(); !strings.Contains(got, "becomes Séverac Europe") {
		t.Errorf("the partner is told %q", got)
	}
	for _, who := range []string{"owner", "auditor"} {
		if a := s.signedIn(t, who).get("/review/profiles"); a.StatusCode != http.StatusForbidden {
			t.Errorf("%s opens the review: status %d", who, a.StatusCode)
		}
	}
	reviewer := s.signedIn(t, "reviewer")
	decide := func(fields ...string) answerTo {
		t.Helper()
		list := reviewer.get("/review/profiles").docOf(t, http.StatusOK)
		to, _ := list.Find("form.decide").Attr("action")
		return reviewer.post(to, fields...)
	}
	doc := decide("decision", "refuse", "reason", " ").docOf(t, http.StatusUnprocessableEntity)
	if doc.Find(".decide .error").Text() == "" {
		t.Error("a refusal without a reason is not explained")
	}
	if a := decide("decision", "refuse", "reason", "It is not your registered name."); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("refuse: status %d", a.StatusCode)
	}
	if got := v.get(sampleHome+"/profile").docOf(t, http.StatusOK).Find(".profile-state").Text(); !strings.Contains(got, "not your registered name") {
		t.Errorf("the partner is told %q", got)
	}
	change("Séverac SAS")
	if a := decide("decision", "accept", "reason", ""); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("accept: status %d", a.StatusCode)
	}
	if name() != "Séverac SAS" {
		t.Errorf("public name %q after the review", name())
	}
	if card, _ := s.live.Current().Index.Card("osterhout-and-lindqvist"); card.Name != "Séverac SAS" {
		t.Errorf("search knows it as %q", card.Name)
	}
	_, mails, err := s.store.Outbox(t.Context(), "", 10, 0)
	if err != nil || len(mails) != 2 || mails[0].Recipient != "editor@sample.example" || !strings.Contains(mails[1].Plain, "registered name") {
		t.Errorf("%d mails, %v", len(mails), err)
	}
	change("Séverac Monde")
	if a := v.post(sampleHome + "/profile/withdraw"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("withdraw: status %d", a.StatusCode)
	}
	if n := reviewer.get("/review/profiles").docOf(t, http.StatusOK).Find("form.decide").Length(); n != 0 {
		t.Errorf("%d changes wait after it was taken back", n)
	}
}

func TestAProfileIsConfirmedWithOneClick(t *testing.T) {
	s := openSite(t)
	v := s.signedIn(t, "editor")
	if a := v.post(sampleHome + "/profile/confirm"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("status %d", a.StatusCode)
	}
	if got := s.page(t, "/partners/osterhout-and-lindqvist").Find(".profile-meta").Text(); !strings.Contains(got, "23 Nov 2026") {
		t.Errorf("the profile says %q", got)
	}
	if a := s.signedIn(t, "viewer").post(sampleHome + "/profile/confirm"); a.StatusCode != http.StatusForbidden {
		t.Errorf("a viewer confirms: status %d", a.StatusCode)
	}
}

// sendLogo uploads a file.
func (v *visitor) sendLogo(name string, content []byte, fields ...string) answerTo {
	v.t.Helper()
	doc := v.get(sampleHome+"/profile/logo").docOf(v.t.(*testing.T), http.StatusOK)
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	version, _ := doc.Find("input[name=version]").Attr("value")
	for i, x := 0, append([]string{"version", version}, fields...); i+1 < len(x); i += 2 {
		if err := w.WriteField(x[i], x[i+1]); err != nil {
			v.t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("logo", name)
	if err != nil {
		v.t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		v.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		v.t.Fatal(err)
	}
	var cookies []string
	for name, value := range v.cookies {
		cookies = append(cookies, name+"="+value)
	}
	return v.s.do(v.t, http.MethodPost, sampleHome+"/profile/logo", map[string]string{
		"Content-Type": w.FormDataContentType(), "Cookie": strings.Join(cookies, "; "),
	}, body.String())
}

// sign is a picture, red on the left and blue on the right.
func sign(w, h int) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, color.NRGBA{R: 255, A: 255})
			if x >= w/2 {
				m.Set(x, y, color.NRGBA{B: 255, A: 255})
			}
		}
	}
	return m
}

func encoded(t *testing.T, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// claiming is the beginning of a PNG file that says it has so many pixels on each side.
func claiming(side uint32) []byte {
	head := []byte("IHDR")
	head = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(head, side), side)
	head = append(head, 8, 6, 0, 0, 0)
	out := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 13)
	return binary.BigEndian.AppendUint32(append(out, head...), crc32.ChecksumIEEE(head))
}

func TestHostileUploadsAreExplained(t *testing.T) {
	s := openSite(t)
	v := s.signedIn(t, "editor")
	good := encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, sign(200, 100)) })
	for name, c := range map[string]struct {
		file string
		body []byte
		says string
	}{
		"21 MB":             {"logo.png", append(bytes.Clone(good), make([]byte, 21<<20)...), "larger than 5 MB"},
		"a PDF renamed":     {"logo.png", []byte("%PDF-1.7\n1 0 obj\n<< >>\nendobj\n"), "no PNG, JPEG or WebP"},
		"HTML renamed":      {"logo.png", []byte("<!doctype html><script>alert(1)</script>"), "no PNG, JPEG or WebP"},
		"SVG":               {"logo.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "no PNG, JPEG or WebP"},
		"GIF":               {"logo.gif", encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, sign(80, 80), nil) }), "no PNG, JPEG or WebP"},
		"10,000 × 10,000":   {"logo.png", claiming(10000), "10000 × 10000 pixels"},
		"cut off":           {"logo.png", good[:len(good)-40], "damaged"},
		"too small":         {"logo.png", encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, sign(20, 10)) }), "only 20 × 10"},
		"nothing":           {"logo.png", nil, "Choose the file"},
		"HTML behind a PNG": {"logo.png", append(claiming(100), "<script>alert(1)</script>"...), "damaged"},
	} {
		a := v.sendLogo(c.file, c.body, "crop", "end")
		doc := a.docOf(t, http.StatusUnprocessableEntity)
		if got := doc.Find("#logo-error").Text(); !strings.Contains(got, c.says) {
			t.Errorf("%s: says %q, want %q in it", name, got, c.says)
		}
		if doc.Find("input[name=crop][value=end][checked]").Length() == 0 && name != "21 MB" {
			t.Errorf("%s: what was chosen is lost", name)
		}
		if strings.Contains(a.body, "<script>alert") {
			t.Errorf("%s: the file became markup", name)
		}
	}
	if v.get(sampleHome+"/profile/logo").docOf(t, http.StatusOK).Find("main img").Length() != 0 {
		t.Error("one of them became the logo")
	}
}

func TestALogoIsDrawnAnewAndShownAfterItsReview(t *testing.T) {
	s := openSite(t)
	v := s.signedIn(t, "editor")
	wide := encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, sign(800, 200), nil) })
	// What hides behind the picture must not be kept.
	wide = append(wide, "<script>alert(1)</script>"...)
	// Each way of making a square keeps another part.
	seen := map[string]bool{}
	for crop, want := range map[string][2]color.NRGBA{ // colours at the left and right edge of the middle row
		"start": {{R: 255, A: 255}, {R: 255, A: 255}}, "end": {{B: 255, A: 255}, {B: 255, A: 255}},
		"centre": {{R: 255, A: 255}, {B: 255, A: 255}}, "whole": {{R: 255, A: 255}, {B: 255, A: 255}},
	} {
		if a := v.sendLogo("sign.jpg", wide, "crop", crop); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s: status %d", crop, a.StatusCode)
		}
		src := v.get(sampleHome+"/profile/logo").docOf(t, http.StatusOK).Find("main img").First().AttrOr("src", "")
		a := s.get(t, src)
		if a.StatusCode != http.StatusOK || a.Header.Get("Content-Type") != "image/png" || !strings.Contains(a.Header.Get("Cache-Control"), "immutable") ||
			a.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d %v", src, a.StatusCode, a.Header)
		}
		m, err := png.Decode(strings.NewReader(a.body))
		if err != nil || m.Bounds() != image.Rect(0, 0, 256, 256) || strings.Contains(a.body, "script") {
			t.Fatalf("%s: %v, %v", crop, err, m.Bounds())
		}
		for i, x := range []int{4, 251} {
			got := color.NRGBAModel.Convert(m.At(x, 128)).(color.NRGBA)
			if near := func(a, b uint8) bool { return max(a, b)-min(a, b) < 40 }; !near(got.R, want[i].R) || !near(got.B, want[i].B) {
				t.Errorf("%s: colour %v at %d, want about %v", crop, got, x, want[i])
			}
		}
		if _, _, _, alpha := m.At(128, 4).RGBA(); (alpha == 0) != (crop == "whole") {
			t.Errorf("%s: margins above: alpha %d", crop, alpha)
		}
		seen[src] = true
	}
	if len(seen) != 4 {
		t.Errorf("%d addresses for 4 pictures", len(seen))
	}
	const public = "/partners/osterhout-and-lindqvist"
	if a := v.press("publish", v.edit(t)); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("publish: status %d", a.StatusCode)
	}
	if s.page(t, public).Find("img.logo").Length() != 0 {
		t.Error("the logo is public before its review")
	}
	reviewer := s.signedIn(t, "reviewer")
	list := reviewer.get("/review/profiles").docOf(t, http.StatusOK)
	if list.Find("table img.logo").Length() != 1 {
		t.Error("the reviewer does not see the picture")
	}
	to, _ := list.Find("form.decide").Attr("action")
	if a := reviewer.post(to, "decision", "accept"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("accept: status %d", a.StatusCode)
	}
	for _, path := range []string{public, "/partners?q=%22Osterhout%22", "/compare?p=osterhout-and-lindqvist", "/suggest?q=osterhout"} {
		if s.page(t, path).Find("img.logo").Length() == 0 {
			t.Errorf("%s does not show the logo", path)
		}
	}
	// Taking it out again is a change to be reviewed as well.
	version := v.edit(t).Get("version")
	if a := v.post(sampleHome+"/profile/logo/remove", "version", version); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("remove: status %d", a.StatusCode)
	}
	v.press("publish", v.edit(t))
	to, _ = reviewer.get("/review/profiles").docOf(t, http.StatusOK).Find("form.decide").Attr("action")
	reviewer.post(to, "decision", "accept")
	if s.page(t, public).Find("img.logo").Length() != 0 || s.page(t, "/suggest?q=osterhout").Find("img.logo").Length() != 0 {
		t.Error("the logo that was taken out is still shown")
	}
	for _, path := range []string{"/logos/none-64.png", "/logos/x", "/logos/" + strings.Repeat("a", 32) + "-1.png", "/logos/..%2f-64.png"} {
		if a := s.get(t, path); a.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d", path, a.StatusCode)
		}
	}
}
