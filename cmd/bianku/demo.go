package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"bianku/ingest"
	"bianku/ingest/sample"
	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

func demoCmd(a *app) *cobra.Command {
	var load bool
	cmd := &cobra.Command{Use: "demo", Short: "装入示例资料（虚构）与演示账号并启动服务", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			pool, err := a.migrated(ctx)
			if err != nil {
				return err
			}
			accounts, err := a.demoAccounts(ctx, pool)
			if err != nil {
				return err
			}
			if err := a.loadSample(ctx, pool); err != nil {
				return err
			}
			if err := a.demoPairs(ctx, pool); err != nil {
				return err
			}
			if load {
				return nil
			}
			return a.serve(ctx, pool, true, func() { a.printDemo(accounts) })
		}}
	cmd.Flags().BoolVar(&load, "load", false, "只装入，不启动服务")
	return cmd
}

// loadSample brings the sample corpus in. What is there already is left, so it can be run again at any time.
func (a *app) loadSample(ctx context.Context, pool *pgxpool.Pool) error {
	items, err := sample.Documents()
	if err != nil {
		return err
	}
	p, files, err := a.pipelineOn(ctx, pool)
	if err != nil {
		return err
	}
	batches, err := p.submitSample(ctx, files, items)
	if err != nil {
		return err
	}
	if err := a.finishSample(ctx, p); err != nil {
		return err
	}
	confirmed, err := confirmSample(ctx, pool, items)
	if err != nil {
		return err
	}
	return a.reportSample(ctx, pool, items, batches, confirmed)
}

// finishSample works until nothing of the sample is under way, of an interrupted earlier load neither.
func (a *app) finishSample(ctx context.Context, p *pipeline) error {
	open, _, _, err := countStages(ctx, p.pool, leftOfSample)
	if err != nil || len(open) == 0 {
		return err
	}
	work, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); p.workIfNobodyDoes(work, true) }()
	defer func() { stop(); <-ended }()
	return a.await(ctx, p.pool, "装入示例资料", leftOfSample)
}

func (a *app) reportSample(ctx context.Context, pool *pgxpool.Pool, items []sample.Item, batches []ingest.Batch, confirmed int) error {
	var failed []ingest.Intake
	for _, b := range batches {
		f, _, err := ingest.Intakes(ctx, pool, ingest.IntakeFilter{BatchID: b.ID, States: []string{ingest.Failed}})
		if err != nil {
			return err
		}
		failed = append(failed, f...)
	}
	err := a.print(map[string]any{"documents": len(items), "failed": failed, "confirmed": confirmed}, func() {
		fmt.Fprintf(a.out, "示例资料共 %d 份，均为虚构，已就绪。\n", len(items))
		for _, f := range failed {
			fmt.Fprintf(a.out, "失败  %s：%s\n", f.Filename, f.Error)
		}
	})
	if len(failed) > 0 && err == nil {
		err = fault.Newf(fault.Internal, "%d 份示例资料没有入库，原因见上。", len(failed))
	}
	return err
}

// submitSample opens a batch per clearance and source class for the items that are not in the corpus yet.
func (p *pipeline) submitSample(ctx context.Context, files *ingest.Files, items []sample.Item) (batches []ingest.Batch, err error) {
	type kind struct {
		clearance auth.Clearance
		source    int
	}
	open := map[kind]*submission{}
	for _, it := range items {
		known, err := ingest.Known(ctx, p.pool, it.Data)
		if err != nil {
			return nil, err
		}
		if known {
			continue
		}
		k := kind{it.Clearance, it.SourceClass}
		if open[k] == nil {
			n := ingest.NewSubmission{Label: fmt.Sprintf("示例资料 L%d", k.clearance), Clearance: k.clearance, SourceClass: k.source, Sample: true}
			if open[k], err = p.submit(ctx, files, n); err != nil {
				return nil, err
			}
			batches = append(batches, open[k].batch)
		}
		if err := open[k].file(ctx, it.File, func() (fs.File, error) { return &memoryFile{bytes.NewReader(it.Data)}, nil }); err != nil {
			return nil, err
		}
	}
	return batches, nil
}

// memoryFile is an embedded document as a file.
type memoryFile struct{ *bytes.Reader }

// Close does nothing.
func (*memoryFile) Close() error { return nil }

// Stat says nothing: nobody asks.
func (*memoryFile) Stat() (fs.FileInfo, error) { return nil, errors.ErrUnsupported }

// confirmSample decides the relations that the manifest lists, as a lead would, each with its audit event. Those that a
// person has decided since are left.
func confirmSample(ctx context.Context, pool *pgxpool.Pool, items []sample.Item) (n int, err error) {
	proposed, _, err := ingest.Relations(ctx, pool, ingest.RelationFilter{State: "proposed"})
	if err != nil {
		return 0, err
	}
	for _, r := range proposed {
		v, err := ingest.VersionByID(ctx, pool, r.VersionID, r.TargetDate)
		if err != nil {
			return n, err
		}
		if !v.Document.Sample || !listedInManifest(items, v.Filename, r) {
			continue
		}
		err = pg.InTx(ctx, pool, func(tx pgx.Tx) error { _, err := ingest.DecideRelation(ctx, tx, r.ID, "confirmed"); return err })
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func listedInManifest(items []sample.Item, file string, r ingest.Relation) bool {
	for _, it := range items {
		for _, c := range it.Confirm {
			if it.File == file && c.Type == r.Type && structure.NormalizeTitle(c.TargetTitle) == structure.NormalizeTitle(r.TargetTitle) {
				return true
			}
		}
	}
	return false
}

// demoAccount is an account of the demo with its password, which only this machine's file knows.
type demoAccount struct {
	Login     string         `json:"login"`
	Name      string         `json:"name"`
	Unit      string         `json:"unit"`
	Roles     []auth.Role    `json:"roles"`
	Clearance auth.Clearance `json:"clearance"`
	Password  string         `json:"password"`
}

var demoPeople = []demoAccount{
	{"gongzuo", "何晓云", "云澜市委编办综合处", []auth.Role{auth.Staff}, auth.L2, ""},
	{"zhuanjia", "沈文远", "云澜市委编办机构编制研究中心", []auth.Role{auth.Expert}, auth.L2, ""},
	{"zhuanjia2", "叶知秋", "云澜市事业单位登记管理局", []auth.Role{auth.Expert}, auth.L2, ""},
	{"zuzhang", "陆明澜", "云澜市委编办体制改革处", []auth.Role{auth.Lead}, auth.L3, ""},
	{"guanli", "顾信之", "云澜市委编办电子政务中心", []auth.Role{auth.Admin, auth.Staff}, auth.L4, ""},
	{"shenji", "秦守正", "云澜市委编办机关纪委", []auth.Role{auth.Auditor}, auth.L1, ""},
	{"huoban", "望澜市共建接口", "望澜市委编办", []auth.Role{auth.Partner}, auth.L1, ""},
}

// demoAccounts makes the demo's accounts once, with random passwords kept in <home>/demo-accounts.json for its owner
// alone. An account that exists without a password in that file was made by somebody else and is left alone.
func (a *app) demoAccounts(ctx context.Context, pool *pgxpool.Pool) ([]demoAccount, error) {
	path := filepath.Join(a.cfg.Home, "demo-accounts.json")
	known, err := readDemoAccounts(path)
	if err != nil {
		return nil, err
	}
	var list []demoAccount
	for _, want := range demoPeople {
		_, err := account.ByLogin(ctx, pool, want.Login)
		exists := err == nil
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		want.Password = known[want.Login]
		if exists && want.Password == "" {
			continue
		}
		if want.Password == "" {
			if want.Password, err = randomPassword(); err != nil {
				return nil, err
			}
		}
		list = append(list, want)
		known[want.Login] = want.Password
		if exists {
			continue
		}
		// The password is on disk before the account is in the database: a kill in between leaves one that works.
		if err := writeDemoAccounts(path, list); err != nil {
			return nil, err
		}
		if err := createDemoAccount(ctx, pool, want); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func createDemoAccount(ctx context.Context, pool *pgxpool.Pool, d demoAccount) error {
	return pg.InTx(ctx, pool, func(tx pgx.Tx) error {
		_, err := account.Create(ctx, tx, account.New{Login: d.Login, Name: d.Name, Unit: d.Unit, Password: d.Password, Roles: d.Roles, Clearance: d.Clearance})
		return err
	})
}

func readDemoAccounts(path string) (map[string]string, error) {
	known := map[string]string{}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return known, nil
	}
	if err != nil {
		return nil, err
	}
	var list []demoAccount
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "演示账号文件读不懂，请删除后重试："+path)
	}
	for _, d := range list {
		known[d.Login] = d.Password
	}
	return known, nil
}

func writeDemoAccounts(path string, list []demoAccount) error {
	data, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return fault.Wrap(err, fault.Unavailable, "数据目录建不了，请检查权限。")
	}
	tmp := fmt.Sprintf("%s.%d", path, time.Now().UnixNano())
	if err := os.WriteFile(tmp, append(data, '\n'), 0o600); err != nil {
		return fault.Wrap(err, fault.Unavailable, "演示账号文件写不了，请检查数据目录的权限。")
	}
	return os.Rename(tmp, path)
}

func (a *app) printDemo(list []demoAccount) {
	rows := [][]string{{"登录名", "密码", "角色", "密级", "姓名"}}
	for _, d := range list {
		rows = append(rows, []string{d.Login, d.Password, chineseRoles(d.Roles), fmt.Sprintf("L%d", d.Clearance), d.Name})
	}
	fmt.Fprintln(a.out, "演示账号（密码保存在 "+filepath.Join(a.cfg.Home, "demo-accounts.json")+"）：")
	table(a.out, rows)
}
