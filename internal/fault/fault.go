// Package fault is the one error vocabulary of bianku, and the one table that turns it into HTTP.
//
// Every error that a person will read carries a Kind (what sort of thing went wrong, for machines) and a message in
// plain Chinese that says what happened and what to do (for people). Errors without a Kind are Internal: their text is
// for the log only and is never shown.
//
//	lookup fails          -> NotFound        404
//	what was sent is off  -> Invalid         422   (Field names the input)
//	...                   -> see kinds below
//
// A caller without clearance gets NotFound, never Forbidden: what a user may not see does not exist for them.
// Forbidden is for acts (a staff member creating accounts), not for things.
package fault

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// Kind is the class of an error. It is stable: clients may switch on it.
type Kind string

const (
	NotFound        Kind = "not_found"       // no such thing, or none that the actor may see
	Invalid         Kind = "invalid"         // the input is off; Field says which
	Conflict        Kind = "conflict"        // the thing is not in the state this needs
	Unauthenticated Kind = "unauthenticated" // nobody is signed in
	Forbidden       Kind = "forbidden"       // signed in, but this act is not theirs
	TooLarge        Kind = "too_large"       // more than the limit
	Unsupported     Kind = "unsupported"     // a format or option that is not read
	RateLimited     Kind = "rate_limited"    // too many, try later
	Unavailable     Kind = "unavailable"     // a part we need is down: the database, the model
	StaleSchema     Kind = "stale_schema"    // the database is older or newer than the binary
	Canceled        Kind = "canceled"        // the caller went away
	Internal        Kind = "internal"        // everything else
)

// status is the only place where a Kind meets HTTP.
var status = map[Kind]int{
	NotFound:        http.StatusNotFound,
	Invalid:         http.StatusUnprocessableEntity,
	Conflict:        http.StatusConflict,
	Unauthenticated: http.StatusUnauthorized,
	Forbidden:       http.StatusForbidden,
	TooLarge:        http.StatusRequestEntityTooLarge,
	Unsupported:     http.StatusUnsupportedMediaType,
	RateLimited:     http.StatusTooManyRequests,
	Unavailable:     http.StatusServiceUnavailable,
	StaleSchema:     http.StatusServiceUnavailable,
	Canceled:        499,
	Internal:        http.StatusInternalServerError,
}

// Error is an error of a Kind with a Chinese message for the person.
type Error struct {
	Kind    Kind
	Message string // plain Chinese: what happened and what to do
	Field   string // the input it concerns, "" for none
	Err     error  // the cause, for the log; may be nil
}

func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %s: %v", e.Kind, e.Message, e.Err)
	}
	return fmt.Sprintf("%s: %s", e.Kind, e.Message)
}

func (e *Error) Unwrap() error { return e.Err }

// New makes an Error of kind k; message is Chinese.
func New(k Kind, message string) *Error { return &Error{Kind: k, Message: message} }

// Newf is New with a format.
func Newf(k Kind, format string, args ...any) *Error {
	return &Error{Kind: k, Message: fmt.Sprintf(format, args...)}
}

// Wrap makes an Error of kind k around err; message is Chinese. A nil err stays nil.
func Wrap(err error, k Kind, message string) error {
	if err == nil {
		return nil
	}
	return &Error{Kind: k, Message: message, Err: err}
}

// Field makes an Invalid error about one input.
func Field(field, message string) *Error {
	return &Error{Kind: Invalid, Message: message, Field: field}
}

// Wrapf adds "format: " in front of *err when it is not nil. For defer: it names the function and its arguments.
//
//	func Load(ctx context.Context, id int64) (d Document, err error) {
//		defer fault.Wrapf(&err, "ingest.Load(%d)", id)
func Wrapf(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}

// KindOf returns the Kind of err: the first *Error in its chain, Canceled for a cancelled context, else Internal.
func KindOf(err error) Kind {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Kind
	case errors.Is(err, context.Canceled):
		return Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return Unavailable
	}
	return Internal
}

// Is says whether err is of kind k.
func Is(err error, k Kind) bool { return KindOf(err) == k }

// Message returns what a person may read of err: never the text of an Internal cause.
func Message(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Message
	}
	switch KindOf(err) {
	case Canceled:
		return "操作已取消。"
	case Unavailable:
		return "等待超时，请稍后重试。"
	}
	return "系统内部错误，已记入日志，请联系管理员。"
}

// FieldOf returns the input that err concerns, "" for none.
func FieldOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Field
	}
	return ""
}

// Status returns the HTTP status of err.
func Status(err error) int {
	if s, ok := status[KindOf(err)]; ok {
		return s
	}
	return http.StatusInternalServerError
}
