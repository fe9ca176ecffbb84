package blob

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// maxFrames is how many pictures one after the other a picture that moves may hold.
const maxFrames = 1_000

var (
	errPicture = &KindError{Message: (&PictureError{Reason: PictureUnreadable}).Error()}
	errPixels  = &KindError{Message: (&PictureError{Reason: PictureTooLarge}).Error()}
)

// IsPicture tells whether a type is that of a picture which is kept.
func IsPicture(mediaType string) bool { return formats[mediaType].decode != nil }

// WithoutTraces is a picture that has arrived without what is in it besides pixels and colours: where and with what it was taken, by
// whom, small copies, what was hung on at its end. The pixels stay as they are. One with too many is refused as a *KindError, and so
// is one that cannot be read. The caller closes both.
func WithoutTraces(ctx context.Context, s Store, mediaType string, in *Incoming) (*Incoming, error) {
	config, err := formats[mediaType].config(io.NewSectionReader(in, 0, in.Size))
	if err != nil {
		return nil, &KindError{errPicture.Message, err}
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > maxSide || config.Height > maxSide || config.Width*config.Height > MaxPixels {
		return nil, errPixels
	}
	from, to := io.Pipe()
	go func() {
		defer func() { // nobody else is there to catch what a stranger's bytes set off here
			if fault := recover(); fault != nil {
				to.CloseWithError(&KindError{errPicture.Message, fmt.Errorf("strip: %v", fault)})
			}
		}()
		buffered := bufio.NewWriter(to)
		err := strip(mediaType, in, buffered)
		to.CloseWithError(errors.Join(err, buffered.Flush()))
	}()
	out, err := s.Receive(ctx, from, in.Size+1<<10)
	_ = from.Close() // whatever is still writing ends
	return out, err
}

// strip copies a picture without its traces.
func strip(mediaType string, in *Incoming, w io.Writer) error {
	r := bufio.NewReader(io.NewSectionReader(in, 0, in.Size))
	var err error
	switch mediaType {
	case "image/jpeg":
		err = stripJPEG(r, w)
	case "image/png":
		err = stripPNG(r, w)
	case "image/gif":
		err = stripGIF(r, w)
	case "image/webp":
		err = stripWebP(in, w)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &KindError{errPicture.Message, err}
	}
	return err
}

// stripJPEG leaves out all application data but those on which colours depend, comments, and what follows the end. What is said of how
// the picture is turned stays, in a segment of our own (ITU-T T.81, annex B).
func stripJPEG(r *bufio.Reader, w io.Writer) error {
	if err := copyN(w, r, 2); err != nil {
		return err
	}
	for {
		marker, err := nextJPEGMarker(r)
		if err != nil {
			return err
		}
		if marker == 0xD9 {
			_, err := w.Write([]byte{0xFF, marker})
			return err
		}
		var length [2]byte
		if _, err := io.ReadFull(r, length[:]); err != nil {
			return err
		}
		size := int(binary.BigEndian.Uint16(length[:])) - 2
		if size < 0 {
			return errPicture
		}
		content := make([]byte, size)
		if _, err := io.ReadFull(r, content); err != nil {
			return err
		}
		if content = keptJPEG(marker, content); content == nil {
			continue
		}
		segment := binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(content)+2))
		if _, err := w.Write(append(segment, content...)); err != nil {
			return err
		}
		if marker == 0xDA {
			if err := copyScan(r, w); err != nil {
				return err
			}
		}
	}
}

// keptJPEG is what stays of a segment; nil for nothing.
func keptJPEG(marker byte, content []byte) []byte {
	switch {
	case marker == 0xE1:
		turned := exifOrientation(content)
		if turned <= 1 {
			return nil
		}
		tiff := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00")
		return append(tiff, byte(turned), 0, 0, 0, 0, 0, 0)
	case marker == 0xE0 && bytes.HasPrefix(content, []byte("JFIF\x00")) && len(content) >= 14:
		return append(bytes.Clone(content[:12]), 0, 0) // without its small copy
	case marker == 0xE2 && bytes.HasPrefix(content, []byte("ICC_PROFILE\x00")), marker == 0xEE && bytes.HasPrefix(content, []byte("Adobe")):
		return content
	case marker >= 0xE0 && marker <= 0xEF, marker == 0xFE:
		return nil
	}
	return content
}

// nextJPEGMarker passes over what belongs nowhere, as decoders do.
func nextJPEGMarker(r *bufio.Reader) (byte, error) {
	for {
		if _, err := r.ReadSlice(0xFF); err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return 0, err
		} else if err != nil {
			continue
		}
		for {
			b, err := r.ReadByte()
			if err != nil {
				return 0, err
			}
			if b != 0 && b != 0xFF && (b < 0xD0 || b > 0xD7) {
				return b, nil
			}
			if b != 0xFF {
				break
			}
		}
	}
}

// copyScan copies coded data up to the next marker, which is left to be read.
func copyScan(r *bufio.Reader, w io.Writer) error {
	for {
		next, err := r.Peek(2)
		if err != nil {
			return err
		}
		if next[0] == 0xFF && next[1] != 0 && next[1] != 0xFF && (next[1] < 0xD0 || next[1] > 0xD7) {
			return nil
		}
		n := 1
		if next[0] == 0xFF && next[1] != 0xFF {
			n = 2
		} else if buffered, _ := r.Peek(r.Buffered()); next[0] != 0xFF {
			if n = bytes.IndexByte(buffered, 0xFF); n < 0 {
				n = len(buffered)
			}
		}
		if err := copyN(w, r, int64(n)); err != nil {
			return err
		}
	}
}

// keptChunks are the chunks of a PNG that say what it looks like (PNG, third edition, 11).
var keptChunks = map[string]bool{
	"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "cHRM": true, "gAMA": true, "iCCP": true, "sBIT": true, "sRGB": true,
	"cICP": true, "bKGD": true, "hIST": true, "pHYs": true, "sPLT": true, "acTL": true, "fcTL": true, "fdAT": true,
}

func stripPNG(r *bufio.Reader, w io.Writer) error {
	if err := copyN(w, r, 8); err != nil {
		return err
	}
	for frames := 0; ; {
		head, err := r.Peek(8)
		if err != nil {
			return err
		}
		name, size := string(head[4:]), int64(binary.BigEndian.Uint32(head))
		if name == "fcTL" {
			if frames++; frames > maxFrames {
				return errPixels
			}
		}
		to := w
		if !keptChunks[name] {
			to = io.Discard
		}
		if err := copyN(to, r, 8+size+4); err != nil {
			return err
		}
		if name == "IEND" {
			return nil
		}
	}
}

// stripGIF leaves out comments and the data of programs, but what says how often it is shown (GIF89a).
func stripGIF(r *bufio.Reader, w io.Writer) error {
	head := make([]byte, 13)
	if _, err := io.ReadFull(r, head); err != nil {
		return err
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	if err := copyN(w, r, colourTable(head[10])); err != nil {
		return err
	}
	for frames := 0; ; {
		next, err := r.Peek(1)
		if err != nil {
			return err
		}
		switch next[0] {
		case 0x3B:
			return copyN(w, r, 1)
		case 0x2C:
			if frames++; frames > maxFrames {
				return errPixels
			}
			err = gifFrame(r, w)
		case 0x21:
			err = gifExtension(r, w)
		default:
			return errPicture
		}
		if err != nil {
			return err
		}
	}
}

func colourTable(flags byte) int64 {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

func gifFrame(r *bufio.Reader, w io.Writer) error {
	head, err := r.Peek(10)
	if err != nil {
		return err
	}
	if err := copyN(w, r, 10+colourTable(head[9])+1); err != nil {
		return err
	}
	return gifBlocks(r, w)
}

func gifExtension(r *bufio.Reader, w io.Writer) error {
	head, err := r.Peek(14)
	if err != nil {
		return err
	}
	kept := head[1] == 0xF9 || head[1] == 0xFF && (string(head[3:14]) == "NETSCAPE2.0" || string(head[3:14]) == "ANIMEXTS1.0")
	if !kept {
		w = io.Discard
	}
	if err := copyN(w, r, 2); err != nil {
		return err
	}
	return gifBlocks(r, w)
}

func gifBlocks(r *bufio.Reader, w io.Writer) error {
	for {
		size, err := r.Peek(1)
		if err != nil {
			return err
		}
		n := int64(size[0])
		if err := copyN(w, r, 1+n); err != nil || n == 0 {
			return err
		}
	}
}

// stripWebP leaves out the chunks that say anything but how it looks, and the marks that they are there (RFC 9649, 2.7).
func stripWebP(in *Incoming, w io.Writer) error {
	type chunk struct{ at, size int64 }
	var kept []chunk
	whole := int64(4)
	for at := int64(12); at+8 <= in.Size; {
		var head [8]byte
		if _, err := in.ReadAt(head[:], at); err != nil {
			return err
		}
		size := 8 + int64(binary.LittleEndian.Uint32(head[4:]))
		size += size % 2
		if at+size > in.Size+1 {
			return errPicture
		}
		switch string(head[:4]) {
		case "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP":
			if len(kept) >= maxFrames { // other parts than pictures are few
				return errPixels
			}
			kept = append(kept, chunk{at, size})
			whole += size
		}
		at += size
	}
	if _, err := w.Write(append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(whole)), "WEBP"...)); err != nil {
		return err
	}
	for _, c := range kept {
		content := io.NewSectionReader(in, c.at, c.size)
		var head [9]byte
		if _, err := io.ReadFull(content, head[:]); err != nil {
			return err
		}
		if string(head[:4]) == "VP8X" {
			head[8] &^= 0x08 | 0x04 // Exif and XMP
		}
		if _, err := w.Write(head[:]); err != nil {
			return err
		}
		n, err := io.Copy(w, content)
		if err == nil && n < c.size-9 { // the last byte of an odd one may be missing
			_, err = w.Write([]byte{0})
		}
		if err != nil {
			return fmt.Errorf("copy picture: %w", err)
		}
	}
	return nil
}

func copyN(w io.Writer, r io.Reader, n int64) error {
	_, err := io.CopyN(w, r, n)
	return err
}
