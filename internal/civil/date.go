// Package civil has the calendar date: a day without a clock or a zone. Laws take effect on days.
package civil

import (
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
)

// Date is a calendar day. The zero Date means "not known"; it is NULL in SQL and "" in JSON.
type Date struct{ t time.Time }

// Of returns the day y-m-d. It does not check that the day exists; Parse and Valid do.
func Of(y int, m time.Month, d int) Date { return Date{time.Date(y, m, d, 0, 0, 0, 0, time.UTC)} }

// Valid returns the day y-m-d and whether such a day exists.
func Valid(y, m, d int) (Date, bool) {
	x := Of(y, time.Month(m), d)
	return x, x.t.Year() == y && int(x.t.Month()) == m && x.t.Day() == d
}

// shanghai is fixed: the whole of China uses it and has no summer time.
var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// Today is the current day in China, wherever the server stands.
func Today() Date { return On(time.Now()) }

// On is the day in China at instant t.
func On(t time.Time) Date { t = t.In(shanghai); return Of(t.Year(), t.Month(), t.Day()) }

// Parse reads 2024-03-11. "" is the zero Date.
func Parse(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Date{}, fmt.Errorf("civil: %q is not a date like 2024-03-11", s)
	}
	return Date{t}, nil
}

// MustParse is Parse for constants.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (d Date) IsZero() bool        { return d.t.IsZero() }
func (d Date) Before(o Date) bool  { return d.t.Before(o.t) }
func (d Date) After(o Date) bool   { return d.t.After(o.t) }
func (d Date) AddDays(n int) Date  { return Date{d.t.AddDate(0, 0, n)} }
func (d Date) AddYears(n int) Date { return Date{d.t.AddDate(n, 0, 0)} }
func (d Date) Year() int           { return d.t.Year() }
func (d Date) Month() time.Month   { return d.t.Month() }
func (d Date) Day() int            { return d.t.Day() }

// String is 2024-03-11, "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.t.Format("2006-01-02")
}

// Chinese is 2024年3月11日, "" for the zero Date.
func (d Date) Chinese() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year(), int(d.Month()), d.Day())
}

func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d *Date) UnmarshalText(b []byte) (err error) { *d, err = Parse(string(b)); return err }

// ScanDate and DateValue let pgx read and write a Date as a SQL date.
func (d *Date) ScanDate(v pgtype.Date) error {
	*d = Date{}
	if v.Valid {
		*d = Of(v.Time.Year(), v.Time.Month(), v.Time.Day())
	}
	return nil
}

func (d Date) DateValue() (pgtype.Date, error) {
	return pgtype.Date{Time: d.t, Valid: !d.IsZero()}, nil
}

// Value serves code that goes through database/sql.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.t, nil
}
