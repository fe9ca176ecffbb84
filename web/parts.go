package web

import "strconv"

func (p Pagination) url(n int) string {
	path := p.Base
	if n > 1 {
		if path == "/" {
			path = ""
		}
		path += "/page/" + strconv.Itoa(n)
	}
	if p.Query != "" {
		path += "?" + p.Query
	}
	return path
}

// shown lists the page numbers to link: the first, the last if that is known, and those round the present one; 0 is a gap.
func (p Pagination) shown() (numbers []int) {
	last := 0
	for n := 1; n <= p.Pages; n++ {
		if n != 1 && (n != p.Pages || p.More) && (n < p.Page-1 || n > p.Page+1) {
			continue
		}
		if n > last+1 {
			numbers = append(numbers, 0)
		}
		numbers = append(numbers, n)
		last = n
	}
	if p.More {
		numbers = append(numbers, 0)
	}
	return numbers
}

func tagTone(t Tone) string {
	if t == "" {
		return ""
	}
	return "fm-tag--" + string(t)
}
