package main

import (
	"bytes"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/internal/pg/pgtest"
)

func TestRun(t *testing.T) {
	t.Parallel()
	server := pgtest.URL(t)
	var out, errw bytes.Buffer
	code := run(t.Context(), server, []string{"sh", "-c", `echo "$DATABASE_URL"; exit 3`}, &out, &errw)
	require.Equal(t, 3, code, "the command's own code: %s", errw.String())
	require.Contains(t, out.String(), "/bianku_temp_")

	conn, err := pgx.Connect(t.Context(), server)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	cfg, err := pgx.ParseConfig(out.String()[:out.Len()-1])
	require.NoError(t, err)
	var there bool
	require.NoError(t, conn.QueryRow(t.Context(), "select exists (select from pg_database where datname = $1)", cfg.Database).Scan(&there))
	require.False(t, there, "%s was dropped", cfg.Database)
}

func TestRunRefuses(t *testing.T) {
	t.Parallel()
	var out, errw bytes.Buffer
	require.Equal(t, 2, run(t.Context(), "", []string{"true"}, &out, &errw))
	require.Equal(t, 2, run(t.Context(), "postgres://h/d", nil, &out, &errw))
	require.Equal(t, 1, run(t.Context(), "postgres://u@127.0.0.1:1/d?connect_timeout=2", []string{"true"}, &out, &errw))
	require.Contains(t, errw.String(), "连接不上")
	require.Equal(t, 1, run(t.Context(), pgtest.URL(t), []string{"/no/such/program"}, &out, &errw))
}
