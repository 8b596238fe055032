package understand

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"bianku/ingest/claim"
	"bianku/internal/civil"
)

// When is the time a question speaks of.
//
// A point (2024年3月1日时) is the as-of date; a range (2024年以来, 近五年) filters a list or a history. Prior asks for the text
// before the present one (改革前, 原三定), Reform for the day before the reform of that year: which day that is depends
// on the body's own texts, so it is resolved against them and not here.
type When struct {
	AsOf   civil.Date // zero: not said
	Text   string     // the words that said it
	From   civil.Date
	To     civil.Date
	Year   int  // the question names a whole year: AsOf is its last day
	Month  bool // the question names a whole month: AsOf is its last day
	Prior  bool
	Reform int // year of the reform whose eve is meant
	Future bool
}

// nationalReform is the day a State Council reform plan was approved.
var nationalReform = map[int]civil.Date{
	2018: civil.Of(2018, time.March, 17),
	2023: civil.Of(2023, time.March, 16),
}

// ReformEve is the day up to which the bodies of before a reform stood, as far as it is known nationally.
func ReformEve(year int) civil.Date {
	if d, ok := nationalReform[year]; ok {
		return d
	}
	return civil.Of(year-1, time.December, 31)
}

var (
	numeral    = `[\d零〇一二三四五六七八九十]{1,3}`
	yearWord   = `((?:19|20)\d{2}|[一二][零〇九一二三四五六七八]{3}|去年|上年|前年|今年|本年|明年|后年)`
	fullDate   = regexp.MustCompile(yearWord + `年?(` + numeral + `)月(` + numeral + `)[日号]`)
	isoDate    = regexp.MustCompile(`((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})`)
	yearMonth  = regexp.MustCompile(yearWord + `年?(` + numeral + `)月份?`)
	yearOnly   = regexp.MustCompile(yearWord + `年?(?:度)?(年?底|年?末|年?初|上半年|下半年)?`)
	since      = regexp.MustCompile(`^(?:起|以来|至今|到现在|到目前|之后|以后|后)`)
	atThat     = regexp.MustCompile(`^(?:的?那?时候|那会儿?|当时|那时)`)
	before     = regexp.MustCompile(`^(?:之前|以前|前)`)
	reformEve  = regexp.MustCompile(`((?:19|20)\d{2})年?(?:的)?(?:新一轮)?(?:党和国家|地方|国务院|市县|市级|县级)?(?:机构)?改革(?:之前|以前|前)`)
	priorWords = regexp.MustCompile(`(?:机构)?改革(?:之前|以前|前)|调整(?:之前|以前|前)|修订(?:之前|以前|前)|(?:老|旧|原|上一?版|之前|以前)的?"?“?三定|原(?:来|先)的?|以前是|之前是|从前|(?:新|现)(?:三定|规定)(?:之前|以前|前)|上一版|旧版|老版`)
	recent     = regexp.MustCompile(`(?:近|最近|过去)([一二两三四五六七八九十\d]+)年`)
	span       = regexp.MustCompile(`(?:从)?((?:19|20)\d{2})年?(?:底|初|末)?(?:到|至|—|-|～|~)((?:19|20)\d{2})年?`)
	protected  = regexp.MustCompile(`《[^》]*》|[\p{Han}]{0,12}[〔\[(（【]\s*\d{4}\s*[〕\])）】]\s*\d{1,5}\s*号?|[\p{Han}]*令(?:第)?\d+号`)
)

// ParseWhen reads the time of a question, today being the day it is asked. Years inside 《》 and 文号 are not times.
func ParseWhen(question string, today civil.Date) When {
	q := protected.ReplaceAllStringFunc(claim.Normalise(question), func(s string) string { return strings.Repeat("※", len([]rune(s))) })
	for _, read := range []func(string, civil.Date, *When) bool{readReform, readSpan, readRecent, readFullDate, readMonth, readYear} {
		var w When
		if read(q, today, &w) {
			w.Future = !w.AsOf.IsZero() && w.AsOf.After(today)
			w.capToday(today)
			return w
		}
	}
	return When{Prior: priorWords.MatchString(q), Text: priorWords.FindString(q)}
}

// capToday keeps the end of the running year or month from being a day to come.
func (w *When) capToday(today civil.Date) {
	sameYear := w.Year == today.Year()
	sameMonth := w.Month && w.AsOf.Year() == today.Year() && w.AsOf.Month() == today.Month()
	if w.Future && (sameYear || sameMonth) {
		w.AsOf, w.Future = today, false
	}
}

func readReform(q string, _ civil.Date, w *When) bool {
	m := reformEve.FindStringSubmatch(q)
	if m == nil {
		return false
	}
	w.Reform, _ = strconv.Atoi(m[1])
	w.AsOf, w.Text, w.Prior = ReformEve(w.Reform), m[0], true
	return true
}

func readSpan(q string, _ civil.Date, w *When) bool {
	m := span.FindStringSubmatch(q)
	if m == nil {
		return false
	}
	from, _ := strconv.Atoi(m[1])
	to, _ := strconv.Atoi(m[2])
	w.From, w.To, w.Text = civil.Of(from, 1, 1), civil.Of(to, 12, 31), m[0]
	return from <= to
}

func readRecent(q string, today civil.Date, w *When) bool {
	m := recent.FindStringSubmatch(q)
	if m == nil {
		return false
	}
	n, ok := claim.ParseNumber(m[1])
	w.From, w.To, w.Text = today.AddYears(-n), today, m[0]
	return ok
}

func readFullDate(q string, today civil.Date, w *When) bool {
	for _, re := range []*regexp.Regexp{fullDate, isoDate} {
		m := re.FindStringSubmatchIndex(q)
		if m == nil {
			continue
		}
		d, ok := civil.Valid(yearOf(q[m[2]:m[3]], today), intOf(q[m[4]:m[5]]), intOf(q[m[6]:m[7]]))
		if !ok {
			continue
		}
		w.place(q, m, d, d, today)
		return true
	}
	return false
}

func readMonth(q string, today civil.Date, w *When) bool {
	m := yearMonth.FindStringSubmatchIndex(q)
	if m == nil {
		return false
	}
	first, ok := civil.Valid(yearOf(q[m[2]:m[3]], today), intOf(q[m[4]:m[5]]), 1)
	if !ok {
		return false
	}
	last := civil.On(time.Date(first.Year(), first.Month()+1, 1, 0, 0, 0, 0, time.UTC)).AddDays(-1)
	w.Month = true
	w.place(q, m, first, last, today)
	return true
}

func readYear(q string, today civil.Date, w *When) bool {
	m := yearOnly.FindStringSubmatchIndex(q)
	if m == nil {
		return false
	}
	y := yearOf(q[m[2]:m[3]], today)
	from, to := civil.Of(y, 1, 1), civil.Of(y, 12, 31)
	if m[4] >= 0 && strings.HasSuffix(q[m[4]:m[5]], "初") {
		to = from
	} else if to.After(today) && y == today.Year() {
		to = today
	}
	w.Year = y
	w.place(q, m, from, to, today)
	return true
}

// place turns the period [first, last] with the word behind it into a point or a range.
func (w *When) place(q string, m []int, first, last, today civil.Date) {
	rest := q[m[1]:]
	w.Text = q[m[0]:m[1]]
	switch {
	case before.MatchString(rest):
		w.AsOf = first.AddDays(-1)
		w.Year, w.Month = 0, false
		w.Text += before.FindString(rest)
	case since.MatchString(rest):
		w.From, w.To = first, today
		if first != last && !strings.HasPrefix(rest, "起") && !strings.HasPrefix(rest, "以来") && !strings.HasPrefix(rest, "至今") && !strings.HasPrefix(rest, "到") {
			w.From = last.AddDays(1)
		}
		w.Year, w.Month = 0, false
		w.Text += since.FindString(rest)
	default:
		w.AsOf, w.From, w.To = last, first, last
		w.Text += atThat.FindString(rest)
	}
}

func yearOf(s string, today civil.Date) int {
	switch s {
	case "去年", "上年":
		return today.Year() - 1
	case "前年":
		return today.Year() - 2
	case "今年", "本年":
		return today.Year()
	case "明年":
		return today.Year() + 1
	case "后年":
		return today.Year() + 2
	}
	return intOf(s)
}

func intOf(s string) int { n, _ := claim.ParseNumber(s); return n }
