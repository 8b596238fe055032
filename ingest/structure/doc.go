// Package structure turns parsed blocks into addresses, fields, facts and relations: pure functions, no database.
package structure
