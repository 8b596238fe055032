package parse

import (
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// wrapperLabel matches the labels that government sites print above a document. Labels are known by name: a page has
// many other words before a colon.
var wrapperLabel = regexp.MustCompile(`^(索引号|主题分类|组配分类|发文机关|发文机构|发布机构|制发机关|发文字号|文号|成文日期|生成日期|发文日期|发布日期|公开日期|印发日期|有效性|是否有效|效力状态|时效性|公开形式|公开方式|公开范围|内容概述|主题词|关键词|标题|名称|信息名称|信息来源|来源|公开责任部门|施行日期|实施日期|生效日期|失效日期|废止日期|体裁|统一编号|规范性文件编号)[:：]?$`)

// oneName maps the labels that mean the same to one.
var oneName = map[string]string{"文号": "发文字号", "发文机构": "发文机关", "发布机构": "发文机关", "制发机关": "发文机关",
	"生成日期": "成文日期", "发文日期": "成文日期", "公开日期": "发布日期", "是否有效": "有效性", "效力状态": "有效性", "时效性": "有效性",
	"名称": "标题", "信息名称": "标题", "信息来源": "来源", "实施日期": "施行日期", "生效日期": "施行日期", "废止日期": "失效日期"}

func labelName(s string) string {
	s = strings.NewReplacer(" ", "", "\u3000", "", "\u00a0", "", "\n", "", "\t", "", "[", "", "]", "", "【", "", "】", "").Replace(s)
	m := wrapperLabel.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	if n := oneName[m[1]]; n != "" {
		return n
	}
	return m[1]
}

// headMeta reads the <meta> names of the national standard for government sites.
func headMeta(doc *goquery.Document) map[string]string {
	names := map[string]string{"articletitle": "标题", "pubdate": "发布日期", "contentsource": "来源"}
	meta := map[string]string{}
	doc.Find("meta[name]").Each(func(_ int, s *goquery.Selection) {
		if k := names[strings.ToLower(s.AttrOr("name", ""))]; k != "" {
			put(meta, k, s.AttrOr("content", ""))
		}
	})
	return meta
}

func put(meta map[string]string, key, value string) {
	value = strings.Join(strings.Fields(clean(value)), " ")
	if value != "" && value != "-" && value != "无" && len([]rune(value)) < 300 && labelName(value) == "" {
		meta[key] = value
	}
}

// labels reads the wrapper's label–value pairs, in cells side by side or in one element, and takes them out of the page.
func labels(doc *goquery.Document, meta map[string]string) {
	doc.Find("table").Each(func(_ int, t *goquery.Selection) {
		if rows, ok := leafRows(t); ok && labelTable(rows) {
			readRows(rows, meta)
			t.Remove()
		}
	})
	doc.Find("dl").Each(func(_ int, dl *goquery.Selection) {
		n := 0
		dl.Find("dt").Each(func(_ int, dt *goquery.Selection) {
			if name := labelName(dt.Text()); name != "" {
				put(meta, name, dt.NextFiltered("dd").Text())
				n++
			}
		})
		if n > 1 {
			dl.Remove()
		}
	})
	doc.Find("li,p,div,span").Each(func(_ int, s *goquery.Selection) {
		if s.Children().Filter("p,div,ul,table,li").Length() > 0 {
			return
		}
		name, value, ok := cutLabel(s.Text())
		if ok && meta[name] == "" {
			put(meta, name, value)
			s.Remove()
		}
	})
}

// cutLabel reads "发文字号：云编办〔2024〕12号" of one element.
func cutLabel(s string) (name, value string, ok bool) {
	s = strings.TrimSpace(s)
	k, v, found := strings.Cut(strings.Replace(s, ":", "：", 1), "：")
	if !found || len(k) > 60 || len(s) > 400 || strings.ContainsAny(v, "。；\n") {
		return "", "", false
	}
	name = labelName(k)
	return name, v, name != "" && name != "关键词" && name != "来源"
}

// leafRows reads a table without tables inside, for the labels; whatever it looks like.
func leafRows(t *goquery.Selection) ([][]string, bool) {
	if t.Find("table").Length() > 0 {
		return nil, false
	}
	var rows [][]string
	t.Find("tr").Each(func(_ int, tr *goquery.Selection) {
		var row []string
		tr.ChildrenFiltered("td,th").Each(func(_ int, td *goquery.Selection) { row = append(row, cellText(td.Nodes[0])) })
		rows = append(rows, row)
	})
	return rows, true
}

// labelTable says whether a table is the wrapper's: labels in at least a third of its filled cells.
func labelTable(rows [][]string) bool {
	found, cells := 0, 0
	for _, row := range rows {
		for _, c := range row {
			if strings.TrimSpace(c) != "" {
				cells++
			}
			if _, _, pair := cutLabel(c); pair || labelName(c) != "" {
				found++
			}
		}
	}
	return found > 0 && found*3 >= cells
}

func readRows(rows [][]string, meta map[string]string) {
	for _, row := range rows {
		for i, c := range row {
			if name, value, ok := cutLabel(c); ok && strings.TrimSpace(value) != "" {
				put(meta, name, value)
				continue
			}
			if name := labelName(c); name != "" && i+1 < len(row) {
				put(meta, name, row[i+1])
			}
		}
	}
}
