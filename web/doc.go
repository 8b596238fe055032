// Package web is bianku over HTTP: the JSON API under /api/v1, answers as server-sent events, OpenAI's form under /v1,
// the embedded UI, health and metrics.
//
//	request -> recover -> request id -> log, metrics -> headers -> same-origin check   (middleware.go)
//	        -> policy of the route: who are you, may you do this                       (access.go)
//	        -> handler: bind, call the room, write                                     (one file a noun)
//	        -> problem+json from fault                                                 (problem.go)
//
// routes.go lists every route with who may call it and why; New refuses to start when one has no policy, or when the
// router serves one that is not in the list. Handlers hold no rule of their own: validity, clearance and audit live in
// the rooms, below the transaction, so that the command line obeys the same ones.
//
// What a caller may not see does not exist for them: the rooms answer fault.NotFound, and its response is byte for byte
// that of a thing that never was. Only acts are forbidden (403), never things.
//
// The contract with clients is openapi.json, written from the Go types by `go run ./web/openapi` and held by a test.
// Arrays in it are never null: fillArrays sees to that, so that clients need no guard around every list.
package web
