// Command tempdb runs a command with DATABASE_URL pointing to a new, empty database on the server that DATABASE_URL names,
// and drops it afterwards. The end-to-end test goes through it, so that testing on a server leaves its databases alone.
//
//	DATABASE_URL=postgres://… tempdb npm run e2e
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"bianku/internal/pg"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Getenv("DATABASE_URL"), os.Args[1:], os.Stdout, os.Stderr))
}

// run returns the command's exit code, 1 when it could not be run.
func run(ctx context.Context, server string, command []string, out, errw io.Writer) int {
	if server == "" || len(command) == 0 {
		fmt.Fprintln(errw, "用法：DATABASE_URL=postgres://… tempdb 命令 参数…")
		return 2
	}
	code, err := with(ctx, server, func(url string) (int, error) {
		cmd := exec.CommandContext(ctx, command[0], command[1:]...)
		cmd.Env = append(os.Environ(), "DATABASE_URL="+url)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, out, errw
		cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
		err := cmd.Run()
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return exit.ExitCode(), nil
		}
		return 0, err
	})
	if err != nil {
		fmt.Fprintln(errw, err)
		return 1
	}
	return code
}

// with gives f the address of a new database.
func with(ctx context.Context, server string, f func(url string) (int, error)) (code int, err error) {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return 0, fmt.Errorf("连接不上 DATABASE_URL 指定的数据库：%w", err)
	}
	after := context.WithoutCancel(ctx)
	defer conn.Close(after)
	name := fmt.Sprintf("bianku_temp_%d_%d", time.Now().UnixNano(), os.Getpid())
	url, err := pg.WithDatabase(server, name)
	if err != nil {
		return 0, err
	}
	if _, err := conn.Exec(ctx, "create database "+name+" template template0 encoding 'UTF8'"); err != nil {
		return 0, fmt.Errorf("DATABASE_URL 的用户需要建库权限（CREATEDB）：%w", err)
	}
	defer func() {
		if _, e := conn.Exec(after, "drop database if exists "+name+" with (force)"); e != nil && err == nil {
			err = e
		}
	}()
	return f(url)
}
