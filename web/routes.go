package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"bianku/internal/auth"
)

// access says who may call a route. The zero access is none: a route must choose.
type access struct {
	name      string      // in the OpenAPI description and in tests
	public    bool        // nobody has to be signed in
	local     bool        // also from this machine without signing in
	roles     []auth.Role // any of these; nil with public false means everyone who is signed in
	bySession bool        // not by API key: a leaked key must not make itself permanent
	newcomer  bool        // also before a password that somebody else set has been changed
}

var (
	anyone      = access{name: "任何人", public: true}
	signedIn    = access{name: "已登录", roles: auth.Roles}
	themselves  = access{name: "已登录（含首次登录）", roles: auth.Roles, newcomer: true}
	newPassword = access{name: "已登录（网页会话，含首次登录）", roles: auth.Roles, bySession: true, newcomer: true}
	readers     = access{name: "工作人员及以上", roles: []auth.Role{auth.Staff, auth.Expert, auth.Lead, auth.Admin}}
	keyHolders  = access{name: "工作人员及以上、共建城市", roles: append([]auth.Role{auth.Partner}, readers.roles...)}
	keyMakers   = access{name: "工作人员及以上、共建城市（网页会话）", roles: keyHolders.roles, bySession: true}
	deciders    = access{name: "审核组长、管理员", roles: []auth.Role{auth.Lead, auth.Admin}}
	admins      = access{name: "管理员", roles: []auth.Role{auth.Admin}}
	annotators  = access{name: "领域专家、审核组长", roles: []auth.Role{auth.Expert, auth.Lead}}
	pairReaders = access{name: "领域专家、审核组长、管理员", roles: []auth.Role{auth.Expert, auth.Lead, auth.Admin}}
	menders     = access{name: "领域专家、审核组长、管理员", roles: []auth.Role{auth.Expert, auth.Lead, auth.Admin}}
	auditors    = access{name: "审计员", roles: []auth.Role{auth.Auditor}}
	pullers     = access{name: "共建城市、审核组长、管理员", roles: []auth.Role{auth.Partner, auth.Lead, auth.Admin}}
	localAdmins = access{name: "本机、管理员", roles: []auth.Role{auth.Admin}, local: true}
)

// route is one line of the API.
type route struct {
	method  string
	path    string
	id      string // operationId, the name in generated clients
	summary string // Chinese
	access  access
	why     string // why that access
	mount   mount
	doc     func(*huma.Operation, huma.Registry) // what the Go types cannot say; runs after registration
	timeout time.Duration                        // 0: requestTimeout
}

// requestTimeout bounds a request that neither streams nor uploads: with the database gone it is what a person waits.
const requestTimeout = 30 * time.Second

// api is where everything of our own lies.
const api = "/api/v1"

const (
	get   = http.MethodGet
	post  = http.MethodPost
	put   = http.MethodPut
	patch = http.MethodPatch
	del   = http.MethodDelete
)

// routes is the whole API, read top to bottom.
func routes() []route { return slices.Concat(asking(), theLoop(), running()) }

// asking is what staff come for, and the corpus they ask of.
func asking() []route {
	return []route{
		// Who am I.
		{get, api + "/session", "getSession", "当前登录的账号", themselves, "everyone may know who they are", handle((*server).getSession), nil, 0},
		{post, api + "/session", "signIn", "登录", anyone, "nobody is signed in before signing in", handle((*server).signIn), nil, 0},
		{del, api + "/session", "signOut", "退出登录", anyone, "an expired session must be able to end too", handle((*server).signOut), nil, 0},
		{post, api + "/session/password", "changePassword", "修改自己的密码", newPassword, "one's own; a key must not take over an account", handle((*server).changePassword), nil, 0},

		// Asking. Conversations and answers are the caller's own: the room filters by actor.
		{post, api + "/ask", "ask", "提问（JSON 或 SSE）", readers, "what staff come for", handle((*server).ask), docAsk, askTimeout},
		{get, api + "/conversations", "listConversations", "对话列表", readers, "their own", handle((*server).listConversations), nil, 0},
		{get, api + "/conversations/{id}", "getConversation", "对话及其问答", readers, "their own", handle((*server).getConversation), nil, 0},
		{patch, api + "/conversations/{id}", "renameConversation", "修改对话标题", readers, "their own", handle((*server).renameConversation), nil, 0},
		{del, api + "/conversations/{id}", "deleteConversation", "删除对话", readers, "their own", handle((*server).deleteConversation), nil, 0},
		{get, api + "/answers/{id}", "getAnswer", "一次回答", readers, "their own", handle((*server).getAnswer), nil, 0},
		{post, api + "/answers/{id}/feedback", "giveFeedback", "评价一次回答", readers, "their own", handle((*server).giveFeedback), nil, 0},
		{get, api + "/answers/{id}/feedback", "getFeedback", "自己的评价及其处理情况", readers, "their own", handle((*server).getFeedback), nil, 0},
		{get, api + "/feedback", "listReported", "本人指出有误的回答及处理情况", readers, "their own", handle((*server).listReported), nil, 0},
		{get, api + "/search", "search", "检索条文", readers, "up to their clearance", handle((*server).search), nil, 0},

		// The corpus. Reading is filtered by clearance in the rooms; changing is the administrator's.
		{get, api + "/documents", "listDocuments", "文件目录", readers, "up to their clearance", handle((*server).listDocuments), nil, 0},
		{post, api + "/documents", "uploadDocuments", "上传文件", admins, "intake decides what everybody is told", handle((*server).uploadDocuments), docUpload, uploadTimeout},
		{get, api + "/documents/{id}", "getDocument", "一份文件及其各版本", readers, "up to their clearance", handle((*server).getDocument), nil, 0},
		{patch, api + "/documents/{id}", "setClearance", "调整文件密级", admins, "changes who sees it", handle((*server).setClearance), nil, 0},
		{del, api + "/documents/{id}", "withdrawDocument", "撤下文件", admins, "takes it from everybody", handle((*server).withdrawDocument), nil, 0},
		{post, api + "/documents/{id}/restore", "restoreDocument", "恢复已撤下的文件", admins, "gives it back to everybody", handle((*server).restoreDocument), nil, uploadTimeout},
		{get, api + "/orgs", "listOrgs", "有“三定”或批复的机构", readers, "up to their clearance", handle((*server).listOrgs), nil, 0},
		{get, api + "/versions/{id}", "getVersion", "一个版本的全文", readers, "up to their clearance", handle((*server).getVersion), nil, 0},
		{get, api + "/versions/{id}/chunks", "listChunks", "版本的条文目录", readers, "up to their clearance", handle((*server).listChunks), nil, 0},
		{get, api + "/versions/{id}/facts", "listFacts", "版本中的编制与职数", readers, "up to their clearance", handle((*server).listFacts), nil, 0},
		{get, api + "/versions/{id}/relations", "listVersionRelations", "版本与其他文件的关系", readers, "up to their clearance", handle((*server).listVersionRelations), nil, 0},
		{get, api + "/versions/{id}/file", "getFile", "原件", readers, "up to their clearance", handle((*server).getFile), docFile, uploadTimeout},
		{get, api + "/relations", "listRelations", "文件关系", readers, "up to their clearance", handle((*server).listRelations), nil, 0},
		{post, api + "/relations/{id}/decision", "decideRelation", "确认或否定关系", deciders, "a confirmed repeal changes what is in force", handle((*server).decideRelation), nil, 0},

		// Intake on its way.
		{get, api + "/batches", "listBatches", "批次", readers, "their own; all for those who run the intake", handle((*server).listBatches), nil, 0},
		{get, api + "/batches/{id}", "getBatch", "一个批次", readers, "their own; all for those who run the intake", handle((*server).getBatch), nil, 0},
		{get, api + "/batches/{id}/items", "listItems", "批次中的文件", readers, "their own; all for those who run the intake", handle((*server).listItems), nil, 0},
		{post, api + "/intakes/{id}/retry", "retryIntake", "重试", admins, "intake is the administrator's", handle((*server).retryIntake), nil, 0},
		{get, api + "/jobs", "listJobs", "处理任务", admins, "shows causes of failures and all batches", handle((*server).listJobs), nil, 0},
		{get, api + "/stages", "listStages", "处理阶段", readers, "names only", handle((*server).listStages), nil, 0},
		{get, api + "/system", "getSystem", "系统状态", readers, "counts only what they may see", handle((*server).getSystem), nil, 0},
	}
}

// theLoop is the dataset: pairs, their review, evaluation, tickets, releases.
func theLoop() []route {
	return []route{
		// Pairs and their review. Both are filtered by clearance in the room, which also keeps people from their own drafts.
		{get, api + "/pairs", "listPairs", "问答对", pairReaders, "up to their clearance", handle((*server).listPairs), nil, 0},
		{post, api + "/pairs", "createPair", "新建问答对", annotators, "the dataset is the experts'", handle((*server).createPair), nil, 0},
		{post, api + "/pairs/check", "checkPair", "检查问答对", annotators, "what a draft would be told", handle((*server).checkPair), nil, 0},
		{post, api + "/pairs/draft", "draftPairs", "自动起草问答对", deciders, "fills everybody's queue", handle((*server).draftPairs), nil, 0},
		{get, api + "/drafting", "getDrafting", "自动起草的进度", pairReaders, "counts only", handle((*server).getDrafting), nil, 0},
		{get, api + "/pairs/{id}", "getPair", "一个问答对", pairReaders, "up to their clearance", handle((*server).getPair), nil, 0},
		{put, api + "/pairs/{id}", "revisePair", "修改问答对（新版本）", annotators, "the dataset is the experts'", handle((*server).revisePair), nil, 0},
		{get, api + "/pairs/{id}/versions", "listPairVersions", "问答对的各版本与审核记录", pairReaders, "up to their clearance", handle((*server).listPairVersions), nil, 0},
		{post, api + "/pairs/{id}/submit", "submitPair", "送审", annotators, "the dataset is the experts'", handle((*server).submitPair), nil, 0},
		{post, api + "/pairs/{id}/withdraw", "withdrawPair", "撤下问答对", deciders, "takes it from everybody", handle((*server).withdrawPair), nil, 0},
		{post, api + "/pairs/{id}/recheck", "recheckPair", "已审定的退回复核", deciders, "takes it out of the answers", handle((*server).recheckPair), nil, 0},
		{get, api + "/review", "getReview", "审核队列", annotators, "counts only what they may see", handle((*server).getReview), nil, 0},
		{post, api + "/review/next", "nextReview", "领取下一个待审", annotators, "a sign-off is an expert's", handle((*server).nextReview), docNext, 0},
		{post, api + "/review/{id}/renew", "renewReview", "延长领取时间", annotators, "what they hold", handle((*server).renewReview), nil, 0},
		{post, api + "/review/{id}/return", "returnReview", "归还", annotators, "what they hold", handle((*server).returnReview), nil, 0},
		{post, api + "/review/{id}/verdict", "giveVerdict", "给出审核意见", annotators, "what they hold", handle((*server).giveVerdict), nil, 0},

		// Evaluation. A set and a run have a clearance, above which they do not exist.
		{get, api + "/eval/sets", "listEvalSets", "问题集", deciders, "up to their clearance; gold answers are not for everybody", handle((*server).listEvalSets), nil, 0},
		{post, api + "/eval/sets", "makeEvalSet", "导入或生成问题集", deciders, "decides what counts as right", handle((*server).makeEvalSet), docEvalSet, uploadTimeout},
		{get, api + "/eval/sets/{id}", "getEvalSet", "一个问题集", deciders, "up to their clearance", handle((*server).getEvalSet), nil, 0},
		{get, api + "/eval/sets/{id}/questions", "listEvalQuestions", "问题集中的问题", deciders, "up to their clearance", handle((*server).listEvalQuestions), nil, 0},
		{get, api + "/eval/runs", "listEvalRuns", "评测", deciders, "up to their clearance", handle((*server).listEvalRuns), nil, 0},
		{post, api + "/eval/runs", "startEvalRun", "开始评测", deciders, "takes the processor for minutes; asks with their own eyes", handle((*server).startEvalRun), nil, 0},
		{get, api + "/eval/runs/{id}", "getEvalRun", "一次评测", deciders, "up to their clearance", handle((*server).getEvalRun), nil, 0},
		{post, api + "/eval/runs/{id}/cancel", "cancelEvalRun", "取消评测", deciders, "up to their clearance", handle((*server).cancelEvalRun), nil, 0},
		{get, api + "/eval/runs/{id}/outcomes", "listEvalOutcomes", "评测中各题的结果", deciders, "up to their clearance", handle((*server).listEvalOutcomes), nil, 0},
		{get, api + "/eval/compare", "compareEvalRuns", "逐题比较两次评测", deciders, "up to their clearance", handle((*server).compareEvalRuns), nil, 0},

		// Fix tickets. The room asks who may make which step; above one's clearance there is none.
		{get, api + "/tickets", "listTickets", "整改工单", menders, "up to their clearance", handle((*server).listTickets), nil, 0},
		{get, api + "/tickets/assignees", "listAssignees", "可以指派的人", deciders, "names of those who mend", handle((*server).listAssignees), nil, 0},
		{get, api + "/tickets/{id}", "getTicket", "一个工单：案例、经过、可填的修复版本", menders, "up to their clearance", handle((*server).getTicket), nil, 0},
		{post, api + "/tickets/{id}/assign", "assignTicket", "指派", deciders, "who mends what is theirs to say", handle((*server).assignTicket), nil, 0},
		{post, api + "/tickets/{id}/start", "startTicket", "开始修复", menders, "the assignee; an approved pair goes back to review", handle((*server).startTicket), nil, 0},
		{post, api + "/tickets/{id}/fixed", "fixedTicket", "填写修复版本", menders, "the assignee", handle((*server).fixedTicket), nil, 0},
		{post, api + "/tickets/{id}/accept", "acceptTicket", "复审通过", deciders, "a second person, never the fixer", handle((*server).acceptTicket), nil, 0},
		{post, api + "/tickets/{id}/reject", "rejectTicket", "复审退回", deciders, "a second person", handle((*server).rejectTicket), nil, 0},
		{post, api + "/tickets/{id}/rerun", "rerunTicket", "复测", deciders, "asks the cases again; passing closes the ticket", handle((*server).rerunTicket), nil, 0},

		// Releases: what partner cities pull, by key. Everything in one is L1.
		{get, api + "/releases", "listReleases", "发布版本", pullers, "partners see what is ready", handle((*server).listReleases), nil, 0},
		{post, api + "/releases", "buildRelease", "构建新版本", deciders, "what is built leaves the house", handle((*server).buildRelease), nil, 0},
		{get, api + "/releases/key", "getReleaseKey", "发布签名的公钥", pullers, "signatures are checked with it", handle((*server).getReleaseKey), docDownload, 0},
		{get, api + "/releases/{version}", "getRelease", "一个发布版本", pullers, "partners see what is ready", handle((*server).getRelease), nil, 0},
		{get, api + "/releases/{version}/manifest", "getReleaseManifest", "清单及其签名", pullers, "every pull is recorded", handle((*server).getManifest), docDownload, uploadTimeout},
		{get, api + "/releases/{version}/files/{name}", "getReleaseFile", "版本中的文件（支持 ETag、Range）", pullers, "every pull is recorded", handle((*server).getReleaseFile), docDownload, uploadTimeout},
		{get, api + "/releases/{version}/files/data/{name}", "getReleaseData", "版本中 data/ 下的文件（支持 ETag、Range）", pullers, "every pull is recorded", handle((*server).getReleaseData), docDownload, uploadTimeout},
		{get, api + "/releases/{version}/delta", "getReleaseDelta", "自某个版本以来的增量", pullers, "every pull is recorded", handle((*server).getDelta), docDownload, uploadTimeout},
		{get, api + "/releases/{version}/archive", "getReleaseArchive", "整个版本的 ZIP", pullers, "every pull is recorded", handle((*server).getArchive), docDownload, uploadTimeout},
		{get, api + "/releases/{version}/pulls", "listReleasePulls", "下载记录", deciders, "says who has what", handle((*server).listPulls), nil, 0},
	}
}

// running is what keeps the house: accounts, words, the trail, and other people's conventions.
func running() []route {
	return []route{
		// Accounts and keys.
		{get, api + "/users", "listUsers", "账号列表", admins, "accounts are the administrator's", handle((*server).listUsers), nil, 0},
		{post, api + "/users", "createUser", "新建账号", admins, "accounts are the administrator's", handle((*server).createUser), nil, 0},
		{patch, api + "/users/{id}", "updateUser", "修改账号", admins, "accounts are the administrator's", handle((*server).updateUser), nil, 0},
		{post, api + "/users/{id}/password", "resetPassword", "重置密码", admins, "accounts are the administrator's", handle((*server).resetPassword), nil, 0},
		{get, api + "/api-keys", "listKeys", "接口密钥", keyHolders, "their own; of others for administrators", handle((*server).listKeys), nil, 0},
		{post, api + "/api-keys", "createKey", "新建接口密钥", keyMakers, "their own; of others for administrators", handle((*server).createKey), nil, 0},
		{del, api + "/api-keys/{id}", "revokeKey", "吊销接口密钥", keyHolders, "their own; of others for administrators", handle((*server).revokeKey), nil, 0},

		// Sensitive words.
		{get, api + "/sensitive-words/lists", "listWordLists", "敏感词表", admins, "the lists are themselves sensitive", handle((*server).listWordLists), nil, 0},
		{get, api + "/sensitive-words/coverage", "getWordCoverage", "敏感词覆盖情况", admins, "the lists are themselves sensitive", handle((*server).getWordCoverage), nil, 0},
		{post, api + "/sensitive-words/import", "importWords", "导入敏感词表", admins, "changes what is blocked for everybody", handle((*server).importWords), docImport, uploadTimeout},
		{post, api + "/sensitive-words/check", "checkWords", "检查文本", admins, "an oracle over the lists", handle((*server).checkWords), nil, 0},

		{get, api + "/audit", "listAudit", "审计记录", auditors, "kept apart from those it watches", handle((*server).listAudit), nil, 0},

		// Outside /api/v1: other people's conventions.
		{post, "/v1/chat/completions", "chatCompletions", "OpenAI 形式的对话", readers, "the same as ask", handle((*server).chatCompletions), docChat, askTimeout},
		{get, "/v1/models", "listModels", "OpenAI 形式的模型列表", signedIn, "a partner's key can be tried out", handle((*server).listModels), nil, 0},
		{get, "/healthz", "healthz", "进程是否存活", anyone, "asked by process supervisors", handle((*server).healthz), nil, 0},
		{get, "/readyz", "readyz", "能否提供服务", anyone, "asked by load balancers", handle((*server).readyz), nil, readyTimeout},
		{get, "/metrics", "metrics", "Prometheus 指标", localAdmins, "counts tell about things not everybody may see", handle((*server).metrics), docMetrics, 0},
		{get, "/openapi.json", "openapi", "本接口说明", anyone, "holds no secret", handle((*server).openapi), docOpenAPI, 0},
	}
}
