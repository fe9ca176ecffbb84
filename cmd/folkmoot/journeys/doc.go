// Package journeys walks through the pages as people do, in a real Chromium: each story sets up sites of its own, and is told four
// times, with JavaScript and without, on a wide screen and on a narrow one. On every page on the way it looks for accessibility
// faults (axe, WCAG 2.2 A and AA), invalid markup, errors in the console, requests that leave the site, and text that does not fit.
//
// The stories are in stories/, and what proves the harness in checks/; lib.mjs has the words they are told in. The tests have the build tag browser, since they need
// Chromium and npm packages: make test-browser. Nothing imports this package.
package journeys
