package structure

import (
	"regexp"
	"strings"
)

var (
	quotaHead    = regexp.MustCompile(`^(?:人员)?编制(?:和|与|及|、|$)|^(?:领导)?职数|编制和领导职数|^人员编制|^机构编制$`)
	unitsHead    = regexp.MustCompile(`^内设机构|^机构设置|设(?:置|立|下列|有|以下|\d+|[` + numerals + `]+|个| )*(?:内设机构|职能机构|处室|科室|职能处|职能科|内设处|内设科)|内设机构：$`)
	dutyHead     = regexp.MustCompile(`^主要职责|^主要职能|^职责调整|^职能调整|^职能转变|^职责|主要职责(?:是|为|任务|如下|：)|(?:履行|承担)(?:下列|以下|的主要)职责|(?:划入|划出|取消|加强|下放)的?职责`)
	divisionHead = regexp.MustCompile(`职责分工|职责边界`)
	reserved     = regexp.MustCompile(`另行规定|负责解释|起施行|基本依据|制定本规定`)
	sandingOrg   = regexp.MustCompile(`^(?:关于)?(?:印发)?《?(.+?)(?:的)?(?:主要职责|职能配置|职责配置|机构职能|职能|职责|三定|“三定”)`)
	subjectOrg   = regexp.MustCompile(`^(?:[^，。；]{0,60}[，。])?(?:第[` + numerals + `]+条 ?)?([\p{Han}（）]{3,40}?)(?:（[^）]{0,40}简称[^）]{0,30}）)?(?:，[^，。]{0,30}，)?[是为](?:[^，。；]{0,30})(?:工作部门|组成部门|直属机构|直属特设机构|事业单位|办事机构|派出机构|派出机关|工作机关|职能部门|管理机构|行政机构|单位)`)
	shortName    = regexp.MustCompile(`（以下(?:统)?简称[“"《]?([\p{Han}]{2,20})[”"》]?）`)
)

// chunkKind says what a section or item holds; parent is the kind of the section it stands in.
func (a *analysis) chunkKind(parent ChunkKind, l line) ChunkKind {
	if a.doc.Kind != Sanding {
		if l.mark.rank == article || parent == Article {
			return Article
		}
		return Section
	}
	s := l.mark.rest
	if l.mark.rank == noMark {
		s = l.fold
	}
	head := string([]rune(s)[:min(30, runeLen(s))])
	switch {
	case parent == Quota, parent == InnerUnit:
		return parent
	case parent == Duty:
		if divisionHead.MatchString(head) {
			return Division
		}
		return Duty
	case parent == Division:
		return Division
	case quotaHead.MatchString(s), quotaRE.MatchString(s) && !reserved.MatchString(s) && parent == "":
		return Quota
	case reserved.MatchString(s) && !dutyHead.MatchString(head):
	case unitsHead.MatchString(s):
		return InnerUnit
	case divisionHead.MatchString(head):
		return Division
	case dutyHead.MatchString(s):
		return Duty
	}
	if l.mark.rank == article {
		return Article
	}
	return Section
}

// organisation finds the body that a 三定, a reply or a profile is about.
func (a *analysis) organisation() {
	d := a.doc
	switch d.Kind {
	case Sanding:
		d.Org = a.charterOrg()
	case Reply:
		d.Org = a.replyOrg()
	case Law, Journal:
		return
	}
	if d.Org == "" {
		d.Org = a.subject()
	}
	if d.Org == "" {
		d.Org = a.staffed()
	}
	if d.Org != "" {
		a.field("org", d.Org, 0, 0, 0.8)
	}
}

func (a *analysis) charterOrg() string {
	for _, t := range []string{a.doc.Envelope, a.doc.Title, fileStem(a.p.name)} {
		s := squash(suffix.ReplaceAllString(t, ""))
		if i := strings.LastIndex(s, "关于印发"); i >= 0 {
			s = s[i+len("关于印发"):]
		}
		s = strings.TrimLeft(s, "《〈")
		if m := sandingOrg.FindStringSubmatch(s); m != nil && runeLen(m[1]) >= 3 && runeLen(m[1]) <= 40 {
			return m[1]
		}
	}
	return ""
}

// subject is the body of which an early sentence says what it is: X是市政府工作部门.
func (a *analysis) subject() string {
	for _, l := range a.p.lines[:min(12, len(a.p.lines))] {
		for _, s := range l.sentences() {
			text := fold(a.p.slice(s.start, s.end))
			if m := subjectOrg.FindStringSubmatch(text); m != nil && orgName.MatchString(m[1]) && !strings.HasPrefix(m[1], "本") {
				return m[1]
			}
		}
	}
	return ""
}

var (
	staffedOrg = regexp.MustCompile(`(?:^|[，。；])([\p{Han}]{4,30}?)(?:机关)(?:核定)?行政编制(?:为)? ?\d`)
	foundedOrg = regexp.MustCompile(`^([\p{Han}]{4,30}?)(?:（[^）]{0,40}）)?(?:成立于|始建于|组建于|创建于)`)
)

// staffed is the body named right in front of a number of 编制, or whose founding the text begins with.
func (a *analysis) staffed() string {
	for _, l := range a.p.lines {
		for _, re := range []*regexp.Regexp{foundedOrg, staffedOrg} {
			if m := re.FindStringSubmatch(l.fold); m != nil && orgName.MatchString(m[1]) && !strings.HasPrefix(m[1], "本") {
				return m[1]
			}
		}
	}
	return ""
}

// orgName matches the end of a body's name.
var orgName = regexp.MustCompile(`(?:局|委员会|办公室|办|厅|部|院|中心|所|馆|站|处|科|校|学院|大学|医院|集团|公司|队|会|署|行|社|台|园|室|委|政府|法院|检察院|街道|镇|乡|库|段|基地)$`)

// fullOrg gives a body that is named from inside the city (市数据局) its full name, by the place in the issuer or the title.
func (a *analysis) fullOrg(name string) string {
	name = strings.TrimSpace(name)
	r := []rune(name)
	if township.MatchString(name) && !placeName.MatchString(name) {
		name = firstOf(a.placeOf('县'), a.placeOf('区'), a.placeOf('市')) + name
	}
	if len(r) >= 3 && strings.ContainsRune("省市县区州旗", r[0]) {
		if pl := a.placeOf(r[0]); pl != "" {
			name = pl + string(r[1:])
		}
	}
	return a.inCity(name)
}

var countyBody = regexp.MustCompile(`^[\p{Han}]{2,4}(?:区|县)[\p{Han}]{2,}`)

// inCity puts the city in front of a body of its district where the city's own organs speak of it.
func (a *analysis) inCity(name string) string {
	m := placeName.FindStringSubmatch(squash(a.doc.Issuer))
	if m == nil || !countyBody.MatchString(name) || strings.ContainsAny(string([]rune(name)[:3]), "市省州") {
		return name
	}
	city := strings.TrimPrefix(m[1], "中共")
	if !strings.HasSuffix(city, "市") || strings.HasPrefix(name, city) {
		return name
	}
	return city + name
}

var township = regexp.MustCompile(`^[\p{Han}]{2,6}(?:镇|乡|街道)$`)

var placeName = regexp.MustCompile(`(?:中共)?([\p{Han}]{2,9}?(?:自治区|自治州|省|市|县|区|州|旗))`)

// noPlace is what ends like a place and is none: 各乡镇党委和县, 本市.
var noPlace = regexp.MustCompile(`^[各全本该原]|[委府党和及与局]`)

// placeOf is the place that ends with the given sign (市), as the issuer, the title or the signature writes it.
func (a *analysis) placeOf(sign rune) string {
	for _, s := range []string{a.doc.Issuer, a.fieldValue("signature"), a.fieldValue("recipients"), a.doc.Title, a.doc.Envelope} {
		s = squash(s)
		for _, m := range placeName.FindAllStringSubmatch(s, -1) {
			name := strings.TrimPrefix(m[1], "中共")
			if i := strings.LastIndex(name, "关于"); i >= 0 {
				name = name[i+len("关于"):]
			}
			name = leadVerbs.ReplaceAllString(name, "")
			if r := []rune(name); len(r) >= 3 && r[len(r)-1] == sign && !noPlace.MatchString(name) {
				return name
			}
		}
	}
	return ""
}
