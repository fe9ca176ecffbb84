// Package federationtest lets whole servers federate inside one test: Net stands in for the network, and
// what can go wrong on a network goes wrong on it when told to. Only tests may import it.
package federationtest
