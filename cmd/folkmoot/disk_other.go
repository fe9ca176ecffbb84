//go:build !linux && !darwin && !freebsd

package main

import "errors"

// freeDisk is the room that is left where a folder lies, which only some systems tell in the same way.
func freeDisk(string) (int64, error) { return 0, errors.New("this system has its own way of telling") }
