// Package moottest assembles whole sites and scripted peers on a federationtest.Net, for tests that tell how
// they deal with each other. Only tests import it.
package moottest
