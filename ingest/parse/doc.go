// Package parse turns the bytes of a file into blocks of text: one file a format, pure functions, no database.
//
//	bytes ─ sniff (content, never the suffix alone) ─┬─ txt    decode ─ lines, hard wraps joined
//	                                                 ├─ md     decode ─ headings, tables, paragraphs
//	                                                 ├─ html   decode ─ wrapper labels → Meta, navigation dropped
//	                                                 ├─ docx   zip ─ styles + numbering ─ body
//	                                                 ├─ ofd    zip ─ objects put in place ─ lines ─ paragraphs
//	                                                 ├─ xlsx   excelize ─ cells as shown ┬─ titles, header, rows
//	                                                 ├─ csv    decode ─ delimiter ───────┘
//	                                                 ├─ pptx   zip ─ slides in order ─ title, boxes, tables
//	                                                 ├─ mhtml  multipart ─ html
//	                                                 ├─ doc, xls, ppt, rtf   LibreOffice, where installed ─ docx, xlsx, pptx
//	                                                 └─ pdf    ledongthuc ─ score ─ convinced? ─ else pdfium ─ the better
//	                                                            └ lines ─ headers dropped ─ paragraphs
//
// Every reader hands its paragraphs to a builder, which cleans them (control characters, zero width, Kangxi radicals),
// joins them to Result.Text and fixes their positions in runes; nothing downstream ever measures text again.
//
// A reader never panics on bytes from outside: what it cannot read is a fault with a Chinese message that says what to
// do. Limits (limits.go) bound what a hostile file can cost. The one thing kept alive between calls is the pool of
// pdfium instances, which takes over a second to start; Close ends it.
package parse
