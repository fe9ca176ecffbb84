package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/image/webp"
)

// Limits on pictures.
const (
	// FullSide and ThumbSide are the greatest lengths in pixels of the longer side of what is kept.
	FullSide  = 1600
	ThumbSide = 480
	// MaxPixels is how many pixels a picture may have that is sent to us, before it is made smaller.
	MaxPixels = 40_000_000

	maxSide    = 32_000    // pixels of either side; decoders keep whole rows beside the picture
	maxDecoded = 160 << 20 // bytes that a picture may take when it is decoded
	maxScans   = 40        // passes of a progressive JPEG; each costs as much as the whole picture
	quality    = 82        // of JPEG, out of 100
)

// A PictureError says why a picture was not taken, in words for the person who sent it.
type PictureError struct {
	Reason PictureReason
	Err    error // what the decoder said; nil for the other reasons
}

// A PictureReason is what is wrong with a picture.
type PictureReason string

// What can be wrong with a picture.
const (
	PictureEmpty      PictureReason = "empty"
	PictureOther      PictureReason = "not a picture"
	PictureTooLarge   PictureReason = "too large"
	PictureUnreadable PictureReason = "cannot be read"
)

// Error is a sentence for people.
func (e *PictureError) Error() string {
	switch e.Reason {
	case PictureEmpty:
		return "This file is empty. Choose another."
	case PictureTooLarge:
		return "This picture is too large. Make it smaller and try again."
	case PictureUnreadable:
		return "This picture is damaged and cannot be read. Save it again and retry."
	}
	return "This file is not a picture that can be shown here. Choose a JPEG, PNG, GIF or WebP file."
}

// Unwrap gives what the decoder said.
func (e *PictureError) Unwrap() error { return e.Err }

// A Picture was decoded and encoded here: it is upright, holds no data but its pixels, and stands still.
type Picture struct {
	MediaType     string // "image/jpeg", or "image/png" where parts of it are transparent
	Width, Height int    // of Full, in pixels
	Full, Thumb   []byte // at most FullSide and ThumbSide long; the same where the picture is small
}

// turn lets one picture at a time be decoded, so that the memory it takes is bounded for the process.
var turn = make(chan struct{}, 1)

// ReadPicture reads a picture of at most max bytes. What it is called and said to be does not count: the content says
// what it is. JPEG, PNG, GIF (its first frame) and WebP are taken. An error of the file is a *PictureError; others are
// those of r and of ctx.
func ReadPicture(ctx context.Context, r io.Reader, max int64) (*Picture, error) {
	data, err := io.ReadAll(io.LimitReader(&untilDone{ctx, r}, max+1))
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	switch {
	case len(data) == 0:
		return nil, &PictureError{Reason: PictureEmpty}
	case int64(len(data)) > max:
		return nil, &PictureError{Reason: PictureTooLarge}
	}
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil, fmt.Errorf("read picture: %w", ctx.Err())
	}
	src, orientation, err := decode(data)
	if err != nil {
		return nil, err
	}
	full := upright(fitted(src, FullSide), orientation)
	return encode(full, fitted(full, ThumbSide))
}

// A format is a kind of picture that we read.
type format struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

var formats = map[string]format{
	"image/jpeg": {jpeg.DecodeConfig, jpeg.Decode},
	"image/png":  {png.DecodeConfig, png.Decode},
	"image/gif":  {gif.DecodeConfig, gif.Decode},
	"image/webp": {webp.DecodeConfig, webp.Decode},
}

// decode looks at the header first, and reads the pixels only when they are not too many. The decoders are others'
// work, and the bytes are anybody's: a decoder that panics has met a file that cannot be read.
func decode(data []byte) (src image.Image, orientation int, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			src, err = nil, &PictureError{PictureUnreadable, fmt.Errorf("decoder: %v", fault)}
		}
	}()
	mediaType := mimetype.Detect(data).String()
	if mediaType == "image/vnd.mozilla.apng" {
		mediaType = "image/png"
	}
	format, ok := formats[mediaType]
	if !ok {
		return nil, 0, &PictureError{Reason: PictureOther}
	}
	config, err := format.config(bytes.NewReader(data))
	if err != nil {
		return nil, 0, &PictureError{PictureUnreadable, err}
	}
	header := jpegHeader{orientation: 1}
	bytesDecoded := int64(config.Width) * int64(config.Height) * bytesPerPixel(config.ColorModel)
	if mediaType == "image/jpeg" {
		header = readJPEG(data)
		bytesDecoded = header.decoded(config)
	}
	if config.Width <= 0 || config.Height <= 0 {
		return nil, 0, &PictureError{PictureUnreadable, errors.New("no pixels")}
	}
	if config.Width > maxSide || config.Height > maxSide || config.Width*config.Height > MaxPixels ||
		bytesDecoded > maxDecoded || header.scans > maxScans {
		return nil, 0, &PictureError{Reason: PictureTooLarge}
	}
	src, err = format.decode(bytes.NewReader(data))
	if err == nil && src.Bounds().Empty() {
		err = errors.New("no pixels")
	}
	if err != nil {
		return nil, 0, &PictureError{PictureUnreadable, err}
	}
	return src, header.orientation, nil
}

// bytesPerPixel is what a picture takes when it is decoded. Those with 16 bits may turn out to be partly transparent.
func bytesPerPixel(model color.Model) int64 {
	switch model {
	case color.RGBA64Model, color.NRGBA64Model, color.Gray16Model:
		return 8
	}
	if _, ok := model.(color.Palette); ok {
		return 1
	}
	return 4
}

// decoded is what a JPEG takes when it is decoded: its values, a second time as pixels when they are not of the usual
// colours, and a progressive one four bytes more for each value until its last pass.
func (h jpegHeader) decoded(config image.Config) int64 {
	size := h.samples
	if h.progressive {
		size += 4 * h.samples
	}
	if config.ColorModel != color.YCbCrModel && config.ColorModel != color.GrayModel {
		size += 4 * int64(config.Width) * int64(config.Height)
	}
	return size
}

func encode(full, thumb *image.RGBA) (*Picture, error) {
	p := &Picture{MediaType: "image/jpeg", Width: full.Rect.Dx(), Height: full.Rect.Dy()}
	write := func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, &jpeg.Options{Quality: quality}) }
	if !full.Opaque() {
		p.MediaType, write = "image/png", png.Encode
	}
	var out bytes.Buffer
	if err := write(&out, full); err != nil {
		return nil, fmt.Errorf("write picture: %w", err)
	}
	p.Full = bytes.Clone(out.Bytes())
	if thumb.Rect == full.Rect {
		p.Thumb = p.Full
		return p, nil
	}
	out.Reset()
	if err := write(&out, thumb); err != nil {
		return nil, fmt.Errorf("write picture: %w", err)
	}
	p.Thumb = bytes.Clone(out.Bytes())
	return p, nil
}

// Kept says where a picture and its small copy are in a store.
type Kept struct {
	Sum, ThumbSum string // the same where the picture is small
	MediaType     string
	Width, Height int   // in pixels
	Size          int64 // of the large one, in bytes
}

// PutPicture reads a picture of at most max bytes with ReadPicture and keeps it in a store, with its small copy.
func PutPicture(ctx context.Context, s Store, r io.Reader, max int64) (Kept, error) {
	p, err := ReadPicture(ctx, r, max)
	if err != nil {
		return Kept{}, err
	}
	kept := Kept{MediaType: p.MediaType, Width: p.Width, Height: p.Height}
	kept.Sum, kept.Size, err = Put(ctx, s, bytes.NewReader(p.Full), int64(len(p.Full)))
	if err != nil {
		return Kept{}, err
	}
	kept.ThumbSum, _, err = Put(ctx, s, bytes.NewReader(p.Thumb), int64(len(p.Thumb)))
	if err != nil {
		return Kept{}, err
	}
	return kept, nil
}
