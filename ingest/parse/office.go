package parse

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode/utf16"

	"bianku/internal/fault"
)

// Formats of before 2007 are turned into those of today by LibreOffice, where it is installed. It is a program of
// millions of lines that reads bytes from outside: it gets a folder and a profile of its own, no macros, no links to
// other places, bounded memory, disk and time, and one runs at a time.
var modern = map[string]string{"doc": "docx", "xls": "xlsx", "ppt": "pptx", "rtf": "docx"}

const (
	convertTime   = 2 * time.Minute
	convertMemory = 4 << 20   // KiB of address space
	convertDisk   = 600 << 10 // blocks of one file: 512 bytes each, in some shells 1024
)

var converting = make(chan struct{}, 1)

// office is the path of LibreOffice, "" where it is not installed.
func office() string {
	for _, name := range []string{"soffice", "libreoffice"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}

// parseOld reads a file of an old format by way of the modern one.
func parseOld(ctx context.Context, format string, data []byte) (*Result, error) {
	program := office()
	if program == "" {
		return nil, oldOffice(format)
	}
	select {
	case converting <- struct{}{}:
		defer func() { <-converting }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	converted, err := convert(ctx, program, format, data)
	if err != nil {
		return nil, err
	}
	r, err := read(ctx, modern[format], converted)
	if err != nil {
		return nil, err
	}
	r.Parser = "libreoffice+" + r.Parser
	return r, nil
}

// noMacros is the profile's only setting of ours: nothing in a file runs, and nothing it names elsewhere is fetched.
const noMacros = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
</oor:items>
`

func convert(ctx context.Context, program, format string, data []byte) ([]byte, error) {
	dir, err := os.MkdirTemp("", "bianku-office-*")
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "服务器存不下待转换的文件，请联系管理员检查磁盘空间。")
	}
	defer os.RemoveAll(dir)
	in, profile := filepath.Join(dir, "in."+format), filepath.Join(dir, "profile", "user")
	err = errors.Join(os.WriteFile(in, data, 0o600), os.MkdirAll(profile, 0o700),
		os.WriteFile(filepath.Join(profile, "registrymodifications.xcu"), []byte(noMacros), 0o600))
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "服务器存不下待转换的文件，请联系管理员检查磁盘空间。")
	}
	limited, cancel := context.WithTimeout(ctx, convertTime)
	defer cancel()
	cmd := officeCommand(limited, program, dir, in, modern[format])
	out, runErr := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if limited.Err() != nil {
		return nil, fault.New(fault.Invalid, "旧版文件转换超时，内容可能异常。请用Office或WPS另存为新格式（docx、xlsx、pptx）后上传。")
	}
	// It ends with 0 when it could not open the file, too: only what it wrote counts.
	converted, err := os.ReadFile(filepath.Join(dir, "in."+modern[format]))
	if err != nil {
		return nil, fault.Wrap(errors.Join(runErr, err, errors.New(string(out[:min(len(out), 500)]))), fault.Invalid,
			"旧版文件转换没有成功，文件可能已损坏或设了密码。请用Office或WPS打开、去掉密码，另存为新格式（docx、xlsx、pptx）后上传。")
	}
	if len(converted) > maxFile {
		return nil, fault.Newf(fault.TooLarge, "文件超过%d兆，请拆分后再上传。", maxFile>>20)
	}
	return converted, nil
}

// officeCommand runs the conversion in a shell that sets the limits, and in a group of its own: the program starts others,
// and all have to end with it.
func officeCommand(ctx context.Context, program, dir, in, to string) *exec.Cmd {
	limits := `ulimit -v "$1" 2>/dev/null; ulimit -f "$2" 2>/dev/null; ulimit -c 0; shift 2; exec "$@"`
	profile := url.URL{Scheme: "file", Path: filepath.Join(dir, "profile")}
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c", limits, "sh", strconv.Itoa(convertMemory), strconv.Itoa(convertDisk), program,
		"-env:UserInstallation="+profile.String(), "--headless", "--norestore", "--nolockcheck", "--nodefault",
		"--nologo", "--convert-to", to, "--outdir", dir, in)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "LANG=C.UTF-8"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

var errLocked = fault.New(fault.Invalid, "文件设了打开密码（加密），无法读取。请在Office或WPS里去掉密码后重新上传。")

// sniffOLE tells what an OLE container holds by the names of its streams. A workbook or document of today with a password
// is one, too.
func sniffOLE(name string, data []byte) (string, error) {
	switch {
	case hasStream(data, "EncryptedPackage"):
		return "", errLocked
	case hasStream(data, "WordDocument"):
		return "doc", nil
	case hasStream(data, "Workbook"), hasStream(data, "Book"):
		return "xls", nil
	case hasStream(data, "PowerPoint Document"):
		return "ppt", nil
	}
	switch suffix := strings.ToLower(filepath.Ext(name)); suffix {
	case ".xls", ".et":
		return "xls", nil
	case ".ppt", ".dps":
		return "ppt", nil
	case ".docx", ".xlsx", ".pptx":
		return "", fault.Newf(fault.Invalid, "文件名是%s，内容却是旧版或加密的Office文件。请去掉密码，另存为%s后上传。", suffix, strings.ToUpper(suffix[1:]))
	}
	return "doc", nil
}

// hasStream looks for an entry of that name in the directory. Entries take 128 bytes, the name first, in UTF-16.
func hasStream(data []byte, name string) bool {
	want := make([]byte, 0, 2*len(name)+2)
	for _, u := range utf16.Encode([]rune(name + "\x00")) {
		want = binary.LittleEndian.AppendUint16(want, u)
	}
	for i := 512; i+128 <= len(data); i += 128 {
		if bytes.HasPrefix(data[i:], want) && int(binary.LittleEndian.Uint16(data[i+64:])) == len(want) {
			return true
		}
	}
	return false
}

// oldOffice says what to do with a file of an old format where nothing can read it.
func oldOffice(format string) error {
	const missing = "服务器没有安装LibreOffice，不能读取"
	switch format {
	case "xls":
		return fault.New(fault.Unsupported, missing+"旧版表格（xls、et）。请另存为XLSX后上传，或请管理员安装LibreOffice。")
	case "ppt":
		return fault.New(fault.Unsupported, missing+"旧版演示文稿（ppt、dps）。请另存为PPTX后上传，或请管理员安装LibreOffice。")
	case "rtf":
		return fault.New(fault.Unsupported, missing+"RTF。请用Word或WPS另存为DOCX后上传，或请管理员安装LibreOffice。")
	}
	return fault.New(fault.Unsupported, missing+"旧版Word和WPS文件（doc、wps）。请另存为DOCX后上传，或请管理员安装LibreOffice。")
}
