// Command openapi prints the OpenAPI 3.1 description of bianku's API. A test fails when web/openapi.json differs:
//
//	go run ./web/openapi > web/openapi.json
package main

import (
	"fmt"
	"os"

	"bianku/web"
)

func main() {
	doc, err := web.OpenAPI()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Stdout.Write(doc)
}
