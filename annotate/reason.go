package annotate

import (
	"slices"

	"bianku/internal/fault"
)

// Reason is why a pair is sent back.
type Reason struct {
	Code  string `json:"code"`
	Label string `json:"label"`
}

// Reasons are all there are, in the order they are shown.
var Reasons = []Reason{
	{"wrong_answer", "答案有误"}, {"wrong_number", "数字有误"}, {"wrong_basis", "依据不符"}, {"not_in_force", "依据已失效"}, {"unclear", "问题不清"},
	{"duplicate", "重复"}, {"off_topic", "与机构编制无关"}, {"format", "格式不规范"}, {"other", "其他"},
}

// reasonLabel is the Chinese of a code.
func reasonLabel(code string) (string, error) {
	i := slices.IndexFunc(Reasons, func(r Reason) bool { return r.Code == code })
	if i < 0 {
		return "", fault.Field("reason", "请选择退回的原因。")
	}
	return Reasons[i].Label, nil
}
