package main

import (
	"os"
	"strconv"
	"strings"
)

// peakMemory is the most memory this process has held, in MB; 0 where the system does not say.
func peakMemory() float64 { return memory("VmHWM:") }

// residentMemory is what this process holds now, in MB; 0 where the system does not say. PostgreSQL is apart.
func residentMemory() float64 { return memory("VmRSS:") }

// memory reads one line of /proc/self/status.
func memory(name string) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			kb, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64)
			return kb / 1024
		}
	}
	return 0
}
