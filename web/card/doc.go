// Package card draws the picture of something that happens at a time: its title, when and where it is, and who holds it,
// as other software shows it. It is a picture and no page, so it has its own letters, of the fonts of the Go project.
// handlers/pages imports it.
package card
