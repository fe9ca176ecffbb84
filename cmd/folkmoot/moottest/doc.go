// Package moottest assembles whole sites and scripted peers on a federationtest.Net, for tests that tell how
// they deal with each other. The peers speak as Mastodon, Lemmy, PieFed, NodeBB and Mbin do, each in a file
// of its own. Only tests import it.
package moottest
