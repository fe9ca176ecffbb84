package models

import (
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"slices"
)

// Digest is the file's SHA-256 as others check it: digestMultibase, which is "z" and in base58btc the multihash (0x12 for
// SHA-256, 0x20 for its length). "" for a file without a sum.
func (f *File) Digest() string { return DigestOf(f.Sum) }

// DigestOf is the same for a SHA-256 in hexadecimal digits; "" for anything else.
func DigestOf(sum string) string {
	hash, err := hex.DecodeString(sum)
	if err != nil || len(hash) != 32 {
		return ""
	}
	return "z" + base58(append([]byte{0x12, 0x20}, hash...))
}

// DigestOfWords is the same of a text.
func DigestOfWords(said string) string {
	sum := sha256.Sum256([]byte(said))
	return DigestOf(hex.EncodeToString(sum[:]))
}

// base58 writes bytes as a number to the base 58, in the alphabet that Bitcoin made known; zeros before it become ones.
func base58(data []byte) string {
	const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	var out []byte
	rest, digit, base := new(big.Int).SetBytes(data), new(big.Int), big.NewInt(58)
	for rest.Sign() > 0 {
		rest.DivMod(rest, base, digit)
		out = append(out, alphabet[digit.Int64()])
	}
	for _, b := range data {
		if b != 0 {
			break
		}
		out = append(out, alphabet[0])
	}
	slices.Reverse(out)
	return string(out)
}
