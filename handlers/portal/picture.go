package portal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	_ "image/jpeg" // a format that logos come in
	"image/png"
	"slices"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // a format that logos come in

	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// What a logo may be.
const (
	logoBytes  = 5 << 20
	logoSide   = 4000       // pixels, the longer side
	logoPixels = 20_000_000 // in all
	logoLeast  = 64         // pixels, the longer side
)

// logoFormats are those that are taken, as the image package names them.
var logoFormats = []string{"png", "jpeg", "webp"}

// pictures turns uploads into logos, one at a time: a picture of a few megabytes takes a hundred when it is unpacked.
type pictures struct{ turn chan struct{} }

func newPictures() *pictures { return &pictures{turn: make(chan struct{}, 1)} }

// unusable says in a sentence for people why a file is no logo.
type unusable string

func (u unusable) Error() string { return string(u) }

// read makes a logo of a file, squared as asked. What people can mend comes back as unusable.
func (p *pictures) read(ctx context.Context, file []byte, crop views.Crop) (store.Logo, error) {
	if len(file) > logoBytes {
		return store.Logo{}, unusable("The file is larger than 5 MB. Save the logo smaller, 600 pixels wide is plenty, and choose it again.")
	}
	head, format, err := image.DecodeConfig(bytes.NewReader(file))
	switch {
	case err != nil || !slices.Contains(logoFormats, format):
		return store.Logo{}, unusable("The file is no PNG, JPEG or WebP picture, whatever its name says. Save the logo in one of these formats and choose it again.")
	case head.Width > logoSide || head.Height > logoSide || head.Width*head.Height > logoPixels:
		return store.Logo{}, unusable(fmt.Sprintf("The picture has %d × %d pixels; at most %d on each side fit. Save it smaller and choose it again.", head.Width, head.Height, logoSide))
	case max(head.Width, head.Height) < logoLeast || min(head.Width, head.Height) < 1:
		return store.Logo{}, unusable(fmt.Sprintf("The picture has only %d × %d pixels. Choose one of at least %d on its longer side.", head.Width, head.Height, logoLeast))
	}
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return store.Logo{}, ctx.Err()
	}
	full, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return store.Logo{}, unusable("The picture is damaged: it begins well, but the rest cannot be read. Save it anew and choose it again.")
	}
	return drawLogo(full, crop)
}

// drawLogo draws a picture anew in each size. Nothing of the file itself is kept, so nothing can hide in it.
func drawLogo(full image.Image, crop views.Crop) (store.Logo, error) {
	logo := store.Logo{PNG: map[int][]byte{}}
	sum := sha256.New()
	for _, size := range store.LogoSizes() {
		square := image.NewNRGBA(image.Rect(0, 0, size, size))
		from, to := squared(full.Bounds(), size, crop)
		draw.CatmullRom.Scale(square, to, full, from, draw.Over, nil)
		var out bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, square); err != nil {
			return logo, fmt.Errorf("encode logo of %d pixels: %w", size, err)
		}
		logo.PNG[size] = out.Bytes()
		sum.Write(out.Bytes())
	}
	logo.Hash = hex.EncodeToString(sum.Sum(nil)[:16])
	return logo, nil
}

// squared says which part of a picture goes where in a square: a square part of it everywhere, or all of it with
// margins.
func squared(b image.Rectangle, size int, crop views.Crop) (from, to image.Rectangle) {
	w, h := b.Dx(), b.Dy()
	if crop == views.CropNone {
		long := max(w, h)
		tw, th := max(1, w*size/long), max(1, h*size/long)
		at := image.Pt((size-tw)/2, (size-th)/2)
		return b, image.Rectangle{Min: at, Max: at.Add(image.Pt(tw, th))}
	}
	side := min(w, h)
	spare := image.Pt(w-side, h-side) // one of both is zero
	switch crop {
	case views.CropStart:
		spare = image.Point{}
	case views.CropCentre:
		spare = spare.Div(2)
	}
	at := b.Min.Add(spare)
	return image.Rectangle{Min: at, Max: at.Add(image.Pt(side, side))}, image.Rect(0, 0, size, size)
}
