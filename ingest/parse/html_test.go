package parse

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHeadlineAboveTheArticleIsKept(t *testing.T) {
	const title = "松陵县水利局职能配置、内设机构和人员编制规定"
	body := "<p>第一条 " + strings.Repeat("为规范松陵县水利局的机构编制，制定本规定。", 12) + "</p>"
	for name, page := range map[string]string{
		"h1":           `<title>` + title + `_松陵县机构编制网</title><h1>松陵县机构编制网</h1><h1>` + title + `</h1><div class="TRS_Editor">` + body + `</div>`,
		"a class":      `<title>松陵</title><div class="title">` + title + `</div><div id="zoom">` + body + `</div>`,
		"inside it":    `<title>` + title + `</title><div class="TRS_Editor"><h1>` + title + `</h1>` + body + `</div>`,
		"above and in": `<title>` + title + `</title><h2>` + title + `</h2><div class="TRS_Editor"><p>` + title + `</p>` + body + `</div>`,
	} {
		t.Run(name, func(t *testing.T) {
			r := parsed(t, "a.html", []byte("<html><body>"+page+"</body></html>"))
			require.Equal(t, title, r.Blocks[0].Text)
			require.Len(t, r.Blocks, 2)
		})
	}
	r := parsed(t, "a.html", []byte(`<body><h1>松陵县机构编制网</h1><div id="zoom">`+body+`</div></body>`))
	require.Len(t, r.Blocks, 1, "the name of a site is no headline")
}

func TestNavigationOfAShortPageGoes(t *testing.T) {
	r := parsed(t, "a.html", []byte(`<body><ul class="nav"><li><a href="/">首页</a></li><li><a href="/gz">工作动态</a></li><li><a href="/zc">政策法规</a></li></ul>
		<div class="crumb">当前位置：<a href="/">首页</a> &gt; 正文</div>
		<div class="share">分享到：<a href="#">微信</a></div><div id="zoom"><p>松陵县委编办迁址办公，电话不变。</p></div>
		<div class="links">友情链接：<a href="#">松陵县人民政府</a></div>
		<div class="footer"><p>主办：松陵县委编办　承办：松陵县机构编制信息中心　网站地图　联系我们</p></div></body>`))
	require.Equal(t, "松陵县委编办迁址办公，电话不变。", r.Text)
}
