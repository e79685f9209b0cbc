package portal

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// uploadLine bounds a field beside the file, in bytes.
const uploadLine = 200

// upload is a form with one file in it.
type upload struct {
	file []byte // one byte more than fits when it is too large
	name string
	form map[string]string
}

// readUpload reads a form without ever keeping more than a logo's worth of it. Whoever sends too much is read to the end, so
// that the answer reaches them.
func readUpload(c echo.Context) (upload, error) {
	u := upload{form: map[string]string{}}
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return u, fmt.Errorf("read upload: %w: %w", program.ErrInvalid, err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return u, nil
		}
		if err != nil {
			return u, fmt.Errorf("read upload: %w: %w", program.ErrInvalid, err)
		}
		if err := u.take(part); err != nil {
			return u, fmt.Errorf("read upload: %w: %w", program.ErrInvalid, err)
		}
	}
}

func (u *upload) take(part *multipart.Part) error {
	most := int64(uploadLine)
	if part.FormName() == "logo" {
		most = logoBytes + 1
	}
	content, err := io.ReadAll(io.LimitReader(part, most))
	if err != nil {
		return err
	}
	if part.FormName() == "logo" {
		u.file, u.name = content, part.FileName()
	} else {
		u.form[part.FormName()] = string(content)
	}
	_, err = io.Copy(io.Discard, part)
	return err
}

// Logo is the page on which a partner chooses its logo.
func (p *Portal) Logo(c echo.Context, who *web.Identity) error {
	return p.logoPage(c, who, http.StatusOK, views.CropNone, "")
}

func (p *Portal) logoPage(c echo.Context, who *web.Identity, status int, crop views.Crop, problem string) error {
	d, err := p.Store.ProfileDraft(c.Request().Context(), who.Partner.Partner)
	if err != nil {
		return err
	}
	f, err := p.frame(c, who, "Logo of "+who.Partner.Name, profileSection)
	if err != nil {
		return err
	}
	return p.Render(c, status, views.LogoPage(views.LogoForm{
		Frame: f, Logo: d.Partner.Logo, Name: d.Partner.Name, Version: d.Version, Crop: crop, FileProblem: problem,
	}))
}

// UploadLogo puts a picture into the draft. It is public once the draft is published and a reviewer has seen it.
func (p *Portal) UploadLogo(c echo.Context, who *web.Identity) error {
	u, err := readUpload(c)
	if err != nil {
		return err
	}
	crop := views.Crop(u.form["crop"])
	if !crop.Known() {
		crop = views.CropNone
	}
	if len(u.file) == 0 {
		return p.logoPage(c, who, http.StatusUnprocessableEntity, crop, "Choose the file of your logo first.")
	}
	logo, err := p.pictures.read(c.Request().Context(), u.file, crop)
	var why unusable
	if errors.As(err, &why) {
		return p.logoPage(c, who, http.StatusUnprocessableEntity, crop, string(why))
	}
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(u.form["version"], 10, 64)
	if err != nil {
		return fmt.Errorf("version of the draft: %w", program.ErrInvalid)
	}
	return p.setLogo(c, who, crop, func() error {
		_, err := p.Store.KeepLogo(c.Request().Context(), p.Act(c, who), who.Partner.Partner, logo, version)
		return err
	}, "The logo is in your draft. It is public once you publish the draft and a reviewer has seen it.")
}

// RemoveLogo takes the logo out of the draft.
func (p *Portal) RemoveLogo(c echo.Context, who *web.Identity) error {
	version, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
	if err != nil {
		return fmt.Errorf("version of the draft: %w", program.ErrInvalid)
	}
	return p.setLogo(c, who, views.CropNone, func() error {
		d, err := p.Store.ProfileDraft(c.Request().Context(), who.Partner.Partner)
		if err != nil {
			return err
		}
		d.Partner.Logo = ""
		_, err = p.Store.SaveProfileDraft(c.Request().Context(), p.Act(c, who), d.Partner, version)
		return err
	}, "The draft has no logo any more; your initials are drawn instead.")
}

func (p *Portal) setLogo(c echo.Context, who *web.Identity, crop views.Crop, change func() error, done string) error {
	err := change()
	if errors.Is(err, program.ErrConflict) {
		return p.logoPage(c, who, http.StatusConflict, crop, "Somebody changed the draft while this page was open. Their change is kept; choose the file once more.")
	}
	if err != nil {
		return err
	}
	if err := p.Flash(c, done); err != nil {
		return err
	}
	return p.See(c, partnerOf(who.Partner).Home()+"/"+profileSection)
}

// LogoPicture serves a logo. Its name says what it holds, so it may be kept for good.
func (p *Portal) LogoPicture(c echo.Context) error {
	hash, size, ok := store.ParseLogoName(c.Param("name"))
	if !ok {
		return fmt.Errorf("logo %q: %w", c.Param("name"), program.ErrNotFound)
	}
	picture, err := p.Store.LogoPNG(c.Request().Context(), hash, size)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, "image/png", picture)
}
