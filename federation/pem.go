package federation

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math"

	"github.com/folkmoot/folkmoot/models/limits"
)

// ErrKey is why a key is refused: its form, its kind or its size.
var ErrKey = errors.New("not a key that we take")

// ParsePublicKey reads the publicKeyPem of an actor: an RSA key of limits.RSABitsMin to RSABitsMax, in
// PKIX or PKCS #1 form, or an Ed25519 or P-256 key in PKIX form. It fails with ErrKey.
func ParsePublicKey(text string) (crypto.PublicKey, error) {
	der, err := pemBytes(text)
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		// Some servers write PKCS #1 under either heading.
		if key, err = x509.ParsePKCS1PublicKey(der); err != nil {
			return nil, fmt.Errorf("%w: neither PKIX nor PKCS #1", ErrKey)
		}
	}
	return key, checkKey(key)
}

// checkKey refuses keys that are weak, dear to use, or of a kind that no style of signature names.
func checkKey(key crypto.PublicKey) error {
	switch k := key.(type) {
	case *rsa.PublicKey:
		if k == nil || k.N == nil || k.N.BitLen() < limits.RSABitsMin || k.N.BitLen() > limits.RSABitsMax {
			return fmt.Errorf("%w: RSA key too small or too large", ErrKey)
		}
		if k.E < 3 || k.E%2 == 0 || k.E > math.MaxInt32 || k.N.Bit(0) == 0 {
			return fmt.Errorf("%w: RSA key with a useless exponent or modulus", ErrKey)
		}
		return nil
	case ed25519.PublicKey:
		if len(k) == ed25519.PublicKeySize {
			return nil
		}
	case *ecdsa.PublicKey:
		if k != nil && k.Curve == elliptic.P256() {
			return nil
		}
	}
	return fmt.Errorf("%w: %T", ErrKey, key)
}

// EncodePublicKey writes a key as peers expect it in publicKeyPem: PKIX, headed PUBLIC KEY.
func EncodePublicKey(key crypto.PublicKey) (string, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return "", fmt.Errorf("encode public key: %w", err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), nil
}

// GenerateKey makes a key for an actor of this site, in about 50 ms. It has 2048 bits: every peer takes
// that, and it is the cheapest to sign with of those that they take.
func GenerateKey() (*rsa.PrivateKey, error) {
	key, err := rsa.GenerateKey(rand.Reader, limits.RSABitsMin)
	if err != nil {
		return nil, fmt.Errorf("generate key: %w", err)
	}
	return key, nil
}

// ParsePrivateKey reads a key of ours, in PKCS #8 or PKCS #1 form. It takes a sixth of the time of a
// signature.
func ParsePrivateKey(text string) (*rsa.PrivateKey, error) {
	der, err := pemBytes(text)
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		if key, err = x509.ParsePKCS1PrivateKey(der); err != nil {
			return nil, fmt.Errorf("%w: neither PKCS #8 nor PKCS #1", ErrKey)
		}
	}
	private, ok := key.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%w: %T", ErrKey, key)
	}
	return private, checkKey(&private.PublicKey)
}

// pemBytes returns what the one block of text holds.
func pemBytes(text string) ([]byte, error) {
	if len(text) > limits.KeyPEMBytes {
		return nil, fmt.Errorf("%w: too long", ErrKey)
	}
	block, rest := pem.Decode([]byte(text))
	if block == nil || len(bytes.TrimSpace(rest)) > 0 {
		return nil, fmt.Errorf("%w: not one block of PEM", ErrKey)
	}
	return block.Bytes, nil
}
