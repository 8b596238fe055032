package claim

import (
	"strconv"
	"strings"
)

var digitOf = map[rune]int{'零': 0, '〇': 0, '○': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

var unitOf = map[rune]int{'十': 10, '百': 100, '千': 1000}

// ParseNumber reads a whole number written in Arabic or Chinese numerals: 61, 六十一, 二〇二四, 一万两千.
func ParseNumber(s string) (int, bool) {
	s = Normalise(strings.TrimSpace(s))
	if n, err := strconv.Atoi(s); err == nil {
		return n, true
	}
	if s == "" {
		return 0, false
	}
	if !strings.ContainsAny(s, "十百千万亿") {
		return parseDigits(s)
	}
	return parseUnits(s)
}

// parseDigits reads numerals written digit by digit: 二〇二四.
func parseDigits(s string) (int, bool) {
	n := 0
	for _, r := range s {
		d, ok := digitOf[r]
		if !ok || n > 1e12 {
			return 0, false
		}
		n = n*10 + d
	}
	return n, true
}

// parseUnits reads numerals with 十百千万亿.
func parseUnits(s string) (int, bool) {
	total, section, digit := 0, 0, 0
	for _, r := range s {
		switch d, isDigit := digitOf[r]; {
		case isDigit:
			digit = d
		case unitOf[r] > 0:
			if digit == 0 {
				digit = 1 // 十二 is 12
			}
			section += digit * unitOf[r]
			digit = 0
		case r == '万' || r == '亿':
			by := 10000
			if r == '亿' {
				by = 100000000
			}
			total = (total + section + digit) * by
			section, digit = 0, 0
		default:
			return 0, false
		}
	}
	return total + section + digit, true
}

// digits makes 二〇二四 into 2024.
func digits(s string) string {
	if n, ok := parseDigits(s); ok {
		return strconv.Itoa(n)
	}
	return s
}
