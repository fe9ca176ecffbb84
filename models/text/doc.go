// Package text turns what people and other servers write into something that can be shown without harm: Markdown and
// foreign HTML into HTML, names and titles into single clean lines, two versions of a post into their difference.
//
// Its promise is one type. An [HTML] holds markup that came through [Render] or [Clean], and nobody else can make one,
// so a template may print it unescaped and print nothing else so. Everything that this package returns is the same
// when it is passed through again.
//
// What comes in is bounded before it is understood: bytes first, then tags, then depth; the limits stand in limits.go.
// No function here fails or panics on foreign input, and none takes more than linear time in the bounded input.
//
// It imports models/address and models/limits, and any package may import it but those.
package text
