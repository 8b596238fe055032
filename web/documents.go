package web

import (
	"context"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/jackc/pgx/v5"

	"bianku/eval"
	"bianku/ingest"
	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
)

// OnDay is the day whose validity is shown.
type OnDay struct {
	AsOf civil.Date `query:"as_of" doc:"按哪一天的效力，默认今天"`
}

type documentsInput struct {
	Page
	OnDay
	Q      string         `query:"q" maxLength:"200" doc:"标题、文号或机构"`
	Kind   structure.Kind `query:"kind" doc:"文件种类"`
	Status ingest.Status  `query:"status" doc:"效力状态"`
	Org    string         `query:"org" maxLength:"200" doc:"机构"`

	Withdrawn bool `query:"withdrawn" doc:"列出已撤下的文件（仅管理员）"`
}

func (s *server) listDocuments(ctx context.Context, in *documentsInput) (*out[list[ingest.Document]], error) {
	if in.Withdrawn && !auth.ActorFrom(ctx).Has(auth.Admin) {
		return nil, fault.New(fault.Forbidden, "只有管理员可以查看已撤下的文件。")
	}
	return replyList(ingest.Documents(ctx, s.Pool, ingest.DocumentFilter{Q: in.Q, Kind: in.Kind,
		Status: in.Status, Org: in.Org, AsOf: in.AsOf, Limit: in.Limit, Offset: in.Offset, Withdrawn: in.Withdrawn}))
}

func (s *server) getDocument(ctx context.Context, in *struct {
	ByID
	OnDay
}) (*out[ingest.Document], error) {
	return reply(ingest.DocumentByID(ctx, s.Pool, in.ID, in.AsOf))
}

// DocumentChange is what can be changed of a document; its text never can.
type DocumentChange struct {
	Clearance auth.Clearance `json:"clearance"`
}

func (s *server) setClearance(ctx context.Context, in *struct {
	ByID
	Body DocumentChange
}) (*out[ingest.Document], error) {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		if err := ingest.SetClearance(ctx, tx, in.ID, in.Body.Clearance); err != nil {
			return err
		}
		if err := s.refreshPairs(ctx, tx); err != nil {
			return err
		}
		return eval.Raise(ctx, tx, in.ID)
	})
	if err != nil {
		return nil, err
	}
	return reply(ingest.DocumentByID(ctx, s.Pool, in.ID, civil.Date{}))
}

// refreshPairs brings the pairs up to date with what a transaction has done to texts, in it.
func (s *server) refreshPairs(ctx context.Context, tx pgx.Tx) error {
	_, err := s.Pairs.Stale(ctx, tx)
	return err
}

// withdrawDocument takes a document out of every list and its entries, and the pairs that rest on it, out of the index, in one
// transaction: what was withdrawn cannot come back in a search.
func (s *server) withdrawDocument(ctx context.Context, in *struct {
	ByID
	Reason string `query:"reason" required:"true" minLength:"1" maxLength:"500" doc:"撤下的理由，记入审计"`
}) (*none, error) {
	doc, err := ingest.DocumentByID(ctx, s.Pool, in.ID, civil.Date{})
	if err != nil {
		return nil, err
	}
	return nil, s.inTx(ctx, func(tx pgx.Tx) error {
		for _, v := range doc.Versions {
			if err := s.Index.RemoveVersion(ctx, tx, v.ID); err != nil {
				return err
			}
		}
		if err := ingest.Withdraw(ctx, tx, in.ID, in.Reason); err != nil {
			return err
		}
		return s.refreshPairs(ctx, tx)
	})
}

// Restored says why a document comes back.
type Restored struct {
	Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"恢复的理由，记入审计"`
}

// restoreDocument brings a withdrawn document back with its entries in the index; its vectors are filled in by the next worker.
func (s *server) restoreDocument(ctx context.Context, in *struct {
	ByID
	Body Restored
}) (*out[ingest.Document], error) {
	var doc ingest.Document
	err := s.inTx(ctx, func(tx pgx.Tx) (err error) {
		if err = ingest.Restore(ctx, tx, in.ID, in.Body.Reason); err != nil {
			return err
		}
		if doc, err = ingest.DocumentByID(ctx, tx, in.ID, civil.Date{}); err != nil {
			return err
		}
		for _, v := range doc.Versions {
			if err := s.Index.IndexVersion(ctx, tx, v.ID); err != nil {
				return err
			}
		}
		return s.refreshPairs(ctx, tx) // what it repeals is repealed again
	})
	if err != nil {
		return nil, err
	}
	// The words are in the index from the commit on. The vectors were dropped with the entries: without new ones the text would be
	// found by its words alone, and lose against every text that has both.
	for _, v := range doc.Versions {
		if err := s.Index.EmbedVersion(ctx, v.ID, nil); err != nil {
			s.Log.Warn("restored without all vectors: the next worker fills them in", "document", in.ID, "error", err)
			break
		}
	}
	return reply(doc, nil)
}

func (s *server) listOrgs(ctx context.Context, _ *noInput) (*out[list[string]], error) {
	all, err := ingest.Orgs(ctx, s.Pool)
	return replyList(all, len(all), err)
}

func (s *server) getVersion(ctx context.Context, in *struct {
	ByID
	OnDay
}) (*out[ingest.Version], error) {
	return reply(ingest.VersionByID(ctx, s.Pool, in.ID, in.AsOf))
}

func (s *server) listChunks(ctx context.Context, in *ByID) (*out[list[ingest.Chunk]], error) {
	all, err := ingest.Chunks(ctx, s.Pool, in.ID)
	return replyList(all, len(all), err)
}

func (s *server) listFacts(ctx context.Context, in *struct {
	ByID
	OnDay
}) (*out[list[ingest.Fact]], error) {
	if _, err := ingest.VersionByID(ctx, s.Pool, in.ID, in.AsOf); err != nil {
		return nil, err // a version that is not theirs is missing, not empty
	}
	all, err := ingest.Facts(ctx, s.Pool, ingest.FactFilter{VersionID: in.ID, AsOf: in.AsOf, AnyValidity: true})
	return replyList(all, len(all), err)
}

func (s *server) listVersionRelations(ctx context.Context, in *ByID) (*out[list[ingest.Relation]], error) {
	if _, err := ingest.VersionByID(ctx, s.Pool, in.ID, civil.Date{}); err != nil {
		return nil, err
	}
	return replyList(ingest.Relations(ctx, s.Pool, ingest.RelationFilter{VersionID: in.ID}))
}

func (s *server) listRelations(ctx context.Context, in *struct {
	Page
	State      string `query:"state" enum:"proposed,confirmed,rejected"`
	DocumentID int64  `query:"document_id" doc:"只要这份文件的"`
}) (*out[list[ingest.Relation]], error) {
	return replyList(ingest.Relations(ctx, s.Pool, ingest.RelationFilter{State: in.State, DocumentID: in.DocumentID,
		Limit: in.Limit, Offset: in.Offset}))
}

// Decision is what a person decides about a proposed relation.
type Decision struct {
	State string `json:"state" enum:"confirmed,rejected"`
}

func (s *server) decideRelation(ctx context.Context, in *struct {
	ByID
	Body Decision
}) (*out[ingest.Relation], error) {
	var decided ingest.Relation
	err := s.inTx(ctx, func(tx pgx.Tx) (err error) {
		if decided, err = ingest.DecideRelation(ctx, tx, in.ID, in.Body.State); err != nil {
			return err
		}
		return s.refreshPairs(ctx, tx)
	})
	return reply(decided, err)
}

// getFile sends the original bytes. They are somebody else's: an HTML file must not run in our origin, so everything
// but PDF and plain text is a download, and whatever is shown is sandboxed without scripts.
func (s *server) getFile(ctx context.Context, in *ByID) (*huma.StreamResponse, error) {
	f, v, err := ingest.OpenVersionFile(ctx, s.Pool, s.Files, in.ID)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer f.Close()
		c := humagin.Unwrap(hc)
		mediaType, inline := fileType(v)
		h := c.Writer.Header()
		h.Set("Content-Type", mediaType)
		h.Set("Content-Disposition", disposition(inline, v.Filename))
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'")
		h.Set("ETag", strconv.Quote(v.SHA256))
		http.ServeContent(c.Writer, c.Request, "", v.CreatedAt, io.ReadSeeker(f))
	}}, nil
}

// fileType is how a version's original is sent, and whether a browser may show it.
func fileType(v ingest.VersionInfo) (mediaType string, inline bool) {
	switch v.Format {
	case "pdf":
		return "application/pdf", true
	case "txt", "md":
		return "text/plain", true // no charset: the bytes may be GB18030, the browser looks
	case "docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false
	case "xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false
	case "pptx":
		return "application/vnd.openxmlformats-officedocument.presentationml.presentation", false
	case "ofd":
		return "application/ofd", false
	case "csv":
		return "text/csv", false
	}
	return "application/octet-stream", false
}

// disposition names the file for the download, in any script (RFC 6266).
func disposition(inline bool, filename string) string {
	kind := "attachment"
	if inline {
		kind = "inline"
	}
	name := path.Base(strings.ReplaceAll(filename, `\`, "/"))
	return mime.FormatMediaType(kind, map[string]string{"filename": name})
}
