// Package auth has the nouns of access: Actor (who), Role (may do what), Clearance (may see what), and how an actor travels
// in a context. It knows neither accounts nor HTTP: accounts and sessions are package account's, the access policy of each
// route stands beside the route.
//
// Acts and things are held apart. A role opens acts (creating accounts, confirming relations), and who lacks it is told so.
// A clearance opens things, and a thing above it does not exist for the actor: not in a list, not in a count, not in an
// error message. Every SQL statement that reads documents takes ActorFrom(ctx).Clearance; without an actor that is 0.
package auth
