package wire

// IsActor tells whether documents of this type describe an actor: a person, a community, a program.
func IsActor(name string) bool {
	_, err := actorKind(name)
	return err == nil
}

// IsActivity tells whether documents of this type say that somebody did something. A type that the
// vocabulary does not know may be a verb.
func IsActivity(name string) bool { return isActivity(typed(name)) }
