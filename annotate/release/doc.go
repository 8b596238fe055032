// Package release freezes the approved pairs into versioned, signed packages that leave the house.
//
//	Begin ──▶ building (waits) ──Run──▶ building (started) ──▶ ready: frozen for ever
//	                ▲                          │
//	                └──── Begin, Run ──── failed ◀── an error, or the process that built it is gone (Sweep)
//
// A build reads one snapshot of the database, writes its files into the content-addressed store, and then, in one transaction,
// the rows that make them a release. Before that transaction there is nothing to see; what a killed build left in the store has no
// name and is written again, byte for byte, by the next. One build runs at a time, held by an advisory lock, so that a
// building row without the lock is known to be dead.
//
// What must not bend:
//
//   - Only L1 leaves (gather.go). Every basis document is L1, in force on the day of release and not withdrawn, every quote is
//     verbatim, and two people have signed. A link to what may not leave is dropped with its title. What stays behind is
//     counted by reason and never described.
//   - Personal data in L1 texts is masked (mask.go), and looked for once more in what is about to leave.
//   - A record says which rule let it in: public_l1 or desensitised.
//   - The same state gives the same bytes: lines sorted by id, JSON in one form, no clock but the day of release. Only signatures
//     differ, and they stand in files of their own.
//   - Verify and Apply need the folder and the public key: no database, no network, no home.
//
// MANIFEST.json lists every file but itself and MANIFEST.sig, with size, SHA-256 and SM3, and every record with its digest and
// rule. MANIFEST.sig is the SM2 signature over it. The algorithm of a signature is named in it, so that another can follow.
package release
