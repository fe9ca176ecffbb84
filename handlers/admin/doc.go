// Package admin is how those who look after a site see it and run it: whom it deals with, who belongs to it, what was
// reported, what it is called. Its files are named for the rooms of the admin's pages.
//
// Every route of it is behind Admin, which lets nobody else in before anything is asked of the database; each operation
// of models.Site asks again. Only handlers imports it.
package admin
