package auth_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
)

func TestNobodySeesNothing(t *testing.T) {
	a := auth.ActorFrom(t.Context())
	require.False(t, a.SignedIn())
	require.Zero(t, a.Clearance)
	require.False(t, a.Has(auth.Roles...))
}

func TestActorTravelsInTheContext(t *testing.T) {
	want := auth.Actor{ID: 3, Login: "lisi", Roles: []auth.Role{auth.Lead}, Clearance: auth.L2}
	ctx := auth.WithActor(t.Context(), want)
	require.Equal(t, want, auth.ActorFrom(ctx))
	require.True(t, want.SignedIn())
	require.True(t, want.Has(auth.Admin, auth.Lead))
	require.False(t, want.Has(auth.Admin))
	require.False(t, want.Has())

	inner := auth.WithActor(ctx, auth.System("job"))
	require.Equal(t, "system", auth.ActorFrom(inner).Login)
	require.Equal(t, want, auth.ActorFrom(ctx), "the outer context keeps its own")
}

func TestSystemMayEverything(t *testing.T) {
	s := auth.System("cli")
	require.True(t, s.SignedIn())
	require.Equal(t, auth.L4, s.Clearance)
	for _, r := range auth.Roles {
		require.True(t, s.Has(r), r)
	}
	s.Roles[0] = "spoiled"
	require.Equal(t, auth.Staff, auth.Roles[0], "the list of roles is not handed out")
}

func TestClearanceValid(t *testing.T) {
	for c, want := range map[auth.Clearance]bool{-1: false, 0: false, auth.L1: true, auth.L4: true, 5: false} {
		require.Equal(t, want, c.Valid(), c)
	}
}
