package fault_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

// The table as clients know it: a change here is a change of the API.
func TestStatus(t *testing.T) {
	for kind, want := range map[fault.Kind]int{
		fault.NotFound:        http.StatusNotFound,
		fault.Invalid:         http.StatusUnprocessableEntity,
		fault.Conflict:        http.StatusConflict,
		fault.Unauthenticated: http.StatusUnauthorized,
		fault.Forbidden:       http.StatusForbidden,
		fault.TooLarge:        http.StatusRequestEntityTooLarge,
		fault.Unsupported:     http.StatusUnsupportedMediaType,
		fault.RateLimited:     http.StatusTooManyRequests,
		fault.Unavailable:     http.StatusServiceUnavailable,
		fault.StaleSchema:     http.StatusServiceUnavailable,
		fault.Canceled:        499,
		fault.Internal:        http.StatusInternalServerError,
		"a kind from nowhere": http.StatusInternalServerError,
	} {
		require.Equal(t, want, fault.Status(fault.New(kind, "…")), kind)
	}
	require.Equal(t, http.StatusInternalServerError, fault.Status(io.EOF), "an error without a kind is internal")
}

func TestKindOf(t *testing.T) {
	inner := fault.New(fault.Conflict, "里")
	for name, c := range map[string]struct {
		err  error
		want fault.Kind
	}{
		"nothing":                          {nil, ""},
		"a fault":                          {inner, fault.Conflict},
		"wrapped":                          {fmt.Errorf("store: %w", inner), fault.Conflict},
		"the outer one decides":            {fault.Wrap(inner, fault.Unavailable, "外"), fault.Unavailable},
		"joined":                           {errors.Join(io.EOF, inner), fault.Conflict},
		"cancelled":                        {fmt.Errorf("query: %w", context.Canceled), fault.Canceled},
		"too late":                         {fmt.Errorf("query: %w", context.DeadlineExceeded), fault.Unavailable},
		"a cancelled fault keeps its kind": {fault.Wrap(context.Canceled, fault.Invalid, "…"), fault.Invalid},
		"anything":                         {io.EOF, fault.Internal},
	} {
		require.Equal(t, c.want, fault.KindOf(c.err), name)
		if c.want != "" {
			require.True(t, fault.Is(c.err, c.want), name)
		}
	}
	require.False(t, fault.Is(nil, fault.Internal))
}

func TestMessageNeverShowsAnInternalCause(t *testing.T) {
	secret := errors.New(`pq: password authentication failed for user "root"`)
	for name, err := range map[string]error{
		"bare":    secret,
		"wrapped": fmt.Errorf("pg.Open: %w", secret),
		"caused":  fault.Wrap(secret, fault.Unavailable, "连接不上数据库。"),
	} {
		require.NotContains(t, fault.Message(err), "password", name)
		require.NotEmpty(t, fault.Message(err), name)
	}
	require.Equal(t, "连接不上数据库。", fault.Message(fmt.Errorf("x: %w", fault.Wrap(secret, fault.Unavailable, "连接不上数据库。"))))
	require.Contains(t, fault.Message(context.Canceled), "取消")
	require.Contains(t, fault.Message(context.DeadlineExceeded), "超时")
	require.Contains(t, fault.Message(secret), "内部错误")
}

func TestTheLogSeesTheCause(t *testing.T) {
	err := fault.Wrap(io.ErrUnexpectedEOF, fault.Unavailable, "读不到文件。")
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.Contains(t, err.Error(), "unexpected EOF")
	require.Contains(t, err.Error(), "读不到文件。")
	require.Contains(t, err.Error(), "unavailable")
}

func TestWrapOfNothingIsNothing(t *testing.T) {
	require.NoError(t, fault.Wrap(nil, fault.Internal, "…"))
	var err error
	fault.Wrapf(&err, "store.Load(%d)", 7)
	require.NoError(t, err)
}

func TestWrapfNamesTheFunction(t *testing.T) {
	load := func(id int64) (err error) {
		defer fault.Wrapf(&err, "store.Load(%d)", id)
		return fault.Newf(fault.NotFound, "没有第 %d 号文件。", id)
	}
	err := load(7)
	require.Contains(t, err.Error(), "store.Load(7): ")
	require.Equal(t, fault.NotFound, fault.KindOf(err))
	require.Equal(t, "没有第 7 号文件。", fault.Message(err))
}

func TestField(t *testing.T) {
	err := fmt.Errorf("create: %w", fault.Field("login", "请填写登录名。"))
	require.Equal(t, "login", fault.FieldOf(err))
	require.Equal(t, fault.Invalid, fault.KindOf(err))
	require.Equal(t, "请填写登录名。", fault.Message(err))
	require.Empty(t, fault.FieldOf(io.EOF))
	require.Empty(t, fault.FieldOf(fault.New(fault.Invalid, "…")))
}
