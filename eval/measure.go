package eval

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"bianku/eval/metrics"
	"bianku/qa"
	"bianku/retrieval"
)

// MetricName is a metric with its name in Chinese.
type MetricName struct {
	Name  string `json:"name"`
	Label string `json:"label"`
}

// MetricNames are all metrics of a run in the order they are shown. All but the first three and the two of refusal are means
// over the questions a metric applies to; refused answers count as 0 in those about the answer.
var MetricNames = []MetricName{
	{"passed", "通过率"}, {"answers", "答案正确率"}, {"citations", "引文正确率"},
	{"refusal_precision", "拒答准确率"}, {"refusal_recall", "拒答召回率"},
	{"numbers", "数字一致率"}, {"contains", "含标准答案"}, {"char_f1", "答案字符 F1"}, {"rouge_l", "ROUGE-L"},
	{"citation_precision", "引文准确率"}, {"citation_recall", "引文召回率"},
	{"recall@1", "检索召回率@1"}, {"recall@5", "检索召回率@5"}, {"recall@10", "检索召回率@10"},
	{"mrr@1", "MRR@1"}, {"mrr@5", "MRR@5"}, {"mrr@10", "MRR@10"},
	{"ndcg@1", "nDCG@1"}, {"ndcg@5", "nDCG@5"}, {"ndcg@10", "nDCG@10"},
}

// depths are the k of the ranking metrics, in places; searchDepth is in hits, several of which may be of one place.
var depths = [...]int{1, 5, 10}

const searchDepth = 30

// Measure gives the metrics that apply to a question: those of the answer where it can be answered and a gold answer is known,
// those of the search where gold places are known. hits may be nil, then nothing is said of the search.
func Measure(q Question, a qa.Answer, hits []retrieval.Hit) map[string]float64 {
	s := map[string]float64{}
	if !q.Answerable {
		return s
	}
	measureText(s, q, a)
	if len(q.Gold) == 0 {
		return s
	}
	measureCitations(s, q, a)
	if hits != nil {
		ranking, gold := judged(q.Gold, hits)
		for _, k := range depths {
			s[fmt.Sprintf("recall@%d", k)] = metrics.Recall(ranking, gold, k)
			s[fmt.Sprintf("mrr@%d", k)] = metrics.ReciprocalRank(ranking, gold, k)
			s[fmt.Sprintf("ndcg@%d", k)] = metrics.NDCG(ranking, gold, k)
		}
	}
	return s
}

var (
	marks = regexp.MustCompile(`\[\d+\]`) // of citations: they cut sentences, and are no numbers of the answer
	digit = regexp.MustCompile(`[0-9０-９]`)
)

// measureText compares the answer with the gold answers; the best of several counts.
func measureText(s map[string]float64, q Question, a qa.Answer) {
	text, shown := "", ""
	if a.Mode != qa.Refused {
		text, shown = marks.ReplaceAllString(a.Text, ""), shownText(a)
	}
	golds := goldAnswers(q)
	for _, g := range golds {
		s["char_f1"] = max(s["char_f1"], metrics.CharF1(text, g))
		s["rouge_l"] = max(s["rouge_l"], metrics.RougeL(text, g))
		s["contains"] = max(s["contains"], truth(strings.Contains(metrics.Normalize(shown), metrics.Normalize(g))))
	}
	if must := strings.Join(q.Must, " "); digit.MatchString(must) {
		golds = []string{must} // the figures that count; a gold answer may mention others
	}
	for _, g := range golds {
		if digit.MatchString(g) {
			s["numbers"] = max(s["numbers"], truth(metrics.NumbersExact(shown, g)))
		}
	}
}

func goldAnswers(q Question) []string {
	return slices.DeleteFunc(append([]string{q.Answer}, q.Answers...), func(s string) bool { return s == "" })
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// measureCitations: precision is over the citations of an answer that has any; recall is over the gold places, 0 for a refusal.
func measureCitations(s map[string]float64, q Question, a qa.Answer) {
	found := map[Gold]bool{}
	right, given := 0, 0
	if a.Mode != qa.Refused {
		given = len(a.Citations)
		for _, c := range a.Citations {
			at := matching(q.Gold, c.Filename, c.Address, c.ExternalID)
			for _, g := range at {
				found[g] = true
			}
			right += min(len(at), 1)
		}
	}
	if given > 0 {
		s["citation_precision"] = metrics.Precision(right, given)
	}
	s["citation_recall"] = metrics.Precision(len(found), len(distinct(q.Gold)))
}

// matching are the gold places that a place is, is a part of, or contains.
func matching(golds []Gold, file, address, external string) (out []Gold) {
	for _, g := range distinct(golds) {
		switch {
		case g.ExternalID != "" && g.ExternalID == external,
			g.ExternalID == "" && g.File == file && (g.Address == "" || sameArticle(address, g.Address)):
			out = append(out, g)
		}
	}
	return out
}

func distinct(golds []Gold) (out []Gold) {
	for _, g := range golds {
		if !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// judged makes a ranking of ids and its gold of hits. A hit that covers several gold places stands for each of them, one after
// the other; a second part of one gold place is a repeat, which the metrics pass over.
func judged(golds []Gold, hits []retrieval.Hit) ([]string, metrics.Gold) {
	gold := metrics.Gold{}
	for _, g := range distinct(golds) {
		gold[g.id()] = 1
	}
	var ranking []string
	for _, h := range hits {
		at := matching(golds, h.Filename, h.Address, h.ExternalID)
		for _, g := range at {
			ranking = append(ranking, g.id())
		}
		if len(at) == 0 {
			ranking = append(ranking, Gold{h.Filename, h.Address, h.ExternalID}.id())
		}
	}
	return ranking, gold
}

// id names a place. Places that are not gold need only differ from gold ones and from each other; rows of one document, which
// have one external id, are one place.
func (g Gold) id() string {
	if g.ExternalID != "" {
		return "row " + g.ExternalID
	}
	return g.File + "#" + g.Address
}
