package main

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"bianku/internal/pg/pgtest"
)

// TestMain lets this test binary be bianku: scripts, and tests that kill a process, run it as a command of that name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"bianku": main})
}

// TestScripts runs testdata/script: the command line as a person uses it, each script on a database of its own.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("DATABASE_URL", pgtest.URL(t, rooms()...))
			env.Setenv("BIANKU_HOME", filepath.Join(env.WorkDir, "var"))
			env.Setenv("MODEL_DIR", filepath.Join(env.WorkDir, "no-model"))
			return nil
		},
	})
}
