package structure

import (
	"strconv"
	"strings"
)

const numerals = `一二三四五六七八九十百千零〇两`

var digitOf = map[rune]int{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

var unitOf = map[rune]int{'十': 10, '百': 100, '千': 1000}

// ParseNumber reads 61, ６１, 六十一, 一百零三 and 二〇一九.
func ParseNumber(s string) (int, bool) {
	s = strings.TrimSpace(fold(s))
	if n, err := strconv.Atoi(s); err == nil && n >= 0 {
		return n, true
	}
	return ParseChineseNumber(s)
}

// ParseChineseNumber reads a Chinese numeral below a hundred million: 十二, 一百零三, 一万二千, and digits in a row (二〇一九).
func ParseChineseNumber(s string) (int, bool) {
	if s == "" {
		return 0, false
	}
	if !strings.ContainsAny(s, "十百千万") {
		return digitsInARow(s)
	}
	total, section, digit := 0, 0, -1
	for _, r := range s {
		switch {
		case r == '万':
			total = (section + max(digit, 0)) * 10000
			section, digit = 0, -1
		case unitOf[r] > 0:
			if digit < 0 {
				digit = 1
			}
			section += digit * unitOf[r]
			digit = -1
		default:
			d, ok := digitOf[r]
			if !ok {
				return 0, false
			}
			digit = d
		}
	}
	return total + section + max(digit, 0), true
}

func digitsInARow(s string) (int, bool) {
	n := 0
	for _, r := range s {
		d, ok := digitOf[r]
		if !ok || n > 1e7 {
			return 0, false
		}
		n = n*10 + d
	}
	return n, true
}

// chinese writes 1–9999 in Chinese numerals, for addresses: 第十二款.
func chinese(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	if n <= 0 || n >= 10000 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	zero := false
	for _, u := range []struct {
		v    int
		name string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / u.v
		n %= u.v
		switch {
		case d == 0:
			zero = b.Len() > 0
			continue
		case zero:
			b.WriteString("零")
			zero = false
		}
		if u.v == 10 && d == 1 && b.Len() == 0 {
			b.WriteString("十")
			continue
		}
		b.WriteString(digits[d] + u.name)
	}
	return b.String()
}
