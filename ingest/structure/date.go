package structure

import (
	"regexp"
	"strings"

	"bianku/internal/civil"
)

const dayPattern = `(\d{4}|[一二三四五六七八九〇零]{4}) ?年 ?(\d{1,2}|[一二三四五六七八九十]{1,3}) ?月 ?([\dlIO]{1,2}|[一二三四五六七八九十]{1,3}) ?日`

var (
	dayRE     = regexp.MustCompile(dayPattern)
	dayOnly   = regexp.MustCompile(`^[（]?` + dayPattern + `[）]?$`)
	isoDay    = regexp.MustCompile(`(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})`)
	fileDay   = regexp.MustCompile(`[（(](\d{4})-(\d{1,2})-(\d{1,2})[）)]`)
	ocrDigits = strings.NewReplacer("l", "1", "I", "1", "O", "0")
)

// dayOf reads a day of three matched parts.
func dayOf(y, m, d string) civil.Date {
	yy, ok1 := ParseNumber(y)
	mm, ok2 := ParseNumber(m)
	dd, ok3 := ParseNumber(ocrDigits.Replace(d))
	if !ok1 || !ok2 || !ok3 {
		return civil.Date{}
	}
	day, ok := civil.Valid(yy, mm, dd)
	if !ok || yy < 1900 || yy > 2100 {
		return civil.Date{}
	}
	return day
}

// findDay is the first day written in a folded text.
func findDay(s string) civil.Date {
	if m := dayRE.FindStringSubmatch(s); m != nil {
		return dayOf(m[1], m[2], m[3])
	}
	if m := isoDay.FindStringSubmatch(s); m != nil {
		return dayOf(m[1], m[2], m[3])
	}
	return civil.Date{}
}

// fileDate is the day in a file name like 国务院组织法(2024-03-11).md.
func fileDate(name string) civil.Date {
	if m := fileDay.FindStringSubmatch(name); m != nil {
		return dayOf(m[1], m[2], m[3])
	}
	return civil.Date{}
}

func latest(days ...civil.Date) civil.Date {
	var out civil.Date
	for _, d := range days {
		if out.IsZero() || d.After(out) {
			out = d
		}
	}
	return out
}

func firstKnown(days ...civil.Date) civil.Date {
	for _, d := range days {
		if !d.IsZero() {
			return d
		}
	}
	return civil.Date{}
}

func daysBetween(a, b civil.Date) int {
	n := 0
	for a.Before(b) && n < 400 {
		a = a.AddDays(1)
		n++
	}
	return n
}
