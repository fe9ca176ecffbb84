// Package peertest lets this server federate over real HTTP with one that others wrote, on a library of theirs: Fedify. What the
// scripted peers elsewhere can't show is whether a stranger's reading of the standards agrees with ours; here a stranger's code
// checks our signatures, reads our documents and writes its own.
//
// The peer is peer.mjs, a small Node.js program with one person in it. The tests have the build tag peer, since they need Node.js and npm packages:
// make test-peer. Nothing imports this package.
package peertest
