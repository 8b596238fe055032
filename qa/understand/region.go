package understand

import (
	"regexp"
	"slices"
	"strings"
)

// Region is where a question, a body or a text belongs: as much of it as its name says.
type Region struct {
	Province string
	City     string
	District string // 区, 县, 旗 or a city below a city
}

// IsZero says that no place is named.
func (r Region) IsZero() bool { return r == Region{} }

// Name is the narrowest place named, with what is above it.
func (r Region) Name() string { return r.Province + r.City + r.District }

// Conflicts says whether two regions exclude each other: they name different places of one level. A city's text counts in
// its districts, and a text without a place counts everywhere.
func (r Region) Conflicts(o Region) bool {
	differ := func(a, b string) bool { return a != "" && b != "" && a != b }
	return differ(r.Province, o.Province) || differ(r.City, o.City) || differ(r.District, o.District)
}

var (
	regionHead = regexp.MustCompile(`^(?:中共|中国共产党)?([\p{Han}]{2,3}?(?:省|自治区))?([\p{Han}]{2,4}?(?:市|自治州|盟))?([\p{Han}]{2,3}?(?:区|县|旗|市))?`)
	// noRegion are words that end like a place and are none, and characters that no place's name holds.
	noRegion = regexp.MustCompile(`(?:城市|都市|超市|上市|门市|股市|辖市|级市|城区|园区|发区|范区|税区|新区|街区|社区|小区|灾区|景区|片区|林区|牧区|库区|山区|地区|特区|郊区|市区|辖区|校区|院区|治区|大县|小县|强县|困县|点县|县区|区县|市县|省市)$|[的在是由对和与及关于加强推进各全本我该每两几某跨把将给向到从为了有无设同所属上下级直外哪这那个们些其他年月日办局委厅部科处机构编制管理里能借谁什几多可要想请查问]`)
)

// RegionOf reads the place in front of a body's name or a title.
func RegionOf(name string) Region {
	m := regionHead.FindStringSubmatch(strings.TrimLeft(name, "《“ "))
	var r Region
	for i, at := range []*string{&r.Province, &r.City, &r.District} {
		if m[i+1] == "" {
			continue
		}
		if noRegion.MatchString(m[i+1]) {
			break
		}
		*at = m[i+1]
	}
	return r
}

// asked is what stands in front of a place at the head of a question.
var asked = regexp.MustCompile(`^(?:请问|想问(?:一下)?|我想知道|我想问|问一下|麻烦|帮我|查一?下|查询|根据|按照|依据|按|关于|现在|目前|在|\d{4}年(?:\d{1,2}月)?(?:底|初|末)?(?:的?时候)?|[，,：:\s])+`)

// Regions are the places that a question names: at its head or at the head of a title, where a name of any place is taken for
// one, and the places the lexicon knows wherever they stand.
func (l *Lexicon) Regions(question string) []Region {
	var out []Region
	add := func(r Region) {
		if r.City == "" && r.District != "" {
			r.City = l.cityOf(r.District)
		}
		if !r.IsZero() && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	for _, p := range l.places {
		if last := lastPlace(p.name); len([]rune(last)) > 2 && strings.Contains(question, last) {
			add(p.region)
		}
	}
	heads := append([]string{asked.ReplaceAllString(question, "")}, titles(question)...)
	for _, head := range heads {
		if r := RegionOf(head); !slices.ContainsFunc(out, func(o Region) bool {
			return o.City == r.City && r.District == "" || o.District == r.District && r.City == ""
		}) {
			add(r)
		}
	}
	return out
}

// cityOf is the city that the one district of that name belongs to, "" where none or several are known.
func (l *Lexicon) cityOf(district string) string {
	found := ""
	for _, p := range l.places {
		if r := p.region; r.District == district && r.City != "" {
			if found != "" && found != r.City {
				return ""
			}
			found = r.City
		}
	}
	return found
}

// Cities are the cities that the known bodies belong to.
func (l *Lexicon) Cities() []string {
	var out []string
	for _, p := range l.places {
		if c := p.region.City; c != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return out
}

// Complete adds the city to a district's region where it is known.
func (l *Lexicon) Complete(r Region) Region {
	if r.City == "" && r.District != "" {
		r.City = l.cityOf(r.District)
	}
	return r
}

// joined finds the names that are one body: 东湖区数据局 is 云澜市东湖区数据局 where no second city has a 东湖区. The longer name
// stands for both.
func joined(names []string) map[string]string {
	whole, byCore := map[string]string{}, map[string][]Body{}
	for _, name := range names {
		b := ParseBody(name)
		byCore[b.Core] = append(byCore[b.Core], b)
	}
	for _, same := range byCore {
		for _, b := range same {
			if longer := longerNames(b, same); len(longer) == 1 {
				whole[b.Name] = longer[0]
			}
		}
	}
	return whole
}

// longerNames are those of the names that put a city before b's district.
func longerNames(b Body, same []Body) (longer []string) {
	for _, o := range same {
		if b.Place != "" && b.Level != "市" && o.Place != b.Place && strings.HasSuffix(o.Place, b.Place) {
			longer = append(longer, o.Name)
		}
	}
	return longer
}

// place is one place that known bodies stand in.
type place struct {
	name   string
	region Region
}

// placesOf lists the places of bodies, each once.
func placesOf(all []Body) []place {
	var out []place
	seen := map[string]bool{"": true}
	for _, b := range all {
		if !seen[b.Place] {
			seen[b.Place] = true
			if r := RegionOf(b.Place); !r.IsZero() {
				out = append(out, place{b.Place, r})
			}
		}
	}
	return out
}

// Names are all names under which the papers write a body.
func (l *Lexicon) Names(body string) []string {
	out := []string{body}
	for short, full := range l.whole {
		if full == body {
			out = append(out, short)
		}
	}
	slices.Sort(out[1:])
	return out
}

// Canonical is the name that stands for a body.
func (l *Lexicon) Canonical(name string) string {
	if full, ok := l.whole[name]; ok {
		return full
	}
	return name
}
