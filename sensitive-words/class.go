package sensitivewords

import (
	"cmp"
	"slices"

	"bianku/internal/fault"
)

// Action is what to do about a word.
type Action string

const (
	None   Action = ""       // no hit
	Log    Action = "log"    // 记录
	Review Action = "review" // 转人工复核
	Mask   Action = "mask"   // 以 * 遮盖
	Block  Action = "block"  // 拦截
)

var strength = map[Action]int{None: 0, Log: 1, Review: 2, Mask: 3, Block: 4}

var actionNames = map[Action]string{None: "放行", Log: "记录", Review: "复核", Mask: "遮盖", Block: "拦截"}

// Chinese is the action as shown.
func (a Action) Chinese() string { return actionNames[a] }

// Stronger says whether a is the stricter of the two.
func (a Action) Stronger(b Action) bool { return strength[a] > strength[b] }

// ParseAction reads an action by its name in English or Chinese.
func ParseAction(s string) (Action, error) {
	for a, name := range actionNames {
		if a != None && (string(a) == s || name == s) {
			return a, nil
		}
	}
	return None, fault.Newf(fault.Invalid, "没有“%s”这种处置方式，可用的有：记录（log）、复核（review）、遮盖（mask）、拦截（block）。", s)
}

// Class is a kind of risk. Needed is how many words the standard asks for, 0 where it names no number.
type Class struct {
	Code   string `json:"code"` // A.1.1 … A.5.2, D.1 … D.5
	Name   string `json:"name"`
	Group  string `json:"group"` // A.1 …, D
	Needed int    `json:"needed"`
}

// The numbers of the standard: the library as a whole, and per class of A.1 and A.2.
const (
	NeededTotal = 10_000
	neededA1    = 200
	neededA2    = 100
	// UpdateDays is how often at least the library is to be updated.
	UpdateDays = 7
)

// GroupNames are the headings the classes stand under.
var GroupNames = map[string]string{
	"A.1": "违反社会主义核心价值观", "A.2": "歧视性内容", "A.3": "商业违法违规", "A.4": "侵犯他人合法权益",
	"A.5": "无法满足特定服务类型的安全需求", "D": "机构编制领域",
}

// Classes are the 31 risks and the lists of this domain, in the order they are shown.
var Classes = slices.Concat(
	group("A.1", neededA1, "颠覆政权", "危害国家安全和形象", "分裂国家", "恐怖极端", "民族仇恨", "暴力淫秽", "虚假有害信息", "其他违禁内容"),
	group("A.2", neededA2, "民族歧视", "信仰歧视", "国别歧视", "地域歧视", "性别歧视", "年龄歧视", "职业歧视", "健康歧视", "其他歧视"),
	group("A.3", 0, "侵犯知识产权", "违反商业道德", "泄露商业秘密", "垄断和不正当竞争", "其他商业违法违规"),
	group("A.4", 0, "危害身心健康", "侵害肖像权", "侵害名誉权", "侵害荣誉权", "侵害隐私权", "侵害个人信息权益", "侵犯其他合法权益"),
	group("A.5", 0, "内容不准确", "内容不可靠"),
	group("D", 0, "买卖编制和冒名办事", "领导人称谓", "涉港澳台表述", "已更名机构旧称", "稿件标记"),
)

func group(code string, needed int, names ...string) []Class {
	out := make([]Class, len(names))
	for i, n := range names {
		out[i] = Class{Code: code + "." + string(rune('1'+i)), Name: n, Group: code, Needed: needed}
	}
	return out
}

// ParseClass finds a class by its code or its Chinese name.
func ParseClass(s string) (Class, error) {
	for _, c := range Classes {
		if c.Code == s || c.Name == s {
			return c, nil
		}
	}
	return Class{}, fault.Newf(fault.Invalid, "没有“%s”这个类别，请填写类别代码（如 A.1.1、D.4）或类别名称。", s)
}

// stricter orders actions from the weakest on.
func stricter(a, b Action) int { return cmp.Compare(strength[a], strength[b]) }
