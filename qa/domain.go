package qa

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/retrieval"
)

// What people ask here is about bodies and posts. In a corpus of all kinds of laws their everyday words (要谁批, 协商不成) are those
// of courts and companies, whose articles then fill the first places. So where few of the passages found belong to our matter, the
// texts that do are searched once more by themselves.

// ourMatter is what the title of a text on our matter holds.
const ourMatter = `机构(?:设置|编制|改革|管理)|编制|组织法|组织条例|三定|内设机构|事业单位|职责|职数|公务员|公文|政务|政府信息公开`

var ofOurMatter = regexp.MustCompile(ourMatter)

const (
	fewOfOurs   = 8   // fewer passages on our matter than this, and they are searched for by themselves
	ofOurs      = 20  // passages taken from that search
	mostOfOurs  = 400 // texts on our matter looked through; a corpus with more of them needs no second search
	weighOurs   = 0.08
	rankOfThose = 2 // their first counts as found at this rank
)

// withOurs adds what the texts on our matter have, where the search over everything found little of it.
func (a *asking) withOurs(ctx context.Context, q retrieval.Query, found []passage) ([]passage, error) {
	n := 0
	for _, p := range found {
		if p.source.Kind == structure.Plain || ofOurMatter.MatchString(p.Title) {
			n++
		}
	}
	if n >= fewOfOurs || len(found) < searched {
		return found, nil
	}
	rows, err := a.Pool.Query(ctx, `select id from ingest.document where kind <> 'plain' and withdrawn_at is null and clearance <= $1 and title ~ $2 limit $3`,
		auth.ActorFrom(ctx).Clearance, ourMatter, mostOfOurs+1)
	if err != nil {
		return nil, err
	}
	ids, err := idsOf(rows)
	if err != nil || len(ids) == 0 || len(ids) > mostOfOurs {
		return found, err
	}
	q.DocumentIDs, q.K = ids, ofOurs
	more, err := a.find(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, p := range more {
		if !slices.ContainsFunc(found, func(o passage) bool { return o.ID == p.ID }) {
			p.rank += rankOfThose
			found = append(found, p)
		}
	}
	return found, nil
}

// glossary are the things of our trade that nothing else stands for (DOMAIN §2): whatever speaks of one must say it, by one of
// its names. 周转金 is no 编制周转池.
var glossary = []struct{ asked, said *regexp.Regexp }{
	same(`周转池|周转编制`, ``),
	same(`实名制`, `|实名`),
	same(`员额`, ``),
	same(`控制数`, ``),
	same(`议事协调机构|领导小组|指挥部`, `|议事机构`),
	same(`合署`, ``),
	same(`派出机关`, ``),
	same(`派出机构`, ``),
	same(`用编核准|用编计划`, `|用编|编制核准`),
	same(`职责准入|准入程序`, `|准入`),
	same(`法人证书?`, ``),
	same(`床位`, ``),
	same(`事业单位`, ``),
	same(`公务员`, ``),
	same(`三定`, `|职能配置|主要职责|内设机构`),
	same(`参公|参照公务员法`, `|参照本法|参照《?公务员法|参照管理`),
}

func same(asked, more string) struct{ asked, said *regexp.Regexp } {
	return struct{ asked, said *regexp.Regexp }{regexp.MustCompile(asked), regexp.MustCompile(asked + more)}
}

// namesThings says whether text says every thing of our trade that the question is about.
func namesThings(question, text string) bool {
	for _, g := range glossary {
		if g.asked.MatchString(question) && !g.said.MatchString(text) {
			return false
		}
	}
	return true
}

// narrower are kinds of bodies that have rules of their own: who sets up a 内设机构 is no answer to who sets up a department.
var narrower = regexp.MustCompile(`内设机构|派出机构|派出机关|议事协调机构|事业单位|临时机构|挂牌机构|分支机构|社会团体|民办非企业`)

// asWhat is what a body is set up as: a street office, 作为它的派出机关, is no narrower thing for that.
var asWhat = regexp.MustCompile(`作为[它其](?:的)?[\p{Han}]{2,6}`)

// narrowed says whether a sentence rules on such a kind where the question, read with its synonyms, asks for none.
func (v vocabulary) narrowed(question, text string) bool {
	kind := narrower.FindString(asWhat.ReplaceAllString(text, ""))
	if kind == "" || narrower.MatchString(question) {
		return false
	}
	for _, t := range v.ways {
		for _, s := range t.any {
			if strings.Contains(s, kind) {
				return false
			}
		}
	}
	return true
}

// ours is what a text on our matter counts more than another.
func ours(p passage) float64 {
	if p.source.Kind != structure.Plain && ofOurMatter.MatchString(strings.TrimPrefix(p.Title, "中华人民共和国")) {
		return weighOurs
	}
	return 0
}
