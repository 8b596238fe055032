package eval

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"bianku/eval/metrics"
	"bianku/ingest"
	"bianku/ingest/parse"
	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/pg"
	sensitivewords "bianku/sensitive-words"
)

// golden is a gold place as the corpus holds it.
type golden struct {
	Gold
	version   int64 // 0: no such file
	document  int64
	title     string
	docNo     string
	clearance auth.Clearance
	withdrawn bool
	inForce   bool // on the day of the question
	status    ingest.Status
	from, to  civil.Date
	all       []piece // of the whole version
	at        []piece // at the address
}

// piece is a stored chunk. Inside: its text is what the version's text holds there, and its hash is its text's.
type piece struct {
	id      int64
	seq     int
	address string
	label   string
	lead    string
	text    string
	inside  bool
}

func (g golden) name() string {
	switch {
	case g.title == "" && g.File != "":
		return g.File + " " + g.Address
	case g.title == "":
		return g.ExternalID
	case len(g.at) > 0:
		return "《" + g.title + "》" + g.at[0].label
	}
	return "《" + g.title + "》" + g.Address
}

// said is the gold text, with the lead-ins that are repeated in front of it.
func (g golden) said() string {
	var b strings.Builder
	for _, p := range g.at {
		b.WriteString(p.lead + "\n" + p.text + "\n")
	}
	return b.String()
}

func (g golden) ids() []int64 {
	out := make([]int64, len(g.at))
	for i, p := range g.at {
		out[i] = p.id
	}
	return out
}

func normal(s string) string { return metrics.Normalize(s) }

// load finds the gold places, whoever asked.
func (w *walk) load(ctx context.Context) error {
	for _, place := range w.q.Gold {
		g := golden{Gold: place}
		err := w.db().QueryRow(ctx, `
			select v.id, v.document_id, v.title, v.doc_no, d.clearance, d.withdrawn_at is not null,
			       ingest.in_force(v.effective_from, v.effective_to, v.draft, $3), ingest.status(v.effective_from, v.effective_to, v.ended_by, v.draft, $3),
			       v.effective_from, v.effective_to
			  from ingest.version v join ingest.document d on d.id = v.document_id
			 where case when $1 <> '' then v.external_id = $1 else v.filename = $2 end
			 order by d.withdrawn_at is not null, v.id desc limit 1`, place.ExternalID, place.File, w.day).
			Scan(&g.version, &g.document, &g.title, &g.docNo, &g.clearance, &g.withdrawn, &g.inForce, &g.status, &g.from, &g.to)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		if g.version != 0 {
			if g.all, err = pieces(ctx, w.db(), g.version); err != nil {
				return err
			}
			g.at = placed(g.all, place.Address)
		}
		w.golds = append(w.golds, g)
	}
	return nil
}

func pieces(ctx context.Context, db pg.DB, version int64) ([]piece, error) {
	rows, err := db.Query(ctx, `
		select c.id, c.seq, c.address, c.label, c.lead, c.text,
		       encode(sha256(convert_to(c.text, 'UTF8')), 'hex') = c.hash and substr(v.text, c.start_rune + 1, c.end_rune - c.start_rune) = c.text
		  from ingest.chunk c join ingest.version v on v.id = c.version_id where c.version_id = $1 order by c.seq`, version)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (p piece, err error) {
		return p, r.Scan(&p.id, &p.seq, &p.address, &p.label, &p.lead, &p.text, &p.inside)
	})
}

// placed are the pieces at an address: that one, its parts, or the whole it is a part of. No address: all.
func placed(all []piece, address string) []piece {
	var out []piece
	for _, p := range all {
		if address == "" || sameArticle(p.address, address) {
			out = append(out, p)
		}
	}
	return out
}

// present: every gold place has its document in the corpus.
func (w *walk) present(ctx context.Context) (*Classed, error) {
	for _, g := range w.golds {
		if g.version != 0 && !g.withdrawn {
			w.prove("document_present", "库中有依据文件", true, "《"+g.title+"》", at("document", g.document), at("version", g.version))
			continue
		}
		if g.withdrawn {
			w.prove("document_present", "库中有依据文件", false, "《"+g.title+"》已撤下", at("document", g.document), at("version", g.version))
			return blame(CorpusMissing, StageData, "document", g.document, g.name()), nil
		}
		state, message, err := lastIntake(ctx, w.db(), g.Gold)
		if err != nil {
			return nil, err
		}
		name := g.File + g.ExternalID
		if state == ingest.Failed {
			w.prove("document_present", "库中有依据文件", false, name+" 提交过，没有入库："+message)
			return blame(ParseLost, StageCatalog, "document", name, name), nil
		}
		w.prove("document_present", "库中有依据文件", false, "库中没有 "+name)
		return blame(CorpusMissing, StageData, "document", name, name), nil
	}
	if len(w.golds) == 0 && w.q.Answerable {
		return w.somewhere(ctx)
	}
	return nil, nil
}

// lastIntake says what became of a file that is not in the corpus: "" for one that nobody has submitted.
func lastIntake(ctx context.Context, db pg.DB, g Gold) (state, message string, err error) {
	err = db.QueryRow(ctx, `select state, error from ingest.intake
		where case when $1 <> '' then external_id = $1 else filename = $2 end and version_id is null order by id desc limit 1`, g.ExternalID, g.File).
		Scan(&state, &message)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", "", nil
	}
	return state, message, err
}

// somewhere: a question without gold places is grounded when some text in the corpus holds all that the answer must.
func (w *walk) somewhere(ctx context.Context) (*Classed, error) {
	if len(w.q.Must) == 0 {
		return nil, nil
	}
	var chunk int64
	err := w.db().QueryRow(ctx, `
		select c.id from ingest.chunk c join ingest.version v on v.id = c.version_id join ingest.document d on d.id = v.document_id
		 where d.withdrawn_at is null and (select bool_and(strpos(c.text, must) > 0) from unnest($1::text[]) as must)
		 order by ingest.in_force(v.effective_from, v.effective_to, v.draft, $2) desc, c.id limit 1`, w.q.Must, w.day).Scan(&chunk)
	if errors.Is(err, pgx.ErrNoRows) {
		w.prove("document_present", "库中有含答案的文字", false, "没有一处文字含“"+strings.Join(w.q.Must, "”“")+"”")
		return blame(CorpusMissing, StageData, "question", w.q.ID, w.q.Text), nil
	}
	w.prove("document_present", "库中有含答案的文字", true, "", at("chunk", chunk))
	return nil, err
}

// whole: the gold text stands at its address, all of it. Where it does not, the original is read again: it says whether the
// text was lost on the way.
func (w *walk) whole(ctx context.Context) (*Classed, error) {
	lacking := w.lacking()
	for _, g := range w.golds {
		if len(g.at) == 0 {
			w.prove("address_present", "依据条文在库中", false, g.File+" 没有 "+g.Address+w.elsewhere(g, lacking), at("document", g.document), at("version", g.version))
			return blame(ParseLost, StageCatalog, "document", g.document, "《"+g.title+"》"+g.Address), nil
		}
		if i := slices.IndexFunc(g.at, func(p piece) bool { return !p.inside }); i >= 0 {
			w.prove("text_whole", "条文与原文一致", false, g.name()+"与入库文本或其校验值不符", at("version", g.version), at("chunk", g.at[i].id))
			return blame(ParseLost, StageCatalog, "chunk", g.at[i].id, g.name()), nil
		}
		if c, err := w.againstOriginal(ctx, g, len(lacking) > 0); c != nil || err != nil {
			return c, err
		}
		if where := beside(g, lacking); where != "" {
			w.prove("text_whole", "条文完整", false, "“"+strings.Join(lacking, "”“")+"”不在"+g.name()+"之中，而在相邻的"+where, at("version", g.version), at("chunk", g.at[0].id))
			return blame(ParseLost, StageCatalog, "chunk", g.at[0].id, g.name()), nil
		}
	}
	for _, g := range w.golds {
		w.prove("text_whole", "条文完整", true, g.name(), at("version", g.version), at("chunk", g.at[0].id))
	}
	return nil, nil
}

// lacking are the must strings that no gold text holds.
func (w *walk) lacking() []string {
	var text strings.Builder
	for _, g := range w.golds {
		text.WriteString(g.said() + g.title + g.docNo)
	}
	have := normal(text.String())
	var out []string
	for _, m := range w.q.Must {
		if !says(have, normal(m)) {
			out = append(out, m)
		}
	}
	return out
}

// elsewhere says where in the same text the words stand that the gold address should hold.
func (w *walk) elsewhere(g golden, words []string) string {
	for _, p := range g.all {
		if len(words) > 0 && containsAll(p.text, words) {
			return "，这段文字在 " + p.address
		}
	}
	return ""
}

func containsAll(text string, words []string) bool {
	text = normal(text)
	for _, m := range words {
		if !says(text, normal(m)) {
			return false
		}
	}
	return true
}

// beside is the address of a neighbour that holds what the gold text lacks: it was cut in the wrong place.
func beside(g golden, lacking []string) string {
	first, last := g.at[0].seq, g.at[len(g.at)-1].seq
	for _, p := range g.all {
		near := p.seq == last+1 || p.seq == first-1
		if near && len(lacking) > 0 && slices.ContainsFunc(lacking, func(m string) bool { return claimsOrLong(m) && containsAll(p.text, []string{m}) }) {
			return p.address
		}
	}
	return ""
}

// claimsOrLong passes over words so short that a neighbour holds them by chance.
func claimsOrLong(s string) bool { return claims(s) || len([]rune(s)) >= 5 }

// againstOriginal reads the original again and compares the gold text with what the parser makes of it now. Where the gold text lacks
// nothing that is asked for, only one that has become shorter is held against it: a better parser may read other words.
func (w *walk) againstOriginal(ctx context.Context, g golden, lacking bool) (*Classed, error) {
	if w.Files == nil || g.ExternalID != "" {
		return nil, nil
	}
	now, err := reread(ctx, w.db(), w.Files, g.version)
	if err != nil || now == nil {
		return nil, err
	}
	for _, c := range now.Chunks {
		if !sameArticle(c.Address, g.Address) {
			continue
		}
		i := slices.IndexFunc(g.all, func(p piece) bool { return p.address == c.Address })
		switch {
		case i < 0:
			w.prove("original", "与原件一致", false, "原件有"+c.Label+"，库中没有", at("version", g.version))
			return blame(ParseLost, StageCatalog, "document", g.document, "《"+g.title+"》"+c.Label), nil
		case normal(g.all[i].text) != normal(c.Text) && (lacking || len(normal(g.all[i].text)) < len(normal(c.Text))):
			w.prove("original", "与原件一致", false, fmt.Sprintf("%s原件 %d 字，库中 %d 字", g.name(), len([]rune(c.Text)), len([]rune(g.all[i].text))),
				at("version", g.version), at("chunk", g.all[i].id))
			return blame(ParseLost, StageCatalog, "chunk", g.all[i].id, g.name()), nil
		}
	}
	w.prove("original", "与原件一致", true, g.name()+"与原件重新解析的结果相同", at("version", g.version))
	return nil, nil
}

// reread parses the original of a version anew. nil where it cannot be read any more: that is no proof of anything.
func reread(ctx context.Context, db pg.DB, files *ingest.Files, version int64) (*structure.Document, error) {
	all := auth.WithActor(ctx, auth.System("job"))
	r, info, err := ingest.OpenVersionFile(all, db, files, version)
	if err != nil {
		return nil, nil //nolint:nilerr // said above
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, nil //nolint:nilerr // said above
	}
	parsed, err := parse.Parse(ctx, info.Filename, data)
	if err != nil {
		return nil, ctx.Err()
	}
	return structure.Analyze(info.Filename, parsed), nil
}

// blockedBy are the words for which a question is not let through.
func blockedBy(ctx context.Context, db pg.DB, question string) ([]string, error) {
	words, err := sensitivewords.Load(ctx, db)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, h := range words.Check(question).Hits {
		if h.Action == sensitivewords.Block && !slices.Contains(out, h.Word) {
			out = append(out, h.Word)
		}
	}
	if len(out) == 0 {
		out = []string{"（词表已变）"}
	}
	return out, nil
}
