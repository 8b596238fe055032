package structure

import (
	"testing"
	"unicode/utf8"
)

// FuzzAnalyze holds that no text, however odd, makes the analysis panic, lose text or give one address twice. Run it
// longer with go test -fuzz=FuzzAnalyze -fuzzminimizetime=1x ./ingest/structure.
func FuzzAnalyze(f *testing.F) {
	for _, seed := range []string{newCharter, oldCharter, regulation, notice, envelope, replyText("同意核增你局机关行政编制5名。"),
		"目录\n第一章\n第一章\n第一条 甲", "附件\n附件1\n附件：\n一、", "（一）\n（一）\n1.\n①", "《《》", "第条\n第一条之\n一、：\n（", "自年月日起施行"} {
		f.Add("文(2024-02-30).txt", seed)
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		if !utf8.ValidString(text) || len(text) > 20000 {
			return
		}
		r := resultOf(t, text)
		requireSound(t, "fuzz", r, Analyze(name, r))
		AnalyzeRow(name, r)
	})
}
