// Package web is what people see: the layout, the components and pages as templ templates, the styles, scripts and
// drawings, and the words in locales. A page is a view struct of plain fields and a template that shows it; the
// structs stand beside their templates, name the form fields that the page posts, and hold no database types.
//
// Only handlers imports this package; it imports models and models/text and nothing else of ours. It never reads
// the clock: the handler says in Page.Now when the page is shown.
//
// Everything works with plain links and forms. Templates hold no inline styles or scripts, so that pages can be
// served with "script-src 'self'; style-src 'self'".
package web
