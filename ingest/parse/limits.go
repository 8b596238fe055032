package parse

// Limits on what one file may cost. They are far above any official document and far below what hurts the machine.
const (
	maxFile     = 200 << 20 // bytes of a file
	maxUnzipped = 300 << 20 // bytes of one member of a zip, unpacked
	maxText     = 30 << 20  // bytes of text of one file
	maxPages    = 5000
	maxDepth    = 400     // nesting of elements in OOXML and HTML
	maxColumns  = 200     // cells of a table row
	maxRows     = 200_000 // rows that hold anything, over all sheets of a workbook
	maxCells    = 4_000_000
)
