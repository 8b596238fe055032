package qa

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"bianku/annotate"
	"bianku/ingest"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/pg"
	"bianku/internal/pg/pgtest"
	"bianku/retrieval"
)

// today is the day on which all tests are asked.
var testNow = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// dictionary is loaded once: it takes a second.
var dictionary = sync.OnceValues(retrieval.NewTerms)

// room is a corpus with a service over it, in a database of its own, on the lexical leg.
type room struct {
	*Service
	t     *testing.T
	pool  *pgxpool.Pool
	index *retrieval.Index
	files *ingest.Files
}

func newRoom(t *testing.T) *room {
	t.Helper()
	pool := pgtest.Pool(t, audit.Migrations, account.Migrations, ingest.Migrations, retrieval.Migrations, annotate.Migrations, Migrations)
	terms, err := dictionary()
	require.NoError(t, err)
	files, err := ingest.OpenFiles(t.TempDir())
	require.NoError(t, err)
	index := retrieval.New(pool, terms, nil)
	return &room{Service: New(Config{Pool: pool, Index: index, Now: func() time.Time { return testNow }}), t: t, pool: pool, index: index, files: files}
}

func system(t *testing.T) context.Context { return auth.WithActor(t.Context(), auth.System("test")) }

// as is a signed-in member of staff with an id and a clearance.
func as(t *testing.T, id int64, c auth.Clearance, roles ...auth.Role) context.Context {
	return auth.WithActor(t.Context(), auth.Actor{ID: id, Login: fmt.Sprintf("user%d", id), Roles: append(roles, auth.Staff), Clearance: c})
}

// add takes a text in as a file of that name goes through the pipeline, and returns its document.
func (r *room) add(name, text string, c auth.Clearance) int64 {
	r.t.Helper()
	ctx := system(r.t)
	var doc int64
	require.NoError(r.t, pg.InTx(ctx, r.pool, func(tx pgx.Tx) error {
		b, err := ingest.NewBatch(ctx, tx, ingest.NewSubmission{Label: name, Clearance: c})
		if err != nil {
			return err
		}
		in, err := ingest.AddFile(ctx, tx, r.files, b.ID, name, strings.NewReader(text))
		if err != nil {
			return err
		}
		items, err := ingest.Begin(ctx, tx, in.Stage, []int64{in.ID})
		if err != nil {
			return err
		}
		reading, err := ingest.Understand(ctx, tx, r.files, items[0])
		if err != nil {
			return err
		}
		out, err := ingest.Save(ctx, tx, reading)
		if err != nil {
			return err
		}
		if err := r.index.IndexVersion(ctx, tx, out.VersionID); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `select document_id from ingest.version where id = $1`, out.VersionID).Scan(&doc)
	}))
	return doc
}

// confirm confirms all repeals that are proposed.
func (r *room) confirm() {
	ctx := system(r.t)
	list, _, err := ingest.Relations(ctx, r.pool, ingest.RelationFilter{State: "proposed"})
	require.NoError(r.t, err)
	for _, rel := range list {
		if rel.Type == "repeals" || rel.Type == "amends" {
			require.NoError(r.t, pg.InTx(ctx, r.pool, func(tx pgx.Tx) error {
				_, err := ingest.DecideRelation(ctx, tx, rel.ID, "confirmed")
				return err
			}))
		}
	}
}

// ask asks without keeping a turn and checks that whatever is cited is verbatim.
func (r *room) ask(ctx context.Context, q string) Answer {
	r.t.Helper()
	a, err := r.Ask(ctx, Question{Text: q, NoStore: true}, nil)
	require.NoError(r.t, err, q)
	for _, c := range a.Citations {
		var text string
		require.NoError(r.t, r.pool.QueryRow(ctx, `select text from ingest.version where id = $1`, c.VersionID).Scan(&text))
		require.Equal(r.t, c.Quote, string([]rune(text)[c.Start:c.End]), q)
	}
	for _, s := range a.Sentences {
		require.True(r.t, len(s.Citations) > 0 || !s.Supported, "%s: %q has no ground and does not say so", q, s.Text)
	}
	return a
}

const (
	chengxin2019 = `云澜市城新局职能配置、内设机构和人员编制规定

（2019年3月20日中共云澜市委办公室、云澜市人民政府办公室印发　云办发〔2019〕21号）

第一条　根据《云澜市机构改革方案》，制定本规定。
第二条　云澜市城新局（以下简称市城新局）是市政府工作部门，为正处级。
第三条　市城新局贯彻落实党中央关于城市更新工作的方针政策。
第四条　市城新局的主要职责是：
（一）负责城市更新规划的编制和实施。
（二）负责老旧小区改造的统筹管理。
（三）负责历史街区灯光设施的建设和管护。
（四）完成市委、市政府交办的其他任务。
第五条　市城新局设下列内设机构：
（一）办公室。负责机关日常运转。
（二）规划科。承担城市更新规划的编制工作。
（三）改造科。承担老旧小区改造的组织实施工作。
第六条　市城新局机关行政编制22名。设局长1名，副局长2名；科级领导职数4名（含机关党委专职副书记1名）。
第七条　本规定由中共云澜市委机构编制委员会办公室负责解释。
第八条　本规定自2019年3月20日起施行。
`
	chengxin2024 = `云澜市城新局职能配置、内设机构和人员编制规定

（2024年5月8日中共云澜市委办公室、云澜市人民政府办公室印发　云办发〔2024〕33号）

第一条　根据《中国共产党机构编制工作条例》，制定本规定。
第二条　云澜市城新局（以下简称市城新局）是市政府工作部门，为正处级。
第三条　市城新局贯彻落实党中央关于城市更新工作的方针政策。
第四条　市城新局的主要职责是：
（一）负责城市更新规划的编制和实施。
（二）负责老旧小区改造的统筹管理，建立改造项目储备库。
（三）负责城市体检和地下管廊的统筹协调。
（四）完成市委、市政府交办的其他任务。
（五）有关职责分工。
1.与市照明局的有关职责分工。市照明局负责历史街区灯光设施的建设和管护；市城新局配合做好更新片区内灯光设施的迁移工作。
第五条　市城新局设下列内设机构：
（一）办公室。负责机关日常运转。
（二）规划科。承担城市更新规划的编制工作。
（三）改造科。承担老旧小区改造的组织实施工作。
（四）体检评估科。承担城市体检和地下管廊的统筹协调工作。
第六条　市城新局机关行政编制25名。设局长1名，副局长3名；科级领导职数5名（含机关党委专职副书记1名）。
第七条　本规定由中共云澜市委机构编制委员会办公室负责解释。
第八条　本规定自2024年6月1日起施行。2019年3月20日印发的《云澜市城新局职能配置、内设机构和人员编制规定》同时废止。
`
	chengxinReply = `中共云澜市委机构编制委员会文件
云编〔2025〕40号
中共云澜市委机构编制委员会
关于核增市城新局机关行政编制的批复

市城新局：
你局《关于增加机关行政编制的请示》（云城新〔2025〕3号）收悉。经研究，现批复如下：
一、同意核增你局机关行政编制4名，用于地下管廊统筹协调工作。核增后，你局机关行政编制由25名增加到29名。
二、你局领导职数不变。
此复。

中共云澜市委机构编制委员会
2025年9月10日
`
	dengguang = `云澜市灯塔区城新局职能配置、内设机构和人员编制规定

（2024年7月1日灯塔区委办公室、灯塔区人民政府办公室印发　灯办发〔2024〕5号）

第一条　根据《灯塔区机构改革方案》，制定本规定。
第二条　云澜市灯塔区城新局（以下简称区城新局）是区政府工作部门，为正科级。
第三条　区城新局贯彻落实党中央关于城市更新工作的方针政策。
第四条　区城新局的主要职责是：
（一）负责区级城市更新项目的实施。
第五条　区城新局设下列内设机构：
（一）综合股。负责机关日常运转。
（二）项目股。承担城市更新项目的组织实施工作。
第六条　区城新局机关行政编制9名。设局长1名，副局长2名；股级领导职数2名。
第七条　本规定自2024年7月1日起施行。
`
	banfaOld = `云澜市灵活用编管理暂行办法

（2018年6月1日云编〔2018〕6号印发）

第一条　为了规范灵活用编工作，制定本办法。
第二条　单位灵活用编的期限一般为1年。
第三条　本办法自2018年7月1日起施行。
`
	banfa = `云澜市灵活用编管理办法

（2022年3月1日中共云澜市委机构编制委员会第八次会议审议通过　2022年3月10日云编〔2022〕11号印发）

第一章　总则

第一条　为了规范灵活用编工作，根据《云澜市城乡照明管理条例》，制定本办法。
第二条　本办法所称灵活用编，是指单位在空编限额内，按照项目周期使用编制并到期退回的用编方式。

第二章　管理

第三条　申请灵活用编，应当由单位向市委编办提出申请，市委编办审核后报市委编委审批。
第四条　灵活用编的期限一般不超过2年；确需延长的，应当在期满30日前提出，延长期限不超过6个月。
第五条　事业单位不得占用行政编制进行灵活用编。
第六条　申请灵活用编，应当具备下列条件：
（一）有明确的项目任务；
（二）有相应的空编；
（三）没有超编和混编混岗问题。
第七条　违反本办法规定，擅自灵活用编的，由市委编办责令限期改正，给予通报批评。

第三章　附则

第八条　本办法自2022年5月1日起施行。2018年6月1日印发的《云澜市灵活用编管理暂行办法》同时废止。
`
	secretPaper = `中共云澜市委机构编制委员会文件
云编〔2026〕77号
中共云澜市委机构编制委员会
关于核定云澜市塔台保障中心人员编制的批复

市塔台保障中心：
经研究，现批复如下：
一、核定云澜市塔台保障中心事业编制37名。
二、设主任1名、副主任2名。
此复。

中共云澜市委机构编制委员会
2026年2月1日
`
	journal = `灵活用编的困境与出路
——以云澜市为例
陈述
（载《云澜机构与编制》2023年第2期，第8—11页）
〔内容提要〕灵活用编是盘活编制资源的探索。
〔关键词〕灵活用编；编制资源
一、灵活用编的主要困境
灵活用编存在期满难退、评估缺位的困境，部分单位把灵活用编当作增编的替代手段。
二、完善灵活用编的建议
建议建立灵活用编效益评估制度，将评估结果与下一年度用编计划挂钩。
`
)

// whole is the usual corpus of the tests.
func whole(t *testing.T) *room {
	r := newRoom(t)
	r.add("云澜市城新局三定(2019).txt", chengxin2019, auth.L1)
	r.add("云澜市城新局三定(2024).txt", chengxin2024, auth.L1)
	r.add("云编(2025)40号.txt", chengxinReply, auth.L1)
	r.add("灯塔区城新局三定.txt", dengguang, auth.L1)
	r.add("灵活用编暂行办法.txt", banfaOld, auth.L1)
	r.add("灵活用编管理办法.txt", banfa, auth.L1)
	r.add("灵活用编的困境与出路.txt", journal, auth.L1)
	r.confirm()
	return r
}
