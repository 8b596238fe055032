package parse

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"math"
	"path"
	"sort"
	"strconv"
	"strings"

	"bianku/internal/fault"
)

// parseOFD reads GB/T 33190: every document of the package, page by page. A page's text is that of its templates, its layers, the
// composite units it refers to, and its annotations but watermarks. Strings are put where their transformations say, and
// then made lines and paragraphs as those of a PDF are.
func parseOFD(ctx context.Context, data []byte) (*Result, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, brokenOFD(err)
	}
	o := ofdReader{files: map[string]*zip.File{}}
	for _, f := range z.File {
		o.files[ofdName(f.Name)] = f
	}
	var root struct {
		Bodies []struct {
			Title string `xml:"DocInfo>Title"`
			Root  string `xml:"DocRoot"`
		} `xml:"DocBody"`
	}
	if err := o.read("OFD.xml", &root); err != nil {
		return nil, err
	}
	for _, b := range root.Bodies {
		if err := o.document(ctx, ofdJoin("", b.Root)); err != nil {
			return nil, err
		}
	}
	if len(o.pages) == 0 {
		return nil, fault.New(fault.Invalid, "OFD文件里没有页面，文件可能已损坏。请重新导出后上传。")
	}
	r := layout(o.pages).result("ofd/1")
	r.Pages = len(o.pages)
	r.Title = clean(root.Bodies[0].Title)
	if o.imageOnly > 0 {
		r.Quality.Notes = append(r.Quality.Notes, strconv.Itoa(o.imageOnly)+"页只有图像，没有文字，需做文字识别。")
	}
	return r, nil
}

func brokenOFD(err error) error {
	return fault.Wrap(err, fault.Invalid, "OFD文件已损坏，无法读取。请重新导出后上传。")
}

// ofdReader holds what has been read of a package. budget is what may still be unpacked: members of a zip can lie about their size.
type ofdReader struct {
	files     map[string]*zip.File
	unpacked  int64
	pages     [][]pdfLine
	imageOnly int
}

// ofdName is how a member is looked up: makers differ in slashes and capitals.
func ofdName(s string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(s, `\`, "/")), "/"))
}

// ofdJoin resolves an ST_Loc: from the root of the package, or from the folder of the file that holds it.
func ofdJoin(dir, loc string) string {
	loc = strings.TrimSpace(loc)
	if strings.HasPrefix(loc, "/") {
		return loc
	}
	return path.Join(dir, loc)
}

func (o *ofdReader) read(name string, into any) error {
	f := o.files[ofdName(name)]
	if f == nil {
		return fault.Newf(fault.Invalid, "OFD文件缺少“%s”，文件不完整。请重新导出后上传。", path.Base(name))
	}
	in, err := f.Open()
	if err != nil {
		return brokenOFD(err)
	}
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, maxUnzipped-o.unpacked+1))
	if err != nil {
		return brokenOFD(err)
	}
	if o.unpacked += int64(len(b)); o.unpacked > maxUnzipped {
		return fault.Newf(fault.TooLarge, "OFD解压后超过%d兆，疑似异常文件，已拒绝。", maxUnzipped>>20)
	}
	if err := shallow(b); err != nil {
		return err
	}
	dec := xml.NewDecoder(bytes.NewReader(b))
	dec.Strict = false
	if err := dec.Decode(into); err != nil {
		return brokenOFD(err)
	}
	return nil
}

// shallow refuses XML that is nested deeper than any page is: decoding it would recurse as deep.
func shallow(b []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(b))
	dec.Strict = false
	for depth := 0; ; {
		t, err := dec.RawToken()
		if err != nil {
			return nil // the decoder proper says what is wrong
		}
		switch t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return fault.New(fault.Invalid, "OFD文件的结构嵌套过深，疑似异常文件，已拒绝。")
			}
		case xml.EndElement:
			depth--
		}
	}
}

// ofdDocument is Document.xml.
type ofdDocument struct {
	Area      string   `xml:"CommonData>PageArea>PhysicalBox"`
	Resources []string `xml:"CommonData>DocumentRes"`
	Public    []string `xml:"CommonData>PublicRes"`
	Templates []ofdRef `xml:"CommonData>TemplatePage"`
	Pages     []ofdRef `xml:"Pages>Page"`
	Notes     string   `xml:"Annotations"`
}

type ofdRef struct {
	ID  string `xml:"ID,attr"`
	Loc string `xml:"BaseLoc,attr"`
}

// ofdBox is anything that holds objects: a layer, a block, a composite unit, an appearance. Objects stand in the order of drawing.
type ofdBox struct {
	XMLName   xml.Name
	ID        string    `xml:"ID,attr"`
	Boundary  string    `xml:"Boundary,attr"`
	CTM       string    `xml:"CTM,attr"`
	Size      string    `xml:"Size,attr"`
	Visible   string    `xml:"Visible,attr"`
	Resource  string    `xml:"ResourceID,attr"`
	Type      string    `xml:"Type,attr"`
	X         string    `xml:"X,attr"`
	Y         string    `xml:"Y,attr"`
	DX        string    `xml:"DeltaX,attr"`
	DY        string    `xml:"DeltaY,attr"`
	HScale    string    `xml:"HScale,attr"`
	PageID    string    `xml:"PageID,attr"`
	Template  string    `xml:"TemplateID,attr"`
	ZOrder    string    `xml:"ZOrder,attr"`
	Text      string    `xml:",chardata"`
	Inside    []*ofdBox `xml:",any"`
	FileLocal string    `xml:"FileLoc"`
}

// child is the first element called name below b.
func (b *ofdBox) child(name string) *ofdBox {
	for _, in := range b.Inside {
		if in.XMLName.Local == name {
			return in
		}
	}
	return nil
}

// ofdPage gathers one page's strings.
type ofdPage struct {
	units  map[string]*ofdBox // composite units, by id
	runs   []pdfRun
	images int
	depth  int
}

func (o *ofdReader) document(ctx context.Context, root string) error {
	var d ofdDocument
	if err := o.read(root, &d); err != nil {
		return err
	}
	dir := path.Dir(root)
	units := map[string]*ofdBox{}
	for _, loc := range append(d.Public, d.Resources...) {
		o.units(ofdJoin(dir, loc), units)
	}
	templates := map[string]string{}
	for _, t := range d.Templates {
		templates[t.ID] = ofdJoin(dir, t.Loc)
	}
	if len(o.pages)+len(d.Pages) > maxPages {
		return fault.Newf(fault.TooLarge, "OFD超过%d页，请拆分后再上传。", maxPages)
	}
	notes := o.annotations(dir, d.Notes)
	for _, ref := range d.Pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := o.page(ofdJoin(dir, ref.Loc), units, templates, notes[ref.ID]); err != nil {
			return err
		}
	}
	return nil
}

// units reads the composite units of a resource file. One that is missing or damaged costs only what refers to it.
func (o *ofdReader) units(name string, into map[string]*ofdBox) {
	var res ofdBox
	if o.read(name, &res) != nil {
		return
	}
	if list := res.child("CompositeGraphicUnits"); list != nil {
		for _, u := range list.Inside {
			into[u.ID] = u
		}
	}
}

// annotations are what is written upon pages, by page; watermarks and links are no part of a text.
func (o *ofdReader) annotations(dir, loc string) map[string][]*ofdBox {
	if strings.TrimSpace(loc) == "" {
		return nil
	}
	list, out := ofdBox{}, map[string][]*ofdBox{}
	name := ofdJoin(dir, loc)
	if o.read(name, &list) != nil {
		return nil
	}
	for _, p := range list.Inside {
		var page ofdBox
		if o.read(ofdJoin(path.Dir(name), p.FileLocal), &page) != nil {
			continue
		}
		for _, a := range page.Inside {
			if a.Type != "Watermark" && a.Type != "Link" && a.Visible != "false" {
				out[p.PageID] = append(out[p.PageID], a)
			}
		}
	}
	return out
}

func (o *ofdReader) page(name string, units map[string]*ofdBox, templates map[string]string, notes []*ofdBox) error {
	var content ofdBox
	if err := o.read(name, &content); err != nil {
		return err
	}
	p := ofdPage{units: units}
	var before, after []*ofdBox
	for _, in := range content.Inside {
		if in.XMLName.Local != "Template" || templates[in.Template] == "" {
			continue
		}
		var t ofdBox
		if o.read(templates[in.Template], &t) != nil || t.child("Content") == nil {
			continue
		}
		if in.ZOrder == "Foreground" {
			after = append(after, t.child("Content"))
		} else {
			before = append(before, t.child("Content"))
		}
	}
	for _, b := range before {
		p.walk(b, identity)
	}
	if c := content.child("Content"); c != nil {
		p.walk(c, identity)
	}
	for _, b := range append(after, notes...) {
		p.walk(b, identity)
	}
	if len(p.runs) == 0 && p.images > 0 {
		o.imageOnly++
	}
	o.pages = append(o.pages, linesOf(inReadingOrder(p.runs)))
	return nil
}

// walk takes the strings out of b and everything in it.
func (p *ofdPage) walk(b *ofdBox, at matrix) {
	if p.depth > maxDepth || b.Visible == "false" {
		return
	}
	p.depth++
	defer func() { p.depth-- }()
	switch b.XMLName.Local {
	case "TextObject":
		p.text(b, b.place(at))
		return
	case "ImageObject":
		p.images++
		return
	case "PathObject":
		return
	case "CompositeObject":
		if u := p.units[b.Resource]; u != nil {
			p.walk(u, b.place(at))
		}
		return
	case "Appearance":
		at = b.place(at)
	}
	for _, in := range b.Inside {
		p.walk(in, at)
	}
}

// text adds the strings of a text object. A string is broken where its characters stand far apart or step to another line.
func (p *ofdPage) text(b *ofdBox, at matrix) {
	size := decimal(b.Size, 4)
	stretch := decimal(b.HScale, 1)
	for _, code := range b.Inside {
		if code.XMLName.Local != "TextCode" {
			continue
		}
		runes := []rune(strings.Trim(code.Text, "\r\n"))
		dx, dy := deltas(code.DX, len(runes)), deltas(code.DY, len(runes))
		x, y := decimal(code.X, 0), decimal(code.Y, 0)
		from, x0 := 0, x
		cut := func(to int, x1 float64) {
			if to > from {
				p.add(string(runes[from:to]), at, x0, x1, y, size)
			}
			from = to
		}
		for i := range runes {
			wide := size * stretch * glyphWidth(string(runes[i]))
			step := wide
			if dx != nil {
				step = stepOf(dx, i, wide)
			} else if dy != nil {
				step = 0 // set from top to bottom
			}
			down := stepOf(dy, i, 0)
			if i+1 < len(runes) && (math.Abs(step) > wide+1.5*size || down != 0 && step < 0) {
				cut(i+1, x+wide)
				x0 = x + step
			}
			if i+1 == len(runes) {
				cut(i+1, x+wide)
			}
			x, y = x+step, y+down
		}
	}
}

func (p *ofdPage) add(text string, at matrix, x0, x1, y, size float64) {
	ax, ay := at.apply(x0, y)
	bx, _ := at.apply(x1, y)
	p.runs = append(p.runs, pdfRun{text: text, x0: min(ax, bx), x1: max(ax, bx), y: -ay, size: size * at.scale()})
}

// inReadingOrder keeps the order of drawing where it runs down the page, as nearly every maker's does, and sorts by place where
// it does not.
func inReadingOrder(runs []pdfRun) []pdfRun {
	up := 0
	for i := 1; i < len(runs); i++ {
		last, r := runs[i-1], runs[i]
		if r.y > last.y+1.5*r.size && r.x0 < last.x1 || math.Abs(r.y-last.y) < 0.3*r.size && r.x1 <= last.x0 {
			up++
		}
	}
	if up*5 > len(runs) {
		sort.SliceStable(runs, func(i, j int) bool {
			a, b := runs[i], runs[j]
			if math.Abs(a.y-b.y) > 0.5*max(a.size, b.size) {
				return a.y > b.y
			}
			return a.x0 < b.x0
		})
	}
	return runs
}

// matrix is an affine transformation as OFD writes it: x' = ax + cy + e, y' = bx + dy + f.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// then is m followed by n.
func (m matrix) then(n matrix) matrix {
	e, f := n.apply(m[4], m[5])
	return matrix{n[0]*m[0] + n[2]*m[1], n[1]*m[0] + n[3]*m[1], n[0]*m[2] + n[2]*m[3], n[1]*m[2] + n[3]*m[3], e, f}
}

func (m matrix) scale() float64 {
	s := math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2]))
	if s == 0 || math.IsNaN(s) {
		return 1
	}
	return s
}

// place is where the inside of b stands: its own transformation, its corner, then whatever it stands in.
func (b *ofdBox) place(at matrix) matrix {
	m := identity
	if c := decimals(b.CTM); len(c) == 6 {
		copy(m[:], c)
	}
	if box := decimals(b.Boundary); len(box) == 4 {
		m = m.then(matrix{1, 0, 0, 1, box[0], box[1]})
	}
	return m.then(at)
}

func decimal(s string, otherwise float64) float64 {
	if v, err := strconv.ParseFloat(strings.TrimSpace(s), 64); err == nil && !math.IsInf(v, 0) && !math.IsNaN(v) {
		return v
	}
	return otherwise
}

func decimals(s string) []float64 {
	var out []float64
	for _, f := range strings.Fields(s) {
		out = append(out, decimal(f, 0))
	}
	return out
}

// deltas reads an ST_Array of steps for n characters, nil where there is none. "g 12 5.5" stands for twelve times 5.5.
func deltas(s string, n int) []float64 {
	words := strings.Fields(s)
	var out []float64
	for i := 0; i < len(words) && len(out) < n; i++ {
		if words[i] != "g" || i+2 >= len(words) {
			out = append(out, decimal(words[i], 0))
			continue
		}
		for k := min(int(decimal(words[i+1], 0)), n); k > 0; k-- {
			out = append(out, decimal(words[i+2], 0))
		}
		i += 2
	}
	return out
}

// stepOf is list[i], the last one where the list is shorter, otherwise where there is none.
func stepOf(list []float64, i int, otherwise float64) float64 {
	switch {
	case len(list) == 0:
		return otherwise
	case i < len(list):
		return list[i]
	}
	return list[len(list)-1]
}
