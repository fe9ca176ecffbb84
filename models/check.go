package models

import "fmt"

// checkWords notes what is wrong with a title and a text that somebody here wrote.
func checkWords(wrong fields, k *Kind, title, source string) {
	if k.Title.Required && title == "" {
		wrong.add("title", "Enter a title.")
	}
	if n := len([]rune(title)); k.Title.Max > 0 && n > k.Title.Max {
		wrong.add("title", fmt.Sprintf("Use %d characters or fewer. You have used %d.", k.Title.Max, n))
	}
	if k.Body.Required && source == "" {
		wrong.add("body", "Write something first.")
	}
	if n := len([]rune(source)); n > k.Body.Max {
		wrong.add("body", fmt.Sprintf("Use %d characters or fewer. You have used %d.", k.Body.Max, n))
	}
}

// cut gives the first characters of a text, at most so many.
func cut(s string, max int) string {
	if r := []rune(s); len(r) > max {
		return string(r[:max])
	}
	return s
}
