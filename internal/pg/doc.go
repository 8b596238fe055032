// Package pg is the floor under every room's SQL: the pool, the migrations, the private cluster and (in pgtest) the test
// database. It knows no table of any room.
//
// # Which database
//
// With DATABASE_URL the operator's server is used. Without it bianku creates and runs a PostgreSQL of its own below
// BIANKU_HOME, from the server binaries the machine has. It is the same engine either way: there is no second SQL dialect.
//
//	StartCluster ── data/PG_VERSION missing ──> initdb into data.new, renamed to data when whole
//	     │
//	     ├── a live postmaster of this data folder ──> attach
//	     └── none (or a stale postmaster.pid, removed) ──> start, wait until it answers
//
//	Stop ── another process still uses the cluster ──> leave it running
//	     └── the last one out ──> fast shutdown, wait for the end
//
// Who is last is told by file locks, which the kernel drops when a process dies however it dies: `users.lock` is held shared
// by every process that uses the cluster, and Stop shuts the server down only when it can hold it alone. `door.lock` is held
// during StartCluster and Stop, so that no one comes in while the last one leaves. The server is not tied to the process that
// started it: killing bianku leaves it running, and the next bianku attaches.
//
// initdb and postgres refuse to run as root. As root the data folder belongs to the system user `postgres` and the server is
// started with that user's credential; where that user cannot walk the path (a clone below /root) it is handed the folder as
// an open file descriptor, see cluster.open. The server listens on a unix socket only, in a folder no other user can
// enter, which is why it can trust whoever connects.
//
// # Migrations
//
// Each room embeds its SQL files and owns the schema of its own name. Migrate applies what is missing, rooms in flow order,
// each file in one transaction with its SHA-256 in pg.migration; then River's, into schema `river`. A file that
// changed after it was applied is refused, and so is a database that has files this binary lacks: it was written by a newer one.
package pg
