package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"bianku/internal/pg"
)

func migrateCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "migrate", Short: "建立或升级数据库结构", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := a.migrated(cmd.Context()); err != nil {
				return err
			}
			return a.print(map[string]any{"migrated": true}, func() { fmt.Fprintln(a.out, "数据库结构已是最新。") })
		},
	}
}

// migrated is database for the commands that may change the schema of somebody's server too.
func (a *app) migrated(ctx context.Context) (*pgxpool.Pool, error) {
	pool, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	if err := pg.Migrate(ctx, pool, rooms()); err != nil {
		return nil, err
	}
	a.schemaKnown = true
	return pool, nil
}
