package release

import (
	"fmt"
	"maps"
	"mime"
	"path"
	"slices"
	"strings"
)

func sortedKeys(properties dict) []string { return slices.Sorted(maps.Keys(properties)) }

// croissantContext is the context that Croissant 1.0 prescribes, in JSON-LD.
var croissantContext = dict{
	"@language": "zh", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column", "conformsTo": "dct:conformsTo",
	"cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
	"data": dict{"@id": "cr:data", "@type": "@json"}, "dataType": dict{"@id": "cr:dataType", "@type": "@vocab"}, "dct": "http://purl.org/dc/terms/",
	"examples": dict{"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field", "fileProperty": "cr:fileProperty",
	"fileObject": "cr:fileObject", "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset",
	"jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
	"references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace", "sc": "https://schema.org/",
	"separator": "cr:separator", "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}

// croissant is croissant.json: the dataset as Croissant 1.0, with the digest of every file that is made before it.
func (c *composer) croissant() ([]byte, error) {
	distribution := []dict{}
	for _, f := range slices.SortedFunc(slices.Values(c.files), func(a, b File) int { return strings.Compare(a.Path, b.Path) }) {
		distribution = append(distribution, dict{"@type": "cr:FileObject", "@id": f.Path, "name": f.Path, "contentUrl": f.Path,
			"contentSize": fmt.Sprintf("%d B", f.Size), "encodingFormat": mediaType(f.Path), "sha256": f.SHA256})
	}
	return indented(dict{
		"@context": croissantContext, "@type": "sc:Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0",
		"name": "bianku-corpus", "alternateName": "机构编制问答语料", "version": c.edition.version, "datePublished": c.edition.on.String(),
		"description": fmt.Sprintf("机构编制四要素问答对（问题、答案、依据、关联）%d 条，均由两位专家先后审定，附所依据的条文 %d 段。", len(c.records), len(c.content.chunks)),
		"license":     licence, "url": "urn:bianku:corpus:" + c.edition.version, "inLanguage": "zh-CN", "isLiveDataset": false,
		"keywords": []string{"机构编制", "三定", "问答", "检索增强生成"},
		"citeAs":   "机构编制问答语料 " + c.edition.version, "rai:dataCollection": "公开（L1）的法规、规范性文件和“三定”规定",
		"rai:personalSensitiveInformation": "联系人姓名、电话、邮箱、证件号已遮盖",
		"distribution":                     distribution,
		"recordSet": []dict{
			recordSet("pairs", pairsFile, map[string]string{"id": "sc:Text", "version": "sc:Integer", "type": "sc:Integer", "type_name": "sc:Text",
				"question": "sc:Text", "answer": "sc:Text", "rule": "sc:Text", "generated": "sc:Integer", "approved_on": "sc:Date"}),
			recordSet("chunks", chunksFile, map[string]string{"id": "sc:Text", "document": "sc:Text", "title": "sc:Text", "doc_no": "sc:Text",
				"address": "sc:Text", "label": "sc:Text", "lead": "sc:Text", "text": "sc:Text", "sha256": "sc:Text", "status": "sc:Text"}),
		},
	})
}

// recordSet describes the columns of a JSON Lines file.
func recordSet(name, file string, columns map[string]string) dict {
	fields := []dict{}
	for _, col := range slices.Sorted(maps.Keys(columns)) {
		fields = append(fields, dict{"@type": "cr:Field", "@id": name + "/" + col, "name": name + "/" + col, "dataType": columns[col],
			"source": dict{"fileObject": dict{"@id": file}, "extract": dict{"column": col}}})
	}
	return dict{"@type": "cr:RecordSet", "@id": name, "name": name, "key": dict{"@id": name + "/id"}, "field": fields}
}

// mediaType is what a file is, by its name. The table of the machine is not asked: it differs.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".jsonl":
		return "application/jsonlines"
	case ".json", ".sig":
		return "application/json"
	case ".md":
		return "text/markdown"
	case ".zip":
		return "application/zip"
	case ".pem":
		return "application/x-pem-file"
	}
	return "text/plain"
}

// MediaType is how a file of a release is sent.
func MediaType(name string) string {
	t := mediaType(name)
	if strings.HasPrefix(t, "text/") {
		return mime.FormatMediaType(t, map[string]string{"charset": "utf-8"})
	}
	return t
}
