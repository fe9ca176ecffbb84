package federation

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"sync"
	"testing"
)

func TestParsePublicKey_ReadsEveryKindThatPeersHave(t *testing.T) {
	for name, key := range map[string]crypto.PublicKey{"RSA": rsaKey().Public(), "Ed25519": edKey.Public(), "P-256": ecKey().Public()} {
		text, err := EncodePublicKey(key)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParsePublicKey("\n" + text + "\n")
		if err != nil || !got.(interface{ Equal(crypto.PublicKey) bool }).Equal(key) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	der := x509.MarshalPKCS1PublicKey(&rsaKey().PublicKey)
	for _, heading := range []string{"RSA PUBLIC KEY", "PUBLIC KEY"} {
		text := string(pem.EncodeToMemory(&pem.Block{Type: heading, Bytes: der}))
		if got, err := ParsePublicKey(text); err != nil || !rsaKey().PublicKey.Equal(got) {
			t.Errorf("%s: %v, %v", heading, got, err)
		}
	}
}

func TestParsePrivateKey_ReadsWhatIsStored(t *testing.T) {
	text, err := EncodePrivateKey(rsaKey())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParsePrivateKey(text); err != nil || !got.Equal(rsaKey()) {
		t.Errorf("PKCS #8: %v", err)
	}
	old := string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(rsaKey())}))
	if got, err := ParsePrivateKey(old); err != nil || !got.Equal(rsaKey()) {
		t.Errorf("PKCS #1: %v", err)
	}
	other := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: must(x509.MarshalPKCS8PrivateKey(edKey))}))
	if got, err := ParsePrivateKey(other); err == nil {
		t.Errorf("Ed25519 came out as %v", got)
	}
}

func TestPrivateKeys_ParseEachKeyOnce(t *testing.T) {
	var keys PrivateKeys
	text := must(EncodePrivateKey(rsaKey()))
	first := must(keys.Parse(text))
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if again, err := keys.Parse(text); err != nil || again != first {
				t.Errorf("parsed again: %v", err)
			}
		})
	}
	wait.Wait()
	if other, err := keys.Parse(must(EncodePrivateKey(otherRSA()))); err != nil || !other.Equal(otherRSA()) {
		t.Errorf("another key: %v", err)
	}
	if _, err := keys.Parse("no key"); err == nil {
		t.Error("parsed what is no key")
	}
}

func TestGenerateKey_MakesKeysOf2048Bits(t *testing.T) {
	if rsaKey().N.BitLen() != 2048 || rsaKey().Equal(otherRSA()) {
		t.Errorf("%d bits", rsaKey().N.BitLen())
	}
}
