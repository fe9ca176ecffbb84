package wire

import (
	"fmt"
	"strings"

	"github.com/folkmoot/folkmoot/models/limits"
)

// A Key is a public key as its document tells it.
type Key struct {
	ID    string
	Owner string // the actor that it speaks for; on the same host
	PEM   string
}

// ReadKey reads the key with the id keyID out of what stands at that address: an actor that holds it,
// perhaps as a stub of id, type and key, or a document of the key alone. An actor's key must belong to
// that actor; whoever gets a key alone must look whether its owner names it too. keyIDs that differ in
// nothing but the fragment are different keys.
func ReadKey(o *Object, keyID string) (*Key, error) {
	id, err := o.ID()
	if err != nil {
		return nil, err
	}
	candidates, owner := o.Inlines("publicKey"), id
	if o.Has("publicKeyPem") {
		candidates, owner = []*Object{o}, ""
	}
	for _, c := range candidates {
		key, err := readKey(c)
		if err != nil {
			return nil, err
		}
		if key.ID != keyID {
			continue
		}
		if owner != "" && key.Owner != owner || hostOf(key.Owner) != hostOf(key.ID) {
			return nil, fmt.Errorf("%w: key of %.100q", ErrForeign, key.Owner)
		}
		return key, nil
	}
	return nil, fmt.Errorf("%w: no key %.100q there", ErrMalformed, keyID)
}

// OwnsKey tells whether a key can be the actor's by its id, which all software makes of the actor's own:
// by a fragment, a further part of the path, or a query.
func OwnsKey(actor, keyID string) bool {
	rest, own := strings.CutPrefix(keyID, actor)
	return own && (rest == "" || strings.ContainsAny(rest[:1], "#/?&"))
}

func readKey(o *Object) (*Key, error) {
	id, err := o.ID()
	if err != nil {
		return nil, err
	}
	k := &Key{ID: id, PEM: o.String("publicKeyPem")}
	if k.Owner, err = o.OneID("owner"); err == nil && k.Owner == "" {
		k.Owner, err = o.OneID("controller")
	}
	if err != nil {
		return nil, err
	}
	if k.ID == "" || k.Owner == "" || len(k.PEM) > limits.KeyPEMBytes || !strings.Contains(k.PEM, "PUBLIC KEY-----") {
		return nil, fmt.Errorf("%w: key without id, owner or PEM", ErrMalformed)
	}
	return k, nil
}
