package pages

import "strings"

// maxWords is how many words of a search count; each costs a pass over what is searched.
const maxWords = 8

// wordsOf splits what somebody searches for.
func wordsOf(q string) []string {
	words := strings.Fields(strings.ReplaceAll(q, `"`, " "))
	return words[:min(len(words), maxWords)]
}
