package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"bianku/annotate"
	"bianku/eval"
	evalsample "bianku/eval/sample"
	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/model"
	"bianku/internal/pg"
	"bianku/retrieval"
	sensitivewords "bianku/sensitive-words"
)

// planter breaks one thing in a copy of the sample corpus. It leaves no word of it anywhere but in what it broke: those who look for
// the fault have what they would have in earnest.
type planter func(ctx context.Context, w *faultWorld) error

// asking makes the question that shows a fault, of the world as it stands with the fault in it.
type asking func(ctx context.Context, w *faultWorld) (eval.Question, error)

func sampleQuestion(id string) asking {
	return func(context.Context, *faultWorld) (eval.Question, error) {
		all, err := eval.ReadQuestions(bytes.NewReader(evalsample.Questions))
		for _, q := range all {
			if q.ID == id {
				return q, nil
			}
		}
		return eval.Question{}, fmt.Errorf("no sample question %s: %w", id, err)
	}
}

// reworded is a sample question in words that nobody uses.
func reworded(id, text string) asking {
	return func(ctx context.Context, w *faultWorld) (eval.Question, error) {
		q, err := sampleQuestion(id)(ctx, w)
		q.Text = text
		return q, err
	}
}

func ownQuestion(kind int, text, file, address string, must ...string) asking {
	return func(context.Context, *faultWorld) (eval.Question, error) {
		return eval.Question{ID: "own", Type: kind, Text: text, Answerable: true, Must: must, Gold: []eval.Gold{{File: file, Address: address}}}, nil
	}
}

// without adds what a right answer must not say.
func (ask asking) without(words ...string) asking {
	return func(ctx context.Context, w *faultWorld) (eval.Question, error) {
		q, err := ask(ctx, w)
		q.MustNot = append(q.MustNot, words...)
		return q, err
	}
}

// pairQuestion is the question a set made of the approved pairs has of the planted one.
func pairQuestion() asking {
	return func(ctx context.Context, w *faultWorld) (q eval.Question, err error) {
		err = pg.InTx(ctx, w.pool, func(tx pgx.Tx) error {
			set, err := eval.SetFromPairs(ctx, tx, "已审定问答")
			if err != nil {
				return err
			}
			all, _, err := eval.Questions(ctx, tx, set.ID, 1, 0)
			if err == nil {
				q = all[0]
			}
			return err
		})
		return q, err
	}
}

func nothing() planter { return func(context.Context, *faultWorld) error { return nil } }

// inFaultTx is a planter that works in one transaction.
func inFaultTx(f func(ctx context.Context, w *faultWorld, tx pgx.Tx) error) planter {
	return func(ctx context.Context, w *faultWorld) error {
		return pg.InTx(ctx, w.pool, func(tx pgx.Tx) error { return f(ctx, w, tx) })
	}
}

func versionOf(ctx context.Context, tx pgx.Tx, file string) (version, document int64, err error) {
	err = tx.QueryRow(ctx, `select id, document_id from ingest.version where filename = $1`, file).Scan(&version, &document)
	return version, document, err
}

// deleted: as if the file had never been submitted.
func deleted(file string) planter {
	return inFaultTx(func(ctx context.Context, _ *faultWorld, tx pgx.Tx) error {
		_, document, err := versionOf(ctx, tx, file)
		if err != nil {
			return err
		}
		for _, sql := range []string{`delete from ingest.intake where version_id in (select id from ingest.version where document_id = $1)`,
			`delete from ingest.document where id = $1`} {
			if _, err := tx.Exec(ctx, sql, document); err != nil {
				return err
			}
		}
		return nil
	})
}

func withdrawn(file string) planter {
	return inFaultTx(func(ctx context.Context, w *faultWorld, tx pgx.Tx) error {
		version, document, err := versionOf(ctx, tx, file)
		if err != nil {
			return err
		}
		if err := ingest.Withdraw(ctx, tx, document, "误撤"); err != nil {
			return err
		}
		return w.index.RemoveVersion(ctx, tx, version)
	})
}

// lost: a parser that dropped words (address "": the table row that holds them, whole). The text, the chunks behind, their hashes and the
// facts are as such a parser would have left them.
func lost(file, address, words string) planter {
	return func(ctx context.Context, w *faultWorld) error {
		return w.reindexed(ctx, file, func(tx pgx.Tx, version int64) error {
			var chunk int64
			var text string
			var start int
			err := tx.QueryRow(ctx, `select id, text, start_rune from ingest.chunk where version_id = $1 and strpos(text, $3) > 0
				and (address = $2 or $2 = '' and kind = 'row') order by seq limit 1`, version, address, words).Scan(&chunk, &text, &start)
			if err != nil {
				return fmt.Errorf("%s %s: %w", file, words, err)
			}
			if address == "" {
				words = text
			}
			before, _, _ := strings.Cut(text, words)
			from := start + len([]rune(before))
			n := len([]rune(words))
			left := strings.Replace(text, words, "", 1)
			for _, s := range []struct {
				sql  string
				args []any
			}{
				{`delete from ingest.fact where version_id = $1 and start_rune < $2::int + $3::int and end_rune > $2::int`, []any{version, from, n}},
				{`update ingest.fact set start_rune = start_rune - $3::int, end_rune = end_rune - $3::int where version_id = $1 and start_rune >= $2::int`, []any{version, from, n}},
				{`update ingest.version set text = overlay(text placing '' from $2::int + 1 for $3::int) where id = $1`, []any{version, from, n}},
				{`update ingest.chunk set start_rune = start_rune - $3::int, end_rune = end_rune - $3::int where version_id = $1 and start_rune > $2::int`, []any{version, from, n}},
			} {
				if _, err := tx.Exec(ctx, s.sql, s.args...); err != nil {
					return err
				}
			}
			if left == "" {
				_, err = tx.Exec(ctx, `delete from ingest.chunk where id = $1`, chunk)
				return err
			}
			_, err = tx.Exec(ctx, `update ingest.chunk set text = $2, end_rune = end_rune - $3::int, hash = $4 where id = $1`, chunk, left, n, sha256hex(left))
			return err
		})
	}
}

// cut: a parser that took the middle of an article for the beginning of something else.
func cut(file, address, from string) planter {
	return func(ctx context.Context, w *faultWorld) error {
		return w.reindexed(ctx, file, func(tx pgx.Tx, version int64) error {
			var chunk int64
			var text string
			var seq, start, end int
			err := tx.QueryRow(ctx, `select id, text, seq, start_rune, end_rune from ingest.chunk where version_id = $1 and address = $2`, version, address).
				Scan(&chunk, &text, &seq, &start, &end)
			if err != nil {
				return fmt.Errorf("%s %s: %w", file, address, err)
			}
			before, after, ok := strings.Cut(text, from)
			if !ok {
				return fmt.Errorf("%s %s has no %q", file, address, from)
			}
			after = from + after
			head := strings.TrimRight(before, " \n")
			for _, s := range []struct {
				sql  string
				args []any
			}{
				{`update ingest.chunk set seq = -seq where version_id = $1 and seq > $2`, []any{version, seq}},
				{`update ingest.chunk set seq = 1 - seq where version_id = $1 and seq < 0`, []any{version}},
				{`update ingest.chunk set text = $2, end_rune = $3, hash = $4 where id = $1`, []any{chunk, head, start + len([]rune(head)), sha256hex(head)}},
				{`insert into ingest.chunk (version_id, seq, kind, address, label, path, text, start_rune, end_rune, page, hash)
					select version_id, $2, 'passage', '附/第1段', '附', '{附}', $3, $4, $5, page, $6 from ingest.chunk where id = $1`,
					[]any{chunk, seq + 1, after, start + len([]rune(before)), end, sha256hex(after)}},
			} {
				if _, err := tx.Exec(ctx, s.sql, s.args...); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// dated: a slip of the pen in the catalogue. What the text ended goes on until then.
func dated(file, day string) planter {
	return inFaultTx(func(ctx context.Context, _ *faultWorld, tx pgx.Tx) error {
		version, _, err := versionOf(ctx, tx, file)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update ingest.version set effective_from = $2 where id = $1`, version, civil.MustParse(day)); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update ingest.version set effective_to = $2 where ended_by_version = $1`, version, civil.MustParse(day))
		return err
	})
}

// rejected: a person said that the one text does not repeal the other.
func rejected(file, target string) planter {
	return inFaultTx(func(ctx context.Context, _ *faultWorld, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `select distinct r.id from ingest.relation r join ingest.version v on v.id = r.version_id join ingest.version t on t.document_id = r.target_document_id
			where v.filename = $1 and t.filename = $2 and r.type in ('repeals', 'replaces', 'supersedes_org_charter')`, file, target)
		if err != nil {
			return err
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err == nil && len(ids) == 0 {
			err = fmt.Errorf("%s ends nothing of %s", file, target)
		}
		for _, id := range ids {
			if _, err := ingest.DecideRelation(ctx, tx, id, "rejected"); err != nil {
				return err
			}
		}
		return err
	})
}

// detached: an old version was not recognised as one of its work, and stands as a document of its own, in force.
func detached(file string) planter {
	return inFaultTx(func(ctx context.Context, _ *faultWorld, tx pgx.Tx) error {
		version, document, err := versionOf(ctx, tx, file)
		if err != nil {
			return err
		}
		var own int64
		err = tx.QueryRow(ctx, `insert into ingest.document (kind, title, short_title, title_key, short_key, doc_no, issuer, org, clearance, source_class, sample)
			select d.kind, v.title, d.short_title, d.title_key, d.short_key, v.doc_no, d.issuer, d.org, d.clearance, d.source_class, d.sample
			  from ingest.document d join ingest.version v on v.id = $2 where d.id = $1 returning id`, document, version).Scan(&own)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update ingest.version set document_id = $2, effective_to = null, ended_by = null, ended_by_version = null where id = $1`, version, own)
		return err
	})
}

// revived: the day on which a text lapses by its own words was not read.
func revived(file string) planter {
	return inFaultTx(func(ctx context.Context, _ *faultWorld, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `update ingest.version set lapses_on = null, lapse_reason = null, effective_to = null, ended_by = null, ended_by_version = null
			where filename = $1`, file)
		return err
	})
}

// pairAnswer: a pair that two reviewers let through although its answer says another number than its basis.
func pairAnswer(file, address, question, right, wrong string) planter {
	return inFaultTx(func(ctx context.Context, w *faultWorld, tx pgx.Tx) error {
		id, err := w.approvedPair(ctx, tx, file, address, question, right)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update annotate.pair_version set answer = $2 where pair_id = $1`, id, wrong)
		return err
	})
}

// pairQuote: a pair whose quote was altered by one character, and its answer with it; rehashed: by somebody who knew of the hash.
func pairQuote(file, address, question, right, was, now string, rehashed bool) planter {
	return inFaultTx(func(ctx context.Context, w *faultWorld, tx pgx.Tx) error {
		id, err := w.approvedPair(ctx, tx, file, address, question, right)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update annotate.pair_version set answer = $2 where pair_id = $1`, id, strings.Replace(right, was, now, 1)); err != nil {
			return err
		}
		var quote string
		if err := tx.QueryRow(ctx, `select quote from annotate.basis where pair_id = $1`, id).Scan(&quote); err != nil {
			return err
		}
		altered := strings.Replace(quote, was, now, 1)
		if altered == quote {
			return fmt.Errorf("%q is not in the quote %q", was, quote)
		}
		_, err = tx.Exec(ctx, `update annotate.basis set quote = $2, hash = case when $3 then $4 else hash end where pair_id = $1`, id, altered, rehashed, sha256hex(altered))
		return err
	})
}

// approvedPair is a sound pair, through the real two rounds.
func (w *faultWorld) approvedPair(ctx context.Context, tx pgx.Tx, file, address, question, answer string) (int64, error) {
	var b annotate.Basis
	err := tx.QueryRow(ctx, `select c.id, c.version_id, c.text from ingest.chunk c join ingest.version v on v.id = c.version_id
		where v.filename = $1 and c.address = $2`, file, address).Scan(&b.ChunkID, &b.VersionID, &b.Quote)
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w", file, address, err)
	}
	s := annotate.New(w.index, nil)
	p, err := s.Create(ctx, tx, annotate.Content{Question: question, Answer: answer, Type: 3, Basis: []annotate.Basis{b}, Origin: annotate.ByExpert})
	if err != nil {
		return 0, err
	}
	if _, err := s.Submit(ctx, tx, p.ID); err != nil {
		return 0, err
	}
	for round := range int64(2) {
		reviewer := auth.Actor{ID: 9001 + round, Login: fmt.Sprintf("bench%d", round), Name: "演练审核人", Roles: []auth.Role{auth.Expert}, Clearance: auth.L4, Via: "cli"}
		if _, err := tx.Exec(ctx, `update annotate.pair set leased_by = $2, leased_until = now() + interval '1 hour' where id = $1`, p.ID, reviewer.ID); err != nil {
			return 0, err
		}
		if _, err := s.Decide(auth.WithActor(ctx, reviewer), tx, p.ID, annotate.Decision{Version: p.Version, Action: annotate.Accept}); err != nil {
			return 0, err
		}
	}
	return p.ID, nil
}

// weighted spoils the fusion of the world's index.
func weighted(lexical, dense float64) planter {
	return func(_ context.Context, w *faultWorld) error {
		weights := retrieval.DefaultWeights
		weights.Lexical, weights.Dense = lexical, dense
		w.index = w.index.Weighted(weights)
		return nil
	}
}

// misindexed: the entry of an article holds the words and the vector of another one of its document.
func misindexed(file, address string) planter {
	return inFaultTx(func(ctx context.Context, _ *faultWorld, tx pgx.Tx) error {
		var entry, other int64
		err := tx.QueryRow(ctx, `select e.id, (select o.id from retrieval.entry o where o.version_id = e.version_id and o.id <> e.id order by abs(o.length - e.length), o.id limit 1)
			from retrieval.entry e join ingest.chunk c on c.id = e.chunk_id join ingest.version v on v.id = c.version_id where v.filename = $1 and c.address = $2`,
			file, address).Scan(&entry, &other)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update retrieval.entry set lex = (select lex from retrieval.entry where id = $2) where id = $1`, entry, other); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update retrieval.vector x set dense = o.dense from retrieval.vector o where x.entry_id = $1 and o.entry_id = $2 and o.embedder = x.embedder`, entry, other)
		return err
	})
}

func unindexed(file, address string) planter {
	return inFaultTx(func(ctx context.Context, _ *faultWorld, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `delete from retrieval.entry e using ingest.chunk c, ingest.version v
			where c.id = e.chunk_id and v.id = c.version_id and v.filename = $1 and c.address = $2`, file, address)
		return err
	})
}

// scripted answers through a model that says what a prompt without the conditions would make it say.
func scripted(words string) planter {
	return func(_ context.Context, w *faultWorld) error {
		w.chat = scriptedChat(words)
		return nil
	}
}

type scriptedChat string

// Name is the model's.
func (scriptedChat) Name() string { return "剧本模型" }

// Stream says the script.
func (s scriptedChat) Stream(_ context.Context, _ []model.Message, onDelta func(string) error) (string, error) {
	return string(s), onDelta(string(s))
}

func blockedWord(word string) planter {
	return inFaultTx(func(ctx context.Context, _ *faultWorld, tx pgx.Tx) error {
		_, err := sensitivewords.Import(ctx, tx, "误加的词表", "D.1", string(sensitivewords.Block), strings.NewReader(word+"\n"))
		return err
	})
}

func sha256hex(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
