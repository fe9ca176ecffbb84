package main

import (
	"runtime"
	"runtime/debug"
)

// development is the version of what was not built for a release.
const development = "development"

type versionCommand struct{}

// Run says the version of the program and of the Go it was built with.
func (c *versionCommand) Run(sh *shell) error {
	sh.say("folkmoot %s (%s)", programVersion(), runtime.Version())
	return nil
}

// programVersion is the version that was set for the release, or else "development" with the commit that Go noted.
func programVersion() string {
	if version != development {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return version + "+" + s.Value[:12]
		}
	}
	return version
}
