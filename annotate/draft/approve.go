package draft

import (
	"regexp"
	"strings"
)

var (
	// approver finds who approves: 报X审批, 由X批准, 经X同意.
	approver     = regexp.MustCompile(`(?:报请?|由|须经|应当经|必须经|提请|提交|经)([^，。；：]{2,30}?)(?:集体讨论|研究)?(审批|批准|审定|决定|核准|审核同意|核定)`)
	topicCut     = regexp.MustCompile(`^(.{3,44}?)，?(?:应当|须|必须|一律|原则上)?(?:由|报请?|经|须经|提请|依照|按照)`)
	notTopic     = regexp.MustCompile(`自由|理由|由于|事由|不得|未经|擅自|违反|可以|有权|之日|根据|必要|需要`)
	permits      = regexp.MustCompile(`(?:批准|同意|决定)，(?:可以|可|也可以|方可|才能|应当)`)
	matter       = regexp.MustCompile(`设立|设置|撤销|合并|变更|更名|增设|调整|增加|减少|核定|归集|调配|借用|使用|任免|辞职|罢免|制定|方案|总额|事项|规划|编制|建设|立项|问题|控制数|的$`)
	severalSteps = regexp.MustCompile(`审核|提出|研究|、|该|会同|讨论|同意|本单位`)
	whoAbove     = regexp.MustCompile(`党|委|政府|机关|部门|国务院|人大|代表大会|常务|编办|主席|总理|单位|领导|厅|局|法院|检察院`)
)

// approved: who approves what.
func approved(m *Material, s sentence) (asked, bool) {
	seg := splitAt(s.text, "；")[0]
	f := topicCut.FindStringSubmatch(seg)
	if f == nil || notTopic.MatchString(f[1]) || !topic(f[1]) || !matter.MatchString(f[1]) {
		return asked{}, false
	}
	if permits.MatchString(seg) {
		return asked{}, false // 经X批准，可以…: what is approved is the exception
	}
	verb, lead := "", ""
	for _, a := range approver.FindAllStringSubmatch(seg, -1) {
		if !whoAbove.MatchString(a[1]) || strings.Contains(a[1], "协商") {
			continue
		}
		who := a[1]
		if i := strings.LastIndex(who, "报"); i >= 0 {
			who = who[i+len("报"):]
		}
		verb, lead = a[2], "由"+who+a[2]+"。"
		if severalSteps.MatchString(who) {
			lead = ""
		}
	}
	if verb == "" {
		return asked{}, false
	}
	if verb == "审核同意" {
		verb, lead = "审核", ""
	}
	t := strings.TrimSuffix(f[1], "，")
	if strings.Contains(s.text, "；") {
		lead = "" // it depends
	}
	a := asked{rule: "approval", typ: 5, lead: lead, q: join(t, "由谁"+verb)}
	a.also = []string{join(t, "要报哪里"+verb), join(t, "要经过什么程序")}
	return a, true
}

// join puts the question behind its topic, with a comma behind a condition (…的) or a long topic.
func join(topic, q string) string {
	if strings.HasSuffix(topic, "的") || strings.Contains(topic, "，") {
		return topic + "，" + q
	}
	return topic + q
}

// topic says whether s is something that can be approved, done or regulated: a noun phrase or an act, not a fragment.
func topic(s string) bool {
	if strings.HasSuffix(s, "的") && runeLen(s) < 9 {
		return false
	}
	return subject(s, 4, 44) && !strings.ContainsAny(s, "，") || subject(s, 6, 44) && strings.HasSuffix(s, "的") && strings.Count(s, "，") == 1
}
