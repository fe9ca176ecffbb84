package federation

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
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

// privatePEM is a key of ours as it is stored.
func privatePEM(key *rsa.PrivateKey) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: must(x509.MarshalPKCS8PrivateKey(key))}))
}

func TestParsePrivateKey_ReadsWhatIsStored(t *testing.T) {
	text := privatePEM(rsaKey())
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

func TestGenerateKey_MakesKeysOf2048Bits(t *testing.T) {
	if rsaKey().N.BitLen() != 2048 || rsaKey().Equal(otherRSA()) {
		t.Errorf("%d bits", rsaKey().N.BitLen())
	}
}
