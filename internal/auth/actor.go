package auth

import (
	"context"
	"slices"
)

// Role is what an account may do. An account can hold several.
type Role string

const (
	Staff   Role = "staff"   // 工作人员: asks, reads, gives feedback
	Expert  Role = "expert"  // 领域专家: drafts and reviews pairs
	Lead    Role = "lead"    // 审核组长: adjudicates, confirms relations
	Admin   Role = "admin"   // 管理员: accounts, intake, jobs
	Auditor Role = "auditor" // 审计员: reads the audit trail, changes nothing
	Partner Role = "partner" // 共建城市: pulls releases by API key
)

// Roles lists all roles in the order they are shown.
var Roles = []Role{Staff, Expert, Lead, Admin, Auditor, Partner}

// Clearance is the level of a thing, and the highest level a person may see. 0 sees nothing.
type Clearance int16

const (
	L1 Clearance = 1 // 公开
	L2 Clearance = 2 // 内部
	L3 Clearance = 3 // 受限
	L4 Clearance = 4 // 敏感个人信息
)

// Valid says whether c is one of L1–L4.
func (c Clearance) Valid() bool { return c >= L1 && c <= L4 }

// Actor is who does something: an account, or the system itself. Every audit event names one.
type Actor struct {
	ID         int64 // 0 for the system
	Login      string
	Name       string
	Unit       string
	Roles      []Role
	Clearance  Clearance
	Via        string // session, apikey, cli, job
	MustChange bool   // signed in with a password that somebody else set: may only change it
}

// Has says whether the actor holds any of roles.
func (a Actor) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(a.Roles, r) })
}

// SignedIn says whether the actor is anybody at all.
func (a Actor) SignedIn() bool { return a.Login != "" }

// System is the actor of the command line and of jobs: whoever can run the binary against the database already has
// everything in it. via is cli or job.
func System(via string) Actor {
	return Actor{Login: "system", Name: "系统", Roles: slices.Clone(Roles), Clearance: L4, Via: via}
}

type actorKey struct{}

// WithActor returns ctx carrying a.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom returns the actor in ctx. Without one it is nobody, with clearance 0: forgetting the actor shows nothing
// rather than everything.
func ActorFrom(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}
