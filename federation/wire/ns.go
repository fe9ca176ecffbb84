package wire

// ours is the vocabulary of our own software, for what ActivityStreams has no words for.
const ours = "https://folkmoot.org/ns#"

// ourString is the string of one of our own terms, written with our prefix or in full.
func ourString(o *Object, name string) string {
	if s := o.String("folkmoot:" + name); s != "" {
		return s
	}
	return o.String(ours + name)
}
