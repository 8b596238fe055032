package parse

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// docxStyle is what a paragraph takes from its style.
type docxStyle struct {
	heading int // 1…9, 0 for none
	align   string
	numID   string
	level   int
}

// value is an element whose only content is its w:val.
type value struct {
	Val string `xml:"val,attr"`
}

var headingName = regexp.MustCompile(`(?i)^(?:heading|标题)\s*([1-9])$`)

// readStyles reads word/styles.xml, following basedOn; a file without it has no styles.
func readStyles(z *zip.Reader) map[string]docxStyle {
	var doc struct {
		Styles []struct {
			ID    string `xml:"styleId,attr"`
			Name  value  `xml:"name"`
			Based value  `xml:"basedOn"`
			PPr   struct {
				Align   value  `xml:"jc"`
				Outline *value `xml:"outlineLvl"`
				Num     struct {
					ID    value `xml:"numId"`
					Level value `xml:"ilvl"`
				} `xml:"numPr"`
			} `xml:"pPr"`
		} `xml:"style"`
	}
	out := map[string]docxStyle{}
	b, err := member(z, "word/styles.xml")
	if err != nil || xml.Unmarshal(b, &doc) != nil {
		return out
	}
	based := map[string]string{}
	for _, s := range doc.Styles {
		st := docxStyle{align: s.PPr.Align.Val, numID: s.PPr.Num.ID.Val}
		st.level, _ = strconv.Atoi(s.PPr.Num.Level.Val)
		if o := s.PPr.Outline; o != nil {
			if n, err := strconv.Atoi(o.Val); err == nil && n >= 0 && n < 9 {
				st.heading = n + 1
			}
		}
		if m := headingName.FindStringSubmatch(strings.TrimSpace(s.Name.Val)); m != nil {
			st.heading, _ = strconv.Atoi(m[1])
		}
		out[s.ID] = st
		based[s.ID] = s.Based.Val
	}
	for id := range out {
		inherit(out, based, id)
	}
	return out
}

func inherit(styles map[string]docxStyle, based map[string]string, id string) {
	st := styles[id]
	for parent, n := based[id], 0; parent != "" && n < 12; parent, n = based[parent], n+1 {
		p := styles[parent]
		if st.align == "" {
			st.align = p.align
		}
		if st.heading == 0 {
			st.heading = p.heading
		}
		if st.numID == "" {
			st.numID, st.level = p.numID, p.level
		}
	}
	styles[id] = st
}

// docxNumbering counts automatic numbers, so that "第三条" which Word only draws is there to be read.
type docxNumbering struct {
	levels map[string]map[int]docxLevel // by numId
	counts map[string]map[int]int       // by abstract list: lists of one abstract share their count
	shared map[string]string            // numId → abstract
}

type docxLevel struct {
	format string
	text   string
	start  int
}

func readNumbering(z *zip.Reader) *docxNumbering {
	var doc struct {
		Abstract []struct {
			ID     string `xml:"abstractNumId,attr"`
			Levels []struct {
				Level  int   `xml:"ilvl,attr"`
				Start  value `xml:"start"`
				Format value `xml:"numFmt"`
				Text   value `xml:"lvlText"`
			} `xml:"lvl"`
		} `xml:"abstractNum"`
		Nums []struct {
			ID       string     `xml:"numId,attr"`
			Abstract value      `xml:"abstractNumId"`
			Override []struct{} `xml:"lvlOverride"`
		} `xml:"num"`
	}
	n := &docxNumbering{levels: map[string]map[int]docxLevel{}, counts: map[string]map[int]int{}, shared: map[string]string{}}
	b, err := member(z, "word/numbering.xml")
	if err != nil || xml.Unmarshal(b, &doc) != nil {
		return n
	}
	abstract := map[string]map[int]docxLevel{}
	for _, a := range doc.Abstract {
		abstract[a.ID] = map[int]docxLevel{}
		for _, l := range a.Levels {
			start, err := strconv.Atoi(l.Start.Val)
			if err != nil {
				start = 1
			}
			abstract[a.ID][l.Level] = docxLevel{format: l.Format.Val, text: l.Text.Val, start: start}
		}
	}
	for _, num := range doc.Nums {
		n.levels[num.ID] = abstract[num.Abstract.Val]
		n.shared[num.ID] = num.Abstract.Val
		if len(num.Override) > 0 {
			n.shared[num.ID] = "num" + num.ID
		}
	}
	return n
}

var levelSlot = regexp.MustCompile(`%([1-9])`)

// next counts one paragraph of a list and returns its number as drawn, "" for bullets and what is not known.
func (n *docxNumbering) next(numID string, level int) string {
	levels := n.levels[numID]
	l, ok := levels[level]
	if numID == "" || numID == "0" || !ok {
		return ""
	}
	counts := n.counts[n.shared[numID]]
	if counts == nil {
		counts = map[int]int{}
		n.counts[n.shared[numID]] = counts
	}
	if _, seen := counts[level]; !seen {
		counts[level] = l.start - 1
	}
	counts[level]++
	for deeper := range counts {
		if deeper > level {
			delete(counts, deeper)
		}
	}
	if l.format == "bullet" || l.format == "none" || l.text == "" {
		return ""
	}
	return levelSlot.ReplaceAllStringFunc(l.text, func(slot string) string {
		at := int(slot[1] - '1')
		c, seen := counts[at]
		if !seen {
			c = levels[at].start
		}
		return figure(c, levels[at].format)
	}) + spacer(l.text)
}

// spacer stands between 第一条 and its text, as in any printed law.
func spacer(text string) string {
	if strings.HasSuffix(text, "条") || strings.HasSuffix(text, "章") || strings.HasSuffix(text, "节") {
		return " "
	}
	return ""
}

func figure(n int, format string) string {
	switch {
	case strings.HasPrefix(format, "chinese"), strings.HasPrefix(format, "japanese"), strings.HasPrefix(format, "taiwanese"), strings.HasPrefix(format, "ideograph") && format != "ideographDigital":
		return chineseFigure(n)
	case format == "decimalEnclosedCircleChinese", format == "decimalEnclosedCircle":
		if n >= 1 && n <= 20 {
			return string(rune(0x2460 + n - 1))
		}
	case format == "upperLetter" && n >= 1 && n <= 26:
		return string(rune('A' + n - 1))
	case format == "lowerLetter" && n >= 1 && n <= 26:
		return string(rune('a' + n - 1))
	case format == "decimalZero" && n < 10:
		return fmt.Sprintf("0%d", n)
	}
	return strconv.Itoa(n)
}

// chineseFigure writes 1–999 as Chinese numerals.
func chineseFigure(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n <= 0 || n > 999:
		return strconv.Itoa(n)
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n-10]
	case n < 100:
		return digits[n/10] + "十" + digits[n%10]
	}
	rest := n % 100
	switch {
	case rest == 0:
		return digits[n/100] + "百"
	case rest < 10:
		return digits[n/100] + "百零" + digits[rest]
	}
	return digits[n/100] + "百" + digits[rest/10] + "十" + digits[rest%10]
}
