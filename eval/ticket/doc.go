// Package ticket follows a failure from the case that showed it to the fix that mends it.
//
//	failed outcomes of a run ─ Gather ──┐
//	                                    ├─▶ one open ticket per cause (class and object), its cases gathered under it
//	a thumbs-down ─ FromFeedback ───────┘
//
// The states, held by CHECK constraints and a trigger (migrations/002_tickets.sql) and changed only in steps.go:
//
//	new ──Assign──▶ assigned ──Start──▶ fixing ──Fixed──▶ re_review ──Accept──▶ re_run ──all cases pass──▶ closed
//	(新建)           (已指派)            (修复中)           (待复审)   (by another)  (待复测)                    (已关闭)
//	                   ▲                  ▲  ▲                │                    │                          │
//	                   │                  │  └────Reject──────┘                    │                          │
//	                   │                  └───────────────a case fails─────────────┘                          │
//	                   └───────────────────────────the same cause fails again─────────────────────────────────┘
//
// What must not bend:
//
//   - No state is skipped, and none is entered without what it needs: an assignee, the version of a fix that exists and is newer
//     than the last failure (Fixes), a second person's eyes, a run in which every case passed.
//   - Whoever mended it does not accept it.
//   - The trail (ticket_event) and the audit are written in the transaction of the step.
//   - A ticket has the highest clearance of what its cases rest on; above one's own it does not exist. The author of a
//     thumbs-down sees the state it led to, whatever its level: they know what they asked.
package ticket
