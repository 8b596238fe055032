package eval

import "fmt"

// typeNames are the 30 question types of DOMAIN §3, in their order.
var typeNames = [...]string{"定义", "近义辨析", "现行规定", "内设机构程序", "审批权限", "生效时间", "时点效力", "已被取代的规定",
	"编制数", "领导职数", "计算", "汇总", "数字沿革", "职责归属", "职责冲突", "比较", "版本差异", "编制类型", "违规处理", "条文查询",
	"关系", "列表", "登记", "政策研究", "起草", "多步", "前提有误", "不可答：库中无", "不可答：涉密或个人", "不可答：域外或评价"}

// TypeName names question type n with its number in front, so that names sort as the numbers do.
func TypeName(n int) string {
	if n < 1 || n > len(typeNames) {
		return fmt.Sprintf("%02d 其他", n)
	}
	return fmt.Sprintf("%02d %s", n, typeNames[n-1])
}
