// Package parse turns the bytes of a file into blocks of text: one file a format, pure functions, no database.
package parse
