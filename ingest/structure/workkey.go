package structure

import "strings"

// WorkKey is what makes two texts versions of one work; "" never matches another.
//
// Laws and rules are known by their normalised title, with the issuer where a title names no place (机构编制管理办法 exists
// in every city); a 三定 by its body, for its title changes with the reforms; a single paper by its number. A decision that
// amends a law is a work of its own, and so is a draft.
func WorkKey(d *Document) string {
	title := NormalizeTitle(firstOf(d.Envelope, d.Title))
	if title == "" || title == "无标题" {
		return ""
	}
	key := ""
	switch d.Kind {
	case Sanding:
		if d.Org == "" {
			return ""
		}
		key = "三定:" + squash(d.Org)
	case Law:
		key = "规:" + title + localIssuer(d, title) + partOfLaw(d)
	case Gongwen, Reply:
		if d.Envelope != "" || lawEnd.MatchString(title) && !paperEnd.MatchString(title) {
			key = "规:" + title + localIssuer(d, title)
		} else if d.DocNo != "" {
			key = "文:" + d.DocNo
		} else {
			key = "文:" + title + "@" + squash(d.Issuer) + "@" + d.SignedOn.String()
		}
	default:
		return ""
	}
	if d.Draft {
		key += "#征求意见稿"
	}
	return key
}

// partOfLaw tells the parts of a code apart that come as files of one title: a text that begins in the middle.
func partOfLaw(d *Document) string {
	for _, c := range d.Chunks {
		m := articleMark.FindStringSubmatch(strings.TrimSpace(c.Label))
		if c.Kind != Article || m == nil {
			continue
		}
		if n, _ := ParseNumber(m[1]); n > 1 {
			return "#第" + m[1] + "条起"
		}
		return ""
	}
	return ""
}

// localIssuer is the issuer of a local rule whose title does not say whose it is.
func localIssuer(d *Document, title string) string {
	issuer := squash(d.Issuer)
	m := placeName.FindStringSubmatch(issuer)
	if m == nil || strings.Contains(title, strings.TrimPrefix(m[1], "中共")) {
		return ""
	}
	return "@" + issuer
}
