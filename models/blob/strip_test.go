package blob

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"io"
	"slices"
	"strings"
	"testing"
)

// clean is a picture without its traces.
func clean(t testing.TB, mediaType string, data []byte) ([]byte, error) {
	t.Helper()
	s, err := NewDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	in, err := s.Receive(t.Context(), bytes.NewReader(data), tenMiB)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	out, err := WithoutTraces(t.Context(), s, mediaType, in)
	if err != nil {
		return nil, err
	}
	defer func() { _ = out.Close() }()
	return io.ReadAll(io.NewSectionReader(out, 0, out.Size))
}

func pngChunk(name, content string) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	chunk = append(chunk, name+content...)
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE([]byte(name+content)))
}

func riffChunk(name, content string) []byte {
	chunk := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(content)))
	if len(content)%2 == 1 {
		content += "\x00"
	}
	return append(chunk, content...)
}

func TestD10_APictureTellsNothingButWhatItLooksLike(t *testing.T) {
	m := quarters(64, 48)
	jpegs := withSegment(withSegment(asJPEG(t, m), 0xE1, exif(binary.BigEndian, 6)), 0xFE, []byte("GPS in a comment"))
	jpegs = append(withSegment(jpegs, 0xED, []byte("Photoshop GPS")), "GPS behind the end"...)
	pngs := asPNG(t, m)
	pngs = slices.Concat(pngs[:33], pngChunk("tEXt", "Comment\x00GPS here"), pngChunk("eXIf", "GPS there"), pngs[33:], []byte("GPS behind"))
	gifs := asGIF(t, m)
	gifs = slices.Concat(gifs[:len(gifs)-1], []byte("\x21\xFE\x09GPS there\x00\x21\xFF\x0BXMP DataXMP\x03GPS\x00;GPS behind"))
	webps := asWebP(32, 16, red)
	webps = slices.Concat(webps, riffChunk("EXIF", "GPS here"), riffChunk("XMP ", "GPS there"))
	binary.LittleEndian.PutUint32(webps[4:], uint32(len(webps)-8))
	for mediaType, data := range map[string][]byte{"image/jpeg": jpegs, "image/png": pngs, "image/gif": gifs, "image/webp": webps} {
		if !bytes.Contains(data, []byte("GPS")) {
			t.Fatalf("%s has no traces to begin with", mediaType)
		}
		got, err := clean(t, mediaType, data)
		if err != nil {
			t.Errorf("%s: %v", mediaType, err)
			continue
		}
		if bytes.Contains(got, []byte("GPS")) {
			t.Errorf("%s tells where it was taken", mediaType)
		}
		before, after := read(t, data), read(t, got)
		if before.Width != after.Width || before.Height != after.Height || !bytes.Equal(before.Full, after.Full) {
			t.Errorf("%s looks otherwise: %dx%d", mediaType, after.Width, after.Height)
		}
		if again, err := clean(t, mediaType, got); err != nil || !bytes.Equal(again, got) {
			t.Errorf("%s is another each time: %v", mediaType, err)
		}
	}
	if o := readJPEG(must(clean(t, "image/jpeg", jpegs))).orientation; o != 6 {
		t.Errorf("it is turned %d", o)
	}
}

func must(data []byte, _ error) []byte { return data }

func TestD10_APictureOfTooManyPixelsIsRefusedBeforeItIsDecoded(t *testing.T) {
	large := asPNG(t, image.NewRGBA(image.Rect(0, 0, 4, 4)))
	binary.BigEndian.PutUint32(large[16:], 50_000)
	binary.BigEndian.PutUint32(large[20:], 50_000)
	binary.BigEndian.PutUint32(large[29:], crc32.ChecksumIEEE(large[12:29]))
	frames := asGIF(t, quarters(4, 4))
	one := frames[bytes.IndexByte(frames, 0x2C) : len(frames)-1]
	frames = slices.Concat(frames[:len(frames)-1], bytes.Repeat(one, 10_000), []byte{0x3B})
	for mediaType, data := range map[string][]byte{"image/png": large, "image/gif": frames} {
		var wrong *KindError
		if _, err := clean(t, mediaType, data); !errors.As(err, &wrong) || !strings.Contains(wrong.Message, "too large") {
			t.Errorf("%s: %v", mediaType, err)
		}
	}
}

func FuzzWithoutTraces(f *testing.F) {
	m := quarters(16, 16)
	f.Add(asJPEG(f, m))
	f.Add(asPNG(f, m))
	f.Add(asGIF(f, m))
	f.Add(asWebP(8, 8, red))
	f.Fuzz(func(t *testing.T, data []byte) {
		for mediaType := range formats {
			got, err := clean(t, mediaType, data)
			if err == nil && len(got) > len(data)+64 {
				t.Errorf("%s has grown from %d to %d bytes", mediaType, len(data), len(got))
			}
		}
	})
}
