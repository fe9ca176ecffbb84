package blob

import (
	"bytes"
	"encoding/binary"
)

// A jpegHeader is what has to be known of a JPEG before it is decoded.
type jpegHeader struct {
	orientation int // 1 to 8 as in Exif, tag 0x0112; 1 where none is given
	progressive bool
	samples     int64 // values of all components together
	scans       int   // passes over the picture
}

// readJPEG walks the segments of a JPEG (ITU-T T.81, annex B) without decoding anything. Like the decoder it passes
// over bytes between segments that belong nowhere, so that it sees all that the decoder will; whether the file is
// sound is for the decoder to say.
func readJPEG(data []byte) jpegHeader {
	h := jpegHeader{orientation: 1}
	for at := nextMarker(data, 2); at+4 <= len(data); at = nextMarker(data, at) {
		marker := data[at+1]
		if marker == 0xFF {
			at++
			continue
		}
		if marker == 0xD9 {
			return h
		}
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if size < 2 || at+2+size > len(data) {
			return h
		}
		h.segment(marker, data[at+4:at+2+size])
		at += 2 + size
	}
	return h
}

func (h *jpegHeader) segment(marker byte, content []byte) {
	switch marker {
	case 0xC0, 0xC1, 0xC2: // start of a frame: baseline, extended, progressive
		h.progressive = h.progressive || marker == 0xC2
		h.samples = max(h.samples, frameSamples(content))
	case 0xDA: // start of a scan
		h.scans++
	case 0xE1: // application data, where Exif stands
		if o := exifOrientation(content); o != 0 {
			h.orientation = o
		}
	}
}

// nextMarker finds the next marker from a place on, past coded data and the marks for starting anew in them.
func nextMarker(data []byte, at int) int {
	for at < len(data) {
		found := bytes.IndexByte(data[at:], 0xFF)
		if found < 0 || at+found+1 >= len(data) {
			return len(data)
		}
		at += found
		if next := data[at+1]; next != 0 && (next < 0xD0 || next > 0xD7) {
			return at
		}
		at += 2
	}
	return len(data)
}

// frameSamples counts the values of a frame from its header: height, width and the share of each component.
func frameSamples(segment []byte) int64 {
	if len(segment) < 6 {
		return 0
	}
	height, width := int64(binary.BigEndian.Uint16(segment[1:])), int64(binary.BigEndian.Uint16(segment[3:]))
	parts, widest, highest, shares := segment[6:], int64(1), int64(1), int64(0)
	for i := 0; i < int(segment[5]) && 3*i+1 < len(parts); i++ {
		h, v := int64(parts[3*i+1]>>4), int64(parts[3*i+1]&15)
		widest, highest, shares = max(widest, h), max(highest, v), shares+h*v
	}
	return width * height * shares / (widest * highest)
}

// exifOrientation reads the orientation out of an Exif segment; 0 where there is none. The segment holds a TIFF file
// (Exif 2.3, 4.5): byte order, the place of the first directory, and there entries of twelve bytes.
func exifOrientation(segment []byte) int {
	tiff, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00"))
	if !ok || len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
	default:
		return 0
	}
	directory := int64(order.Uint32(tiff[4:]))
	if directory+2 > int64(len(tiff)) {
		return 0
	}
	entries := tiff[directory+2:]
	for range order.Uint16(tiff[directory:]) {
		if len(entries) < 12 {
			return 0
		}
		const orientation, short = 0x0112, 3
		if order.Uint16(entries) == orientation && order.Uint16(entries[2:]) == short && order.Uint32(entries[4:]) == 1 {
			if value := int(order.Uint16(entries[8:])); value >= 1 && value <= 8 {
				return value
			}
			return 0
		}
		entries = entries[12:]
	}
	return 0
}
