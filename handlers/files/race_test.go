//go:build race

package files_test

// raceDetector tells whether the tests run with it.
const raceDetector = true
