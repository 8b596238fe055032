package parse

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTextKeepsParagraphs(t *testing.T) {
	r := parsed(t, "a.txt", []byte("　　第一段\u200b。\r\n\r\n第二段\u00a0有空格。\n"))
	require.Equal(t, "第一段。\n第二段 有空格。", r.Text)
}

func TestKangxiRadicalsAreFolded(t *testing.T) {
	r := parsed(t, "a.txt", []byte("适⽤于⼈⺠政府，常⻅的⻚⾯"))
	require.Equal(t, "适用于人民政府，常见的页面", r.Text)
}

func TestWrappedLinesAreJoined(t *testing.T) {
	whole := strings.Repeat("负责全县各级党政机关和事业单位机构编制的总量管理工作，拟定行政编制分配方案。", 6)
	var wrapped strings.Builder
	for i, r := range []rune("　　" + whole) {
		if i > 0 && i%36 == 0 {
			wrapped.WriteByte('\n')
		}
		wrapped.WriteRune(r)
	}
	r := parsed(t, "志.txt", []byte(wrapped.String()+"\n　　第二段很短。\n"))
	require.Equal(t, []string{whole, "第二段很短。"}, texts(r))

	lines := "第一条 为了规范管理。\n第二条 适用于全市。\n第三条 由市司法局负责。\n第四条 解释。\n第五条 施行。\n第六条 其他。\n第七条 附则。"
	require.Len(t, parsed(t, "规.txt", []byte(lines)).Blocks, 7, "short lines are paragraphs")
}

func TestJoinLines(t *testing.T) {
	for _, c := range [][3]string{{"机构", "编制", "机构编制"}, {"data", "office", "data office"}, {"infor-", "mation", "information"},
		{"A，", "B", "A，B"}, {"end.", "Next", "end. Next"}, {"", "甲", "甲"}, {"使用", "API", "使用API"}} {
		require.Equal(t, c[2], joinLines(c[0], c[1]))
	}
}

func TestCommentLinesAreMeta(t *testing.T) {
	r := parsed(t, "a.txt", []byte("# title: 云澜市条例\n# source: 内部\n\n第一条 甲。\n"))
	require.Equal(t, "云澜市条例", r.Title)
	require.Equal(t, "内部", r.Meta["source"])
	require.Equal(t, "第一条 甲。", r.Text)
}

func TestWrapperLabelsOfACopiedPage(t *testing.T) {
	r := parsed(t, "a.txt", []byte("索 引 号：\n0001/2024\n发文机关：\n云澜市人民政府\n标　　题：\n云澜市人民政府关于统计的通知\n发文字号：云政发〔2024〕1号\n主 题 词：\n云澜市人民政府关于统计的通知\n各部门：\n"))
	require.Equal(t, "云澜市人民政府", r.Meta["发文机关"])
	require.Equal(t, "云政发〔2024〕1号", r.Meta["发文字号"])
	require.Equal(t, []string{"云澜市人民政府关于统计的通知", "各部门："}, texts(r))
}

func TestMarkdown(t *testing.T) {
	r := parsed(t, "a.md", []byte("---\ntitle: 外题\ndate: 2024-01-01\n---\n# 云澜市**条例**\n\n2024年1月1日 公布\n\n<!-- INFO END -->\n\n## 第一章 总 则 ##\n\n第一条 见[附件](http://x.example/a(1).pdf)。<br>第二行\n\n---\n\n| 单位 | 编制 |\n|---|---|\n| 甲 | 3 |\n\n> 引用\n\n```\n# 代码\n```\n1. 编号保留\n"))
	require.Equal(t, "外题", r.Title)
	require.Equal(t, []string{"云澜市条例", "2024年1月1日 公布", "第一章 总 则", "第一条 见附件。", "第二行", "单位　编制", "甲　3", "引用", "代码", "1. 编号保留"}, texts(r))
	require.Equal(t, 2, r.Blocks[2].Level)
	require.Equal(t, []string{"单位", "编制"}, r.Blocks[6].Header)
	require.NotContains(t, r.Text, "INFO END")
}

const govPage = `<html><head><title>通知</title><meta name="PubDate" content="2024-05-07"></head><body>
<div class="top-nav"><a>首页</a><a>政务公开</a></div><div class="breadcrumb">当前位置：首页 > 通知</div>
<table><tr><td>索 引 号：</td><td>A001/2024</td><td>发文机构：</td><td>云澜市人民政府</td></tr>
<tr><td>发文字号：</td><td>云政发〔2024〕1号</td><td>有效性：</td><td>有效</td></tr></table>
<div class="content"><h1>云澜市人民政府关于统计的通知</h1><p style="text-align:center">云政发〔2024〕1号</p>
<p>　　各部门：</p><p>　　请<b>认真</b>执行，<br>按时报送。</p>
<table><thead><tr><th>单位</th><th>编制</th><th>职数</th></tr></thead><tr><td rowspan="2">数据局</td><td>36</td><td>5</td></tr><tr><td>2</td><td>0</td></tr></table>
<p style="text-align: right">2024年5月6日</p><div style="display:none">隐藏</div></div>
<div class="footer">版权所有 网站地图</div><script>var x="脚本"</script></body></html>`

func TestHTMLPage(t *testing.T) {
	r := parsed(t, "a.html", []byte(govPage))
	require.Equal(t, map[string]string{"索引号": "A001/2024", "发文机关": "云澜市人民政府", "发文字号": "云政发〔2024〕1号", "有效性": "有效", "发布日期": "2024-05-07"}, r.Meta)
	require.Equal(t, []string{"云澜市人民政府关于统计的通知", "云政发〔2024〕1号", "各部门：", "请认真执行，", "按时报送。", "单位　编制　职数", "数据局　36　5", "数据局　2　0", "2024年5月6日"}, texts(r))
	require.Equal(t, Heading, r.Blocks[0].Kind)
	require.Equal(t, "center", r.Blocks[1].Align)
	require.Equal(t, "right", r.Blocks[8].Align)
	require.Equal(t, []string{"单位", "编制", "职数"}, r.Blocks[7].Header)
}

func TestHTMLWithoutAWrapper(t *testing.T) {
	r := parsed(t, "a.jsp", []byte("<%@ page %><html><body><ul><li>发文字号：云编办〔2024〕2号</li><li>发布日期：2024年3月1日</li></ul><table><tr><td><p>"+paragraph+"</p><table><tr><td>内层</td></tr></table></td></tr></table></body></html>"))
	require.Equal(t, "云编办〔2024〕2号", r.Meta["发文字号"])
	require.Equal(t, []string{paragraph, "内层"}, texts(r))
	r = parsed(t, "b.html", []byte("<p>姓名　　职务<p>张某某　　局长"))
	require.Equal(t, "张某某　　局长", r.Blocks[1].Text, "ideographic spaces inside a line stay")
}
