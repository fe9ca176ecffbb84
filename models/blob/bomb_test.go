package blob

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"runtime"
	"strings"
	"testing"
)

// allocated is how many bytes fn has asked for, those that it gave back included.
func allocated(fn func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	fn()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// refusedCheaply wants a file refused with a reason, for little memory.
func refusedCheaply(t *testing.T, data []byte) {
	t.Helper()
	var err error
	spent := allocated(func() { _, err = KindOf(bytes.NewReader(data), int64(len(data))) })
	var wrong *KindError
	if !errors.As(err, &wrong) {
		t.Errorf("it is taken, or fails: %v", err)
	}
	if spent > 8<<20 {
		t.Errorf("telling what it is took %d KB", spent>>10)
	}
}

// directoryEntry is an entry of a ZIP's directory (APPNOTE 4.3.12), for a part at a place that deflates size bytes to packed ones.
func directoryEntry(name string, packed, size, at uint32) []byte {
	entry := make([]byte, 46, 46+len(name))
	copy(entry, "PK\x01\x02\x14\x00\x14\x00\x00\x00\x08\x00")
	binary.LittleEndian.PutUint32(entry[20:], packed)
	binary.LittleEndian.PutUint32(entry[24:], size)
	binary.LittleEndian.PutUint16(entry[28:], uint16(len(name)))
	binary.LittleEndian.PutUint32(entry[42:], at)
	return append(entry, name...)
}

// directoryEnd is the record that ends a ZIP.
func directoryEnd(entries uint16, size, begins uint32) []byte {
	end := binary.LittleEndian.AppendUint16([]byte("PK\x05\x06\x00\x00\x00\x00"), entries)
	end = binary.LittleEndian.AppendUint16(end, entries)
	end = binary.LittleEndian.AppendUint32(end, size)
	return append(binary.LittleEndian.AppendUint32(end, begins), 0, 0)
}

// An archive of which the record at its end says that the directory is small, and a second one, for large archives, that it is not.
func TestD10_ADirectoryThatHidesItsSizeIsNotRead(t *testing.T) {
	const entries = 200_000
	data := []byte("PK\x03\x04")
	begins := len(data)
	for range entries {
		data = append(data, directoryEntry("a.xml", 0, 0, 0)...)
	}
	large := len(data)
	record := make([]byte, 56)
	copy(record, "PK\x06\x06\x2c")
	for at, value := range map[int]uint64{24: entries, 32: entries, 40: uint64(large - begins), 48: uint64(begins)} {
		binary.LittleEndian.PutUint64(record[at:], value)
	}
	data = append(data, record...)
	locator := append([]byte("PK\x06\x07\x00\x00\x00\x00"), make([]byte, 12)...)
	binary.LittleEndian.PutUint64(locator[8:], uint64(large))
	locator[16] = 1
	data = append(data, locator...)
	data = append(data, directoryEnd(1, 0xFFFF, uint32(len(data)-0xFFFF))...)
	refusedCheaply(t, data)
}

// An archive with thousands of entries for the part that says what it is, which all unpack the same bytes.
func TestD10_WhatSaysWhatADocumentIsStandsInItOnce(t *testing.T) {
	for _, name := range []string{"[Content_Types].xml", "mimetype"} {
		var packed bytes.Buffer
		w := zip.NewWriter(&packed)
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(strings.Repeat(" ", maxManifest-1))); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		whole := packed.Bytes()
		read, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
		if err != nil {
			t.Fatal(err)
		}
		data := whole[:bytes.Index(whole, []byte("PK\x01\x02"))]
		begins, entries := len(data), 1_000
		for range entries {
			data = append(data, directoryEntry(name, uint32(read.File[0].CompressedSize64), uint32(read.File[0].UncompressedSize64), 0)...)
		}
		data = append(data, directoryEnd(uint16(entries), uint32(len(data)-begins), uint32(begins))...)
		refusedCheaply(t, data)
	}
}

func TestD10_APictureOfCountlessPartsIsRefused(t *testing.T) {
	whole := asWebP(2, 2, quarters(2, 2).RGBAAt(0, 0))
	parts := bytes.Repeat(riffChunk("ICCP", "ab"), 500_000)
	data := append(bytes.Clone(whole), parts...)
	binary.LittleEndian.PutUint32(data[4:], uint32(len(data)-8))
	spent := allocated(func() {
		if _, err := clean(t, "image/webp", data); !errors.Is(err, errPixels) {
			t.Errorf("a WebP of half a million parts: %v", err)
		}
	})
	if spent > 64<<20 {
		t.Errorf("it took %d KB", spent>>10)
	}
}

func TestD10_APictureThatMovesHasItsBoundsInEachFormat(t *testing.T) {
	still := asPNG(t, quarters(2, 2))
	var frames []byte
	for range maxFrames + 1 {
		frames = append(frames, pngChunk("fcTL", strings.Repeat("\x00", 26))...)
	}
	at := bytes.Index(still, []byte("IDAT")) - 4
	moving := append(append(bytes.Clone(still[:at]), frames...), still[at:]...)
	if _, err := clean(t, "image/png", moving); !errors.Is(err, errPixels) {
		t.Errorf("a PNG of %d pictures: %v", maxFrames+1, err)
	}
	web := append(asWebP(2, 2, quarters(2, 2).RGBAAt(0, 0)), bytes.Repeat(riffChunk("ANMF", strings.Repeat("\x00", 16)), maxFrames+1)...)
	binary.LittleEndian.PutUint32(web[4:], uint32(len(web)-8))
	if _, err := clean(t, "image/webp", web); !errors.Is(err, errPixels) {
		t.Errorf("a WebP of %d pictures: %v", maxFrames+1, err)
	}
}
