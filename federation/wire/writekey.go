package wire

import (
	"github.com/go-fed/activity/streams"
	"github.com/go-fed/activity/streams/vocab"
)

// publicKey writes the key of an actor, whose id is the actor's with "#main-key", as most software has it.
func publicKey(owner, pem string) vocab.W3IDSecurityV1PublicKeyProperty {
	key := streams.NewW3IDSecurityV1PublicKey()
	identify(key, owner+"#main-key")
	key.SetW3IDSecurityV1Owner(oneIRI(streams.NewW3IDSecurityV1OwnerProperty(), owner))
	words := streams.NewW3IDSecurityV1PublicKeyPemProperty()
	words.Set(pem)
	key.SetW3IDSecurityV1PublicKeyPem(words)
	p := streams.NewW3IDSecurityV1PublicKeyProperty()
	p.AppendW3IDSecurityV1PublicKey(key)
	return p
}

// icon writes the picture of an actor.
func (w Writer) icon(mediaID int64) vocab.ActivityStreamsIconProperty {
	image := streams.NewActivityStreamsImage()
	image.SetActivityStreamsUrl(iris(streams.NewActivityStreamsUrlProperty(), w.picture(mediaID)))
	p := streams.NewActivityStreamsIconProperty()
	p.AppendActivityStreamsImage(image)
	return p
}
