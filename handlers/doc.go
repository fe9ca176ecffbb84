// Package handlers answers HTTP. routes.go has every route for people, activitypub/router.go those for other servers, and
// router.go puts them together; door.go tells for whom an address is. What answers is in pages (for people), admin (for
// those who look after the site) and activitypub (for other servers), which never import each other. request says what is
// asked, and whether it was sent from this site; response how it is answered.
//
// Only cmd/folkmoot imports it, and the three see the domain through models.Site alone.
package handlers
