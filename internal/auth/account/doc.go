// Package account keeps accounts and what proves them: passwords, sessions, API keys.
//
//	             right password                token, until idle 2 h, 12 h old, signed out,
//	visitor ───────────────────────> session ──────────────────────────────────────────────> auth.Actor in the context
//	   │                                        password changed, or account disabled
//	   │ 5 wrong ones
//	   └────────> locked for 15 minutes, or until an administrator sets a new password
//
// What must not bend:
//
//   - Passwords are kept as argon2id hashes with their parameters; a login with older parameters is rehashed when its
//     owner signs in. Session tokens and API keys are 32 random bytes, of which only the SHA-256 is kept: they have enough
//     entropy not to need a slow hash, and BySession runs on every request.
//   - An unknown login is answered like a wrong password: same words, same time (a hash is computed for nobody), same lock.
//   - A try is counted before its password is looked at, so that a hundred tries at once are not a hundred free ones.
//   - Roles, clearance and "disabled" are read with each request, from the account: taking one away works at once.
//   - There is always an administrator who can sign in: the last one cannot be disabled nor lose the role.
//   - Every change writes its audit event in the same transaction. Neither passwords nor hashes are in it.
//
// Functions take the transaction of their caller. SignIn takes the pool, because a failed try must be counted even though it
// ends in an error.
package account
