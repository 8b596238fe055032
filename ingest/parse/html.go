package parse

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"bianku/internal/fault"
)

// parseHTML reads a web page: the wrapper's labels go to Meta, the article to blocks, navigation and the like nowhere.
func parseHTML(text string) (*Result, error) {
	root, err := html.Parse(strings.NewReader(dropJSP(text)))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "网页内容损坏，无法读取。请重新保存网页后上传。")
	}
	if depth(root, 0) > maxDepth {
		return nil, fault.New(fault.Invalid, "网页的嵌套层数异常，无法读取。请把正文另存为文本后上传。")
	}
	doc := goquery.NewDocumentFromNode(root)
	title := clean(doc.Find("title").First().Text())
	w := htmlReader{meta: headMeta(doc)}
	doc.Find(noise).Remove()
	dropNavigation(doc)
	labels(doc, w.meta)
	main := article(doc)
	w.headline(doc, main, title)
	w.walk(main, "")
	w.flush("")
	r := w.b.result("html/1")
	r.Title, r.Meta = title, w.meta
	return r, nil
}

var jsp = regexp.MustCompile(`(?s)<%.*?%>`)

func dropJSP(s string) string {
	if strings.Contains(s, "<%") {
		return jsp.ReplaceAllString(s, "")
	}
	return s
}

func depth(n *html.Node, d int) int {
	if d > maxDepth {
		return d
	}
	deepest := d
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		deepest = max(deepest, depth(c, d+1))
		if deepest > maxDepth {
			break
		}
	}
	return deepest
}

const noise = "script,style,noscript,iframe,object,embed,svg,template,select,input,button,textarea,nav,footer,[hidden],[aria-hidden=true]"

var (
	navName  = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|footer|foot|copyright|share|bdshare|sidebar|side|toolbar|login|qrcode|ewm|pager|related|recommend|top-?bar|site-?header|links?|logo|banner|tools?|position|dqwz|friendlink|print|fontsize)(?:$|[\s_-])`)
	hidden   = regexp.MustCompile(`(?i)display\s*:\s*none|visibility\s*:\s*hidden`)
	crumbs   = regexp.MustCompile(`^(?:您?当前(?:所在)?位置|您现在的位置|首页\s*[>》]|打印本页|关闭窗口|字体[:：]|【字体|【打印|分享到?[:：]?$|扫一扫|上一篇[:：]|下一篇[:：]|责任编辑[:：])`)
	mainText = []string{"#UCAP-CONTENT", "#zoom", "#Zoom", ".TRS_Editor", ".TRS_UEDITOR", ".trs_editor_view", "#mainText",
		".pages_content", ".article-content", ".article_content", ".content-text", ".zwnr", ".news_content", "#content", "article", ".content", ".article", "main"}
)

// dropNavigation takes out what is named as navigation, unless it holds most of the page's words: what stands beside an
// element that is named as the text goes in any case, for a short text is less than the page around it.
func dropNavigation(doc *goquery.Document) {
	body := doc.Find("body")
	total := utf8.RuneCountInString(body.Text())
	text := doc.Find(strings.Join(mainText, ",")).First()
	body.Find("*").Each(func(_ int, s *goquery.Selection) {
		name := s.AttrOr("class", "") + " " + s.AttrOr("id", "")
		style := s.AttrOr("style", "")
		if !navName.MatchString(name) && !hidden.MatchString(style) && !s.Is("header") {
			return
		}
		beside := text.Length() > 0 && !s.IsSelection(text) && !s.Contains(text.Nodes[0]) && !text.Contains(s.Nodes[0])
		if (beside || utf8.RuneCountInString(s.Text())*3 < total) && s.Find("h1").Length() == 0 {
			s.Remove()
		}
	})
}

// article is the element that holds the text: one of the names that government sites use, else the body.
func article(doc *goquery.Document) *html.Node {
	body := doc.Find("body")
	total := hanCount(body.Text())
	for _, sel := range mainText {
		found := doc.Find(sel).First()
		if found.Length() == 0 {
			continue
		}
		if n := hanCount(found.Text()); n*10 >= total*6 || n > 150 && n*10 >= total*4 {
			return found.Nodes[0]
		}
	}
	if body.Length() > 0 {
		return body.Nodes[0]
	}
	return doc.Nodes[0]
}

// headline reads the heading that stands in front of the article: many sites print the title above the element that
// holds the text. A heading counts where the page's own title or the wrapper's begins with it, or where it ends as titles of
// papers do; the name of the site is a heading too.
func (w *htmlReader) headline(doc *goquery.Document, text *html.Node, title string) {
	page, head := compact(firstText(w.meta["标题"], title)), ""
	inside := goquery.NewDocumentFromNode(text).Selection
	doc.Find("body *").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		if s.Nodes[0] == text {
			return false
		}
		if !s.Is("h1,h2,h3,.title,.biaoti,.arti_title,#title") || s.Find("p,table,ul,h1").Length() > 0 {
			return true
		}
		t := compact(s.Text())
		if n := hanCount(t); n >= 4 && n <= 120 && (strings.HasPrefix(page, t) || paperTitle.MatchString(t)) {
			head = strings.Join(strings.Fields(clean(s.Text())), " ")
		}
		return true
	})
	if head != "" && text.Data != "body" && !strings.HasPrefix(compact(inside.Text()), compact(head)) {
		w.b.add(Block{Kind: Heading, Level: 1, Text: head, Align: "center"})
	}
}

var paperTitle = regexp.MustCompile(`(?:法|条例|规定|办法|细则|规则|决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|方案)(?:[（(][^）)]{1,24}[）)])?$`)

func firstText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// compact is a text without white space, for comparing.
func compact(s string) string { return strings.Join(strings.Fields(s), "") }

func hanCount(s string) int {
	n := 0
	for _, r := range s {
		if r >= 0x4E00 && r <= 0x9FFF {
			n++
		}
	}
	return n
}

// htmlReader walks the article; buf is the paragraph being read.
type htmlReader struct {
	b    builder
	meta map[string]string
	buf  strings.Builder
}

func (w *htmlReader) flush(align string) {
	text := clean(strings.Join(strings.Fields(keepIdeographic(w.buf.String())), " "))
	w.buf.Reset()
	text = strings.ReplaceAll(text, idSpace, "\u3000")
	if text != "" && !crumbs.MatchString(text) {
		w.b.add(Block{Kind: Paragraph, Text: text, Align: align})
	}
}

// An ideographic space inside a line separates names from posts and is kept; strings.Fields would eat it.
const idSpace = "\uE000"

func keepIdeographic(s string) string {
	return strings.ReplaceAll(strings.Trim(s, "\u3000 \n\t\r\u00a0"), "\u3000", idSpace)
}

func (w *htmlReader) walk(n *html.Node, align string) {
	switch n.Type {
	case html.TextNode:
		w.buf.WriteString(n.Data)
		return
	case html.ElementNode:
	default:
		w.children(n, align)
		return
	}
	switch n.DataAtom {
	case atom.Br:
		w.flush(align)
	case atom.Table:
		w.flush(align)
		w.table(n, align)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.flush(align)
		w.heading(n, alignOf(n, align))
	case atom.Img, atom.Sup, atom.Sub, atom.Span, atom.Font, atom.B, atom.Strong, atom.I, atom.Em, atom.U, atom.A, atom.Label:
		w.children(n, align)
	default:
		if !block(n) {
			w.children(n, align)
			return
		}
		w.flush(align)
		inner := alignOf(n, align)
		w.children(n, inner)
		w.flush(inner)
	}
}

func (w *htmlReader) children(n *html.Node, align string) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, align)
	}
}

func (w *htmlReader) heading(n *html.Node, align string) {
	before := len(w.b.blocks)
	w.children(n, align)
	w.flush(align)
	for i := before; i < len(w.b.blocks); i++ {
		w.b.blocks[i].Kind, w.b.blocks[i].Level = Heading, int(n.Data[1]-'0')
	}
}

var blockNames = regexp.MustCompile(`^(?:p|div|li|ul|ol|dl|dt|dd|tr|td|th|tbody|thead|section|article|main|header|blockquote|pre|center|fieldset|form|body|figure|figcaption|address|hr|caption)$`)

func block(n *html.Node) bool { return blockNames.MatchString(n.Data) }

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

var textAlign = regexp.MustCompile(`(?i)text-align\s*:\s*(center|right|left|justify)`)

func alignOf(n *html.Node, inherited string) string {
	a := strings.ToLower(attr(n, "align"))
	if m := textAlign.FindStringSubmatch(attr(n, "style")); m != nil {
		a = strings.ToLower(m[1])
	}
	if n.DataAtom == atom.Center {
		a = "center"
	}
	switch a {
	case "center", "right":
		return a
	case "left", "justify":
		return ""
	}
	return inherited
}

// table gives rows where the table holds data, and walks on where it only lays out the page.
func (w *htmlReader) table(n *html.Node, align string) {
	rows, ok := grid(n)
	if !ok {
		w.children(n, align)
		w.flush(align)
		return
	}
	if labelTable(rows) {
		return
	}
	w.b.table(rows, 0)
}

// grid reads a table's cells, spans filled in; ok is false for a table that holds tables, lists or long texts.
func grid(table *html.Node) (rows [][]string, ok bool) {
	sel := goquery.NewDocumentFromNode(table).Selection
	if sel.Find("table").Length() > 0 {
		return nil, false
	}
	spans := map[int]*span{}
	many, long := 0, 0
	sel.Find("tr").Each(func(_ int, tr *goquery.Selection) {
		var row []string
		put := func(text string) { row = append(row, text) }
		tr.ChildrenFiltered("td,th").Each(func(_ int, td *goquery.Selection) {
			fillSpans(&row, spans)
			text := cellText(td.Nodes[0])
			if utf8.RuneCountInString(text) > 600 {
				long++
			}
			cols, down := number(td.AttrOr("colspan", "1")), number(td.AttrOr("rowspan", "1"))
			for c := 0; c < cols && len(row) < maxColumns; c++ {
				if down > 1 {
					spans[len(row)] = &span{left: down - 1, text: text}
				}
				put(text)
				text = ""
			}
		})
		fillSpans(&row, spans)
		if len(nonEmpty(row)) > 1 {
			many++
		}
		rows = append(rows, row)
	})
	return rows, many >= 2 && long == 0
}

// span is a cell that reaches into the rows below.
type span struct {
	left int
	text string
}

func fillSpans(row *[]string, spans map[int]*span) {
	for len(*row) < maxColumns {
		s := spans[len(*row)]
		if s == nil || s.left == 0 {
			return
		}
		s.left--
		*row = append(*row, s.text)
	}
}

func number(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, maxColumns)
}

func cellText(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		if n.Type == html.ElementNode && (n.DataAtom == atom.Br || block(n)) {
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}
