// Generated from web/openapi.json by `npm run gen`. Do not edit.

export interface paths {
    "/api/v1/answers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一次回答
         * @description 权限：工作人员及以上
         */
        get: operations["getAnswer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/answers/{id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 自己的评价及其处理情况
         * @description 权限：工作人员及以上
         */
        get: operations["getFeedback"];
        put?: never;
        /**
         * 评价一次回答
         * @description 权限：工作人员及以上
         */
        post: operations["giveFeedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 接口密钥
         * @description 权限：工作人员及以上、共建城市
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * 新建接口密钥
         * @description 权限：工作人员及以上、共建城市（网页会话）
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 吊销接口密钥
         * @description 权限：工作人员及以上、共建城市
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 提问（JSON 或 SSE）
         * @description 权限：工作人员及以上
         */
        post: operations["ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 审计记录
         * @description 权限：审计员
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 批次
         * @description 权限：工作人员及以上
         */
        get: operations["listBatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一个批次
         * @description 权限：工作人员及以上
         */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 批次中的文件
         * @description 权限：工作人员及以上
         */
        get: operations["listItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 对话列表
         * @description 权限：工作人员及以上
         */
        get: operations["listConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 对话及其问答
         * @description 权限：工作人员及以上
         */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        /**
         * 删除对话
         * @description 权限：工作人员及以上
         */
        delete: operations["deleteConversation"];
        options?: never;
        head?: never;
        /**
         * 修改对话标题
         * @description 权限：工作人员及以上
         */
        patch: operations["renameConversation"];
        trace?: never;
    };
    "/api/v1/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 文件目录
         * @description 权限：工作人员及以上
         */
        get: operations["listDocuments"];
        put?: never;
        /**
         * 上传文件
         * @description 权限：管理员
         */
        post: operations["uploadDocuments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一份文件及其各版本
         * @description 权限：工作人员及以上
         */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        /**
         * 撤下文件
         * @description 权限：管理员
         */
        delete: operations["withdrawDocument"];
        options?: never;
        head?: never;
        /**
         * 调整文件密级
         * @description 权限：管理员
         */
        patch: operations["setClearance"];
        trace?: never;
    };
    "/api/v1/documents/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 恢复已撤下的文件
         * @description 权限：管理员
         */
        post: operations["restoreDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 自动起草的进度
         * @description 权限：领域专家、审核组长、管理员
         */
        get: operations["getDrafting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/eval/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 逐题比较两次评测
         * @description 权限：审核组长、管理员
         */
        get: operations["compareEvalRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/eval/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 评测
         * @description 权限：审核组长、管理员
         */
        get: operations["listEvalRuns"];
        put?: never;
        /**
         * 开始评测
         * @description 权限：审核组长、管理员
         */
        post: operations["startEvalRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/eval/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一次评测
         * @description 权限：审核组长、管理员
         */
        get: operations["getEvalRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/eval/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 取消评测
         * @description 权限：审核组长、管理员
         */
        post: operations["cancelEvalRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/eval/runs/{id}/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 评测中各题的结果
         * @description 权限：审核组长、管理员
         */
        get: operations["listEvalOutcomes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/eval/sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 问题集
         * @description 权限：审核组长、管理员
         */
        get: operations["listEvalSets"];
        put?: never;
        /**
         * 导入或生成问题集
         * @description 权限：审核组长、管理员
         */
        post: operations["makeEvalSet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/eval/sets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一个问题集
         * @description 权限：审核组长、管理员
         */
        get: operations["getEvalSet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/eval/sets/{id}/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 问题集中的问题
         * @description 权限：审核组长、管理员
         */
        get: operations["listEvalQuestions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 本人指出有误的回答及处理情况
         * @description 权限：工作人员及以上
         */
        get: operations["listReported"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intakes/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 重试
         * @description 权限：管理员
         */
        post: operations["retryIntake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 处理任务
         * @description 权限：管理员
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 有“三定”或批复的机构
         * @description 权限：工作人员及以上
         */
        get: operations["listOrgs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pairs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 问答对
         * @description 权限：领域专家、审核组长、管理员
         */
        get: operations["listPairs"];
        put?: never;
        /**
         * 新建问答对
         * @description 权限：领域专家、审核组长
         */
        post: operations["createPair"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pairs/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 检查问答对
         * @description 权限：领域专家、审核组长
         */
        post: operations["checkPair"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pairs/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 自动起草问答对
         * @description 权限：审核组长、管理员
         */
        post: operations["draftPairs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pairs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一个问答对
         * @description 权限：领域专家、审核组长、管理员
         */
        get: operations["getPair"];
        /**
         * 修改问答对（新版本）
         * @description 权限：领域专家、审核组长
         */
        put: operations["revisePair"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pairs/{id}/recheck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 已审定的退回复核
         * @description 权限：审核组长、管理员
         */
        post: operations["recheckPair"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pairs/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 送审
         * @description 权限：领域专家、审核组长
         */
        post: operations["submitPair"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pairs/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 问答对的各版本与审核记录
         * @description 权限：领域专家、审核组长、管理员
         */
        get: operations["listPairVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pairs/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 撤下问答对
         * @description 权限：审核组长、管理员
         */
        post: operations["withdrawPair"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/relations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 文件关系
         * @description 权限：工作人员及以上
         */
        get: operations["listRelations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/relations/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 确认或否定关系
         * @description 权限：审核组长、管理员
         */
        post: operations["decideRelation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 发布版本
         * @description 权限：共建城市、审核组长、管理员
         */
        get: operations["listReleases"];
        put?: never;
        /**
         * 构建新版本
         * @description 权限：审核组长、管理员
         */
        post: operations["buildRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 发布签名的公钥
         * @description 权限：共建城市、审核组长、管理员
         */
        get: operations["getReleaseKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一个发布版本
         * @description 权限：共建城市、审核组长、管理员
         */
        get: operations["getRelease"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases/{version}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 整个版本的 ZIP
         * @description 权限：共建城市、审核组长、管理员
         */
        get: operations["getReleaseArchive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases/{version}/delta": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 自某个版本以来的增量
         * @description 权限：共建城市、审核组长、管理员
         */
        get: operations["getReleaseDelta"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases/{version}/files/data/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 版本中 data/ 下的文件（支持 ETag、Range）
         * @description 权限：共建城市、审核组长、管理员
         */
        get: operations["getReleaseData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases/{version}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 版本中的文件（支持 ETag、Range）
         * @description 权限：共建城市、审核组长、管理员
         */
        get: operations["getReleaseFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases/{version}/manifest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 清单及其签名
         * @description 权限：共建城市、审核组长、管理员
         */
        get: operations["getReleaseManifest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases/{version}/pulls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 下载记录
         * @description 权限：审核组长、管理员
         */
        get: operations["listReleasePulls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 审核队列
         * @description 权限：领域专家、审核组长
         */
        get: operations["getReview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/review/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 领取下一个待审
         * @description 权限：领域专家、审核组长
         */
        post: operations["nextReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/review/{id}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 延长领取时间
         * @description 权限：领域专家、审核组长
         */
        post: operations["renewReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/review/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 归还
         * @description 权限：领域专家、审核组长
         */
        post: operations["returnReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/review/{id}/verdict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 给出审核意见
         * @description 权限：领域专家、审核组长
         */
        post: operations["giveVerdict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 检索条文
         * @description 权限：工作人员及以上
         */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensitive-words/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 检查文本
         * @description 权限：管理员
         */
        post: operations["checkWords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensitive-words/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 敏感词覆盖情况
         * @description 权限：管理员
         */
        get: operations["getWordCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensitive-words/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 导入敏感词表
         * @description 权限：管理员
         */
        post: operations["importWords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensitive-words/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 敏感词表
         * @description 权限：管理员
         */
        get: operations["listWordLists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 当前登录的账号
         * @description 权限：已登录（含首次登录）
         */
        get: operations["getSession"];
        put?: never;
        /**
         * 登录
         * @description 权限：任何人
         */
        post: operations["signIn"];
        /**
         * 退出登录
         * @description 权限：任何人
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 修改自己的密码
         * @description 权限：已登录（网页会话，含首次登录）
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 处理阶段
         * @description 权限：工作人员及以上
         */
        get: operations["listStages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 系统状态
         * @description 权限：工作人员及以上
         */
        get: operations["getSystem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 整改工单
         * @description 权限：领域专家、审核组长、管理员
         */
        get: operations["listTickets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/assignees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 可以指派的人
         * @description 权限：审核组长、管理员
         */
        get: operations["listAssignees"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一个工单：案例、经过、可填的修复版本
         * @description 权限：领域专家、审核组长、管理员
         */
        get: operations["getTicket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 复审通过
         * @description 权限：审核组长、管理员
         */
        post: operations["acceptTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 指派
         * @description 权限：审核组长、管理员
         */
        post: operations["assignTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{id}/fixed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 填写修复版本
         * @description 权限：领域专家、审核组长、管理员
         */
        post: operations["fixedTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 复审退回
         * @description 权限：审核组长、管理员
         */
        post: operations["rejectTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{id}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 复测
         * @description 权限：审核组长、管理员
         */
        post: operations["rerunTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 开始修复
         * @description 权限：领域专家、审核组长、管理员
         */
        post: operations["startTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 账号列表
         * @description 权限：管理员
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * 新建账号
         * @description 权限：管理员
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * 修改账号
         * @description 权限：管理员
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/api/v1/users/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 重置密码
         * @description 权限：管理员
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 一个版本的全文
         * @description 权限：工作人员及以上
         */
        get: operations["getVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{id}/chunks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 版本的条文目录
         * @description 权限：工作人员及以上
         */
        get: operations["listChunks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{id}/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 版本中的编制与职数
         * @description 权限：工作人员及以上
         */
        get: operations["listFacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 原件
         * @description 权限：工作人员及以上
         */
        get: operations["getFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{id}/relations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 版本与其他文件的关系
         * @description 权限：工作人员及以上
         */
        get: operations["listVersionRelations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 进程是否存活
         * @description 权限：任何人
         */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prometheus 指标
         * @description 权限：本机、管理员
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 本接口说明
         * @description 权限：任何人
         */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 能否提供服务
         * @description 权限：任何人
         */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chat/completions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * OpenAI 形式的对话
         * @description 权限：工作人员及以上
         */
        post: operations["chatCompletions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * OpenAI 形式的模型列表
         * @description 权限：已登录
         */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance: number;
            /** Format: date-time */
            created_at: string;
            disabled: boolean;
            /** Format: int64 */
            id: number;
            /** Format: date-time */
            last_login: string | null;
            login: string;
            must_change: boolean;
            name: string;
            roles: ("staff" | "expert" | "lead" | "admin" | "auditor" | "partner")[];
            unit: string;
        };
        Actor: {
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance: number;
            /** Format: int64 */
            id: number;
            login: string;
            /** @description 须先修改初始密码 */
            must_change?: boolean;
            name: string;
            roles: ("staff" | "expert" | "lead" | "admin" | "auditor" | "partner")[];
            unit: string;
            /** @enum {string} */
            via: "session" | "apikey";
        };
        Answer: {
            approved?: components["schemas"]["Approval"];
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            as_of: string;
            as_of_note?: string;
            as_of_source: string;
            citations: components["schemas"]["Citation"][];
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance: number;
            /** Format: int64 */
            conversation_id?: number;
            degraded?: string;
            /** Format: int64 */
            id?: number;
            /** @enum {string} */
            mode: "extractive" | "model" | "refusal";
            model?: string;
            notices?: string[];
            prompt_version?: string;
            question: string;
            refusal?: components["schemas"]["Refusal"];
            related?: components["schemas"]["Related"][];
            sentences: components["schemas"]["Sentence"][];
            table?: components["schemas"]["Table"];
            text: string;
            timings: {
                [key: string]: number;
            };
        };
        AnswerEvent: {
            answer?: components["schemas"]["Answer"];
            citation?: components["schemas"]["Citation"];
            delta?: string;
            error?: string;
            label?: string;
            stage?: string;
            type: string;
        };
        Approval: {
            /** Format: date-time */
            approved_at: string;
            /** Format: int64 */
            pair_id: number;
            /** Format: int64 */
            version: number;
        };
        Assignee: {
            /** Format: int64 */
            id: number;
            login: string;
            name: string;
            unit?: string;
        };
        Assignment: {
            /** Format: int64 */
            account_id: number;
            note?: string;
        };
        AuditEntry: {
            action: string;
            /** Format: int64 */
            actor_id: number;
            actor_login: string;
            actor_name: string;
            actor_roles: ("staff" | "expert" | "lead" | "admin" | "auditor" | "partner")[];
            after?: unknown;
            /** Format: date-time */
            at: string;
            before?: unknown;
            /** Format: int64 */
            id: number;
            object: string;
            object_id: string;
            via: string;
        };
        Basis: {
            address: string;
            /** Format: int64 */
            chunk_id?: number;
            doc_no?: string;
            /** Format: int64 */
            document_id: number;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            effective_from?: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            effective_to?: string;
            /** Format: int64 */
            end: number;
            filename: string;
            hash: string;
            label: string;
            quote: string;
            /** Format: int64 */
            start: number;
            /** @enum {string} */
            status: "in_force" | "amended" | "repealed" | "lapsed" | "not_yet_effective" | "draft" | "unknown";
            title: string;
            /** Format: int64 */
            version_id: number;
        };
        Batch: {
            actor: string;
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance: number;
            counts: {
                [key: string]: number;
            };
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            label: string;
            sample: boolean;
            /** Format: int64 */
            source_class: number;
            /** Format: int64 */
            total: number;
        };
        ChatChoice: {
            finish_reason: string;
            /** Format: int64 */
            index: number;
            message: components["schemas"]["ChatContent"];
        };
        ChatChunk: {
            choices: components["schemas"]["ChatChunkChoice"][];
            /** Format: int64 */
            created: number;
            id: string;
            model: string;
            object: string;
            usage?: components["schemas"]["ChatUsage"];
        };
        ChatChunkChoice: {
            delta: components["schemas"]["ChatContent"];
            finish_reason: string | null;
            /** Format: int64 */
            index: number;
        };
        ChatCompletion: {
            choices: components["schemas"]["ChatChoice"][];
            /** Format: int64 */
            created: number;
            id: string;
            model: string;
            object: string;
            usage: components["schemas"]["ChatUsage"];
        };
        ChatContent: {
            content: string;
            role?: string;
        };
        ChatMessage: {
            /** @description 文字，或 {type: text, text} 的列表 */
            content: unknown;
            role: string;
        } & {
            [key: string]: unknown;
        };
        ChatRequest: {
            messages: components["schemas"]["ChatMessage"][];
            model?: string;
            stream?: boolean;
        } & {
            [key: string]: unknown;
        };
        ChatUsage: {
            /** Format: int64 */
            completion_tokens: number;
            /** Format: int64 */
            prompt_tokens: number;
            /** Format: int64 */
            total_tokens: number;
        };
        Chunk: {
            address: string;
            /** Format: int64 */
            end: number;
            hash: string;
            /** Format: int64 */
            id: number;
            /** @enum {string} */
            kind: "article" | "section" | "duty" | "division" | "unit" | "quota" | "row" | "passage" | "front" | "pair";
            label: string;
            lead?: string;
            /** Format: int64 */
            page?: number;
            path: string[];
            /** Format: int64 */
            seq: number;
            /** Format: int64 */
            start: number;
            text: string;
            /** Format: int64 */
            version_id: number;
        };
        Citation: {
            address: string;
            /** Format: int64 */
            chunk_id: number;
            /** @enum {string} */
            doc_kind: "law" | "gongwen" | "sanding" | "reply" | "journal" | "plain";
            doc_no?: string;
            /** Format: int64 */
            document_id: number;
            doubt?: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            effective_from?: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            effective_to?: string;
            /** Format: int64 */
            end: number;
            external_id?: string;
            filename: string;
            label: string;
            /** Format: int64 */
            n: number;
            /** Format: int64 */
            page?: number;
            /** Format: int64 */
            pair_id?: number;
            path: string[];
            quote: string;
            /** Format: int64 */
            start: number;
            /** @enum {string} */
            status: "in_force" | "amended" | "repealed" | "lapsed" | "not_yet_effective" | "draft" | "unknown";
            title: string;
            /** Format: int64 */
            version_id: number;
        };
        Conversation: {
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            title: string;
            turns?: components["schemas"]["Turn"][];
            /** Format: date-time */
            updated_at: string;
        };
        Decision: {
            /** @enum {string} */
            state: "confirmed" | "rejected";
        };
        Document: {
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance: number;
            /** Format: date-time */
            created_at: string;
            doc_no?: string;
            /** Format: int64 */
            id: number;
            issuer?: string;
            /** @enum {string} */
            kind: "law" | "gongwen" | "sanding" | "reply" | "journal" | "plain";
            org?: string;
            sample: boolean;
            /** Format: int64 */
            source_class: number;
            title: string;
            versions: components["schemas"]["VersionInfo"][];
        };
        DocumentChange: {
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance: number;
        };
        Drafting: {
            /** Format: int64 */
            created: number;
            /** Format: int64 */
            done: number;
            error?: string;
            /** @enum {string} */
            state: "idle" | "queued" | "running" | "done" | "failed";
            /** Format: int64 */
            total: number;
        };
        DraftingJob: {
            /** Format: int64 */
            job: number;
        };
        DraftingRequest: {
            /** @description 从哪些文件起草，空则全部 */
            document_ids?: number[];
            /** @description 也用大模型起草 */
            use_model?: boolean;
        };
        EvalCasePair: {
            a: components["schemas"]["EvalOutcome"];
            b: components["schemas"]["EvalOutcome"];
            question: components["schemas"]["EvalQuestion"];
        };
        EvalComparison: {
            a: components["schemas"]["EvalRun"];
            b: components["schemas"]["EvalRun"];
            broken: components["schemas"]["EvalCasePair"][];
            /** Format: int64 */
            common: number;
            fixed: components["schemas"]["EvalCasePair"][];
            metrics: components["schemas"]["EvalMetricPair"][];
            note?: string;
            same_failed: components["schemas"]["EvalCasePair"][];
            /** Format: int64 */
            same_passed: number;
        };
        EvalConfig: {
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance?: number;
            keys?: string[];
            /** @enum {string} */
            leg?: "fused" | "lexical" | "dense";
            split?: string;
            /** Format: int64 */
            workers?: number;
        };
        EvalGold: {
            address?: string;
            external_id?: string;
            file?: string;
        };
        EvalGroup: {
            /** Format: int64 */
            answerable: number;
            /** Format: int64 */
            cited: number;
            /** Format: int64 */
            correct: number;
            name: string;
            /** Format: int64 */
            passed: number;
            /** Format: int64 */
            questions: number;
            /** Format: int64 */
            refused: number;
            scores: components["schemas"]["EvalScore"][];
            /** Format: int64 */
            type?: number;
        };
        EvalMetricPair: {
            /** Format: double */
            a: number;
            /** Format: double */
            b: number;
            label: string;
            /** Format: int64 */
            n: number;
            name: string;
        };
        EvalMetrics: {
            all: components["schemas"]["EvalGroup"];
            classes?: {
                [key: string]: number;
            };
            data_changed?: boolean;
            /** Format: double */
            p50_ms: number;
            /** Format: double */
            p95_ms: number;
            splits?: components["schemas"]["EvalGroup"][];
            stages?: {
                [key: string]: number;
            };
            types?: components["schemas"]["EvalGroup"][];
        };
        EvalOutcome: {
            answer: components["schemas"]["Answer"];
            cited: boolean;
            class?: string;
            correct: boolean;
            evidence?: components["schemas"]["EvalProof"][];
            object?: string;
            object_id?: string;
            object_type?: string;
            passed: boolean;
            problem?: string;
            question: components["schemas"]["EvalQuestion"];
            refused: boolean;
            /** Format: int64 */
            run_id?: number;
            scores?: {
                [key: string]: number;
            };
            /** Format: int64 */
            seq?: number;
            stage?: string;
            /** Format: double */
            took_ms: number;
        };
        EvalProof: {
            check: string;
            detail?: string;
            ids?: {
                [key: string]: number;
            };
            label: string;
            ok: boolean;
            print?: string;
            ranks?: {
                [key: string]: number;
            };
        };
        EvalQuestion: {
            answer?: string;
            answerable: boolean;
            answers?: string[];
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            as_of?: string;
            gold?: components["schemas"]["EvalGold"][];
            id: string;
            must?: string[];
            must_not?: string[];
            /** Format: int64 */
            pair_id?: number;
            question: string;
            refusal_reasons?: string[];
            split?: string;
            /** Format: int64 */
            type: number;
        };
        EvalRun: {
            actor: string;
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance: number;
            config: components["schemas"]["EvalConfig"];
            /** Format: date-time */
            created_at: string;
            data_version: string;
            /** Format: int64 */
            done: number;
            embedder: string;
            /** Format: date-time */
            ended_at?: string;
            error?: string;
            /** Format: int64 */
            id: number;
            label?: string;
            metrics: components["schemas"]["EvalMetrics"];
            model: string;
            program: string;
            prompt_version: string;
            /** Format: int64 */
            set_id: number;
            set_name: string;
            /** Format: int64 */
            set_version: number;
            /** Format: date-time */
            started_at?: string;
            state: string;
            /** Format: int64 */
            ticket_id?: number;
            /** Format: int64 */
            total: number;
        };
        EvalScore: {
            label: string;
            /** Format: int64 */
            n: number;
            name: string;
            /** Format: double */
            value: number;
        };
        EvalSet: {
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance: number;
            /** Format: date-time */
            created_at: string;
            created_by?: string;
            /** Format: int64 */
            id: number;
            name: string;
            note?: string;
            origin: string;
            /** Format: int64 */
            runs: number;
            sha256: string;
            /** Format: int64 */
            size: number;
            splits: {
                [key: string]: number;
            };
            /** Format: int64 */
            version: number;
        };
        Explain: {
            /** Format: int64 */
            dense_rank?: number;
            /** Format: double */
            dense_score?: number;
            /** Format: int64 */
            lexical_rank?: number;
            /** Format: double */
            lexical_score?: number;
            parts: components["schemas"]["ScorePart"][];
            terms?: components["schemas"]["TermWeight"][];
        };
        Fact: {
            /** Format: int64 */
            chunk_id: number;
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance: number;
            delta: boolean;
            /** @enum {string} */
            doc_kind: "law" | "gongwen" | "sanding" | "reply" | "journal" | "plain";
            doc_no?: string;
            doc_title: string;
            /** Format: int64 */
            document_id: number;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            effective_from?: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            effective_to?: string;
            /** Format: int64 */
            end: number;
            /** Format: int64 */
            id: number;
            label: string;
            /** Format: int64 */
            n: number;
            org: string;
            qualifier?: string;
            quote: string;
            /** Format: int64 */
            start: number;
            /** @enum {string} */
            status: "in_force" | "amended" | "repealed" | "lapsed" | "not_yet_effective" | "draft" | "unknown";
            title?: string;
            type: string;
            unit?: string;
            /** Format: int64 */
            version_id: number;
        };
        Feedback: {
            comment?: string;
            reason?: string;
            ticket?: components["schemas"]["Handling"];
            verdict: string;
        };
        Field: {
            /** Format: double */
            confidence: number;
            /** Format: int64 */
            end: number;
            name: string;
            /** Format: int64 */
            start: number;
            value: string;
        };
        Finding: {
            action: string;
            /** Format: int64 */
            end: number;
            message: string;
            rule: string;
            /** Format: int64 */
            start: number;
        };
        FixNote: {
            /** @description 修复后的版本：工单详情 fixes 中的一个 */
            fix_version: string;
            note: string;
        };
        Handling: {
            /** Format: int64 */
            id: number;
            label: string;
            state: string;
            /** Format: date-time */
            updated_at: string;
        };
        Health: {
            reason?: string;
            /** @enum {string} */
            status: "ok" | "unavailable";
        };
        HistoryEvent: {
            kind: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            on: string;
            text: string;
        };
        Hit: {
            address: string;
            /** Format: int64 */
            chunk_id?: number;
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance: number;
            direct?: string;
            /** @enum {string} */
            doc_kind: "law" | "gongwen" | "sanding" | "reply" | "journal" | "plain";
            doc_no?: string;
            /** Format: int64 */
            document_id: number;
            doubt?: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            effective_from?: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            effective_to?: string;
            /** Format: int64 */
            end: number;
            /** Format: int64 */
            entry_id: number;
            explain?: components["schemas"]["Explain"];
            external_id?: string;
            filename: string;
            hash: string;
            /** @enum {string} */
            kind: "article" | "section" | "duty" | "division" | "unit" | "quota" | "row" | "passage" | "front" | "pair";
            label: string;
            lead?: string;
            org?: string;
            /** Format: int64 */
            page?: number;
            /** Format: int64 */
            pair_id?: number;
            path: string[];
            /** Format: double */
            score: number;
            /** Format: int64 */
            start: number;
            /** @enum {string} */
            status: "in_force" | "amended" | "repealed" | "lapsed" | "not_yet_effective" | "draft" | "unknown";
            text: string;
            title: string;
            /** Format: int64 */
            version_id: number;
        };
        Imported: {
            /** Format: int64 */
            added: number;
        };
        Intake: {
            /** Format: int64 */
            attempts: number;
            /** Format: int64 */
            batch_id: number;
            /** Format: date-time */
            created_at: string;
            detail?: string;
            /** Format: int64 */
            document_id?: number;
            error?: string;
            external_id?: string;
            filename: string;
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            line?: number;
            note?: string;
            /** Format: double */
            progress: number;
            sha256?: string;
            /** Format: int64 */
            size: number;
            stage: string;
            state: string;
            /** Format: date-time */
            updated_at: string;
            /** Format: int64 */
            version_id?: number;
        };
        Jobs: {
            counts: {
                [key: string]: number;
            };
            items: components["schemas"]["Intake"][];
            /** Format: int64 */
            total: number;
        };
        Judgement: {
            comment?: string;
            /** @description down 时必填：wrong 错误、outdated 过时、citation 依据不符、incomplete 不完整、refused 不该拒答、other 其他 */
            reason?: string;
            /** @enum {string} */
            verdict: "up" | "down";
        };
        Key: {
            /** Format: int64 */
            account_id: number;
            /** Format: date-time */
            created_at: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            expires_on: string;
            /** Format: int64 */
            id: number;
            login: string;
            name: string;
            prefix: string;
            /** Format: date-time */
            revoked_at: string | null;
            /** Format: date-time */
            used_at: string | null;
        };
        Link: {
            /** Format: int64 */
            document_id?: number;
            /** Format: int64 */
            pair_id?: number;
            title: string;
            type: string;
        };
        ListAccount: {
            items: components["schemas"]["Account"][];
            /** Format: int64 */
            total: number;
        };
        ListAssignee: {
            items: components["schemas"]["Assignee"][];
            /** Format: int64 */
            total: number;
        };
        ListAuditEntry: {
            items: components["schemas"]["AuditEntry"][];
            /** Format: int64 */
            total: number;
        };
        ListBatch: {
            items: components["schemas"]["Batch"][];
            /** Format: int64 */
            total: number;
        };
        ListChunk: {
            items: components["schemas"]["Chunk"][];
            /** Format: int64 */
            total: number;
        };
        ListConversation: {
            items: components["schemas"]["Conversation"][];
            /** Format: int64 */
            total: number;
        };
        ListDocument: {
            items: components["schemas"]["Document"][];
            /** Format: int64 */
            total: number;
        };
        ListEvalOutcome: {
            items: components["schemas"]["EvalOutcome"][];
            /** Format: int64 */
            total: number;
        };
        ListEvalQuestion: {
            items: components["schemas"]["EvalQuestion"][];
            /** Format: int64 */
            total: number;
        };
        ListEvalRun: {
            items: components["schemas"]["EvalRun"][];
            /** Format: int64 */
            total: number;
        };
        ListEvalSet: {
            items: components["schemas"]["EvalSet"][];
            /** Format: int64 */
            total: number;
        };
        ListFact: {
            items: components["schemas"]["Fact"][];
            /** Format: int64 */
            total: number;
        };
        ListIntake: {
            items: components["schemas"]["Intake"][];
            /** Format: int64 */
            total: number;
        };
        ListKey: {
            items: components["schemas"]["Key"][];
            /** Format: int64 */
            total: number;
        };
        ListPair: {
            items: components["schemas"]["Pair"][];
            /** Format: int64 */
            total: number;
        };
        ListPairVersion: {
            items: components["schemas"]["PairVersion"][];
            /** Format: int64 */
            total: number;
        };
        ListRelation: {
            items: components["schemas"]["Relation"][];
            /** Format: int64 */
            total: number;
        };
        ListRelease: {
            items: components["schemas"]["Release"][];
            /** Format: int64 */
            total: number;
        };
        ListReleasePull: {
            items: components["schemas"]["ReleasePull"][];
            /** Format: int64 */
            total: number;
        };
        ListReported: {
            items: components["schemas"]["Reported"][];
            /** Format: int64 */
            total: number;
        };
        ListStage: {
            items: components["schemas"]["Stage"][];
            /** Format: int64 */
            total: number;
        };
        ListString: {
            items: string[];
            /** Format: int64 */
            total: number;
        };
        ListWordList: {
            items: components["schemas"]["WordList"][];
            /** Format: int64 */
            total: number;
        };
        MadeKey: {
            key: components["schemas"]["Key"];
            secret: string;
        };
        ModelInfo: {
            /** Format: int64 */
            created: number;
            id: string;
            object: string;
            owned_by: string;
        };
        ModelList: {
            data: components["schemas"]["ModelInfo"][];
            object: string;
        };
        NewKey: {
            /**
             * Format: int64
             * @description 为哪个账号，默认为自己；为他人仅限管理员
             */
            account_id?: number;
            /** @description 最后一个有效日，默认不到期 */
            expires_on?: string;
            name: string;
        };
        NewRelease: {
            /** @description 说明，写进变更记录 */
            note?: string;
        };
        NewRun: {
            /**
             * Format: int64
             * @description 以哪个密级的眼光提问；不填为自己的密级
             */
            clearance?: number;
            /** @description 名字 */
            label?: string;
            /**
             * @description 检索指标用哪种检索
             * @enum {string}
             */
            leg?: "fused" | "lexical" | "dense";
            /** Format: int64 */
            set_id: number;
            /** @description 只评测这一部分，例如 dev */
            split?: string;
        };
        NewSet: {
            /**
             * @description pairs：由已审定问答生成；sample：随产品附带的示例问题
             * @enum {string}
             */
            from: "pairs" | "sample";
            /** @description 问题集名称；from 为 sample 时不用填 */
            name: string;
        };
        NewUser: {
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance: number;
            login: string;
            name: string;
            /** @description 初始密码，首次登录须修改 */
            password: string;
            roles: ("staff" | "expert" | "lead" | "admin" | "auditor" | "partner")[];
            unit?: string;
        };
        Pair: {
            answer: string;
            /** Format: date-time */
            approved_at?: string;
            /** Format: int64 */
            approved_version?: number;
            author?: string;
            basis: components["schemas"]["Basis"][];
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance: number;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            document_id: number;
            findings?: components["schemas"]["PairFinding"][];
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            leased_by?: number;
            /** Format: date-time */
            leased_until?: string;
            links?: components["schemas"]["Link"][];
            model?: string;
            origin: string;
            /** Format: int64 */
            priority: number;
            prompt_version?: string;
            question: string;
            reason?: string;
            /** Format: int64 */
            round?: number;
            state: string;
            /** Format: int64 */
            type: number;
            /** Format: date-time */
            updated_at: string;
            variants?: string[];
            /** Format: int64 */
            version: number;
        };
        PairBasis: {
            address?: string;
            /**
             * Format: int64
             * @description 不给出位置时，在这一条里找 quote
             */
            chunk_id?: number;
            doc_no?: string;
            /** Format: int64 */
            document_id?: number;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            effective_from?: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            effective_to?: string;
            /** Format: int64 */
            end?: number;
            filename?: string;
            hash?: string;
            label?: string;
            /** @description 给出时必须与原文一字不差 */
            quote?: string;
            /**
             * Format: int64
             * @description 在版本全文中的起始位置（字符，从 0 起）
             */
            start?: number;
            status?: string;
            title?: string;
            /** Format: int64 */
            version_id?: number;
        };
        PairContent: {
            answer: string;
            /** @description 依据，至少一条 */
            basis: components["schemas"]["PairBasis"][];
            /** @description 关联 */
            links?: components["schemas"]["PairLink"][];
            /** @description 修改说明 */
            note?: string;
            /**
             * @description 由何而来：专家、用户反馈、评测失败
             * @enum {string}
             */
            origin?: "expert" | "feedback" | "failure";
            /**
             * Format: int64
             * @description 仅用于检查：它是哪个问答对的新版本
             */
            pair_id?: number;
            question: string;
            /**
             * Format: int64
             * @description 问题类型
             */
            type: number;
            /** @description 其他问法 */
            variants?: string[];
        };
        PairFinding: {
            level: string;
            message: string;
            metric: string;
            rule: string;
        };
        PairFindings: {
            findings: components["schemas"]["PairFinding"][];
        };
        PairLink: {
            /** Format: int64 */
            document_id?: number;
            /** Format: int64 */
            pair_id?: number;
            title?: string;
            /** @enum {string} */
            type: "related" | "prerequisite" | "contrast" | "supersedes";
        };
        PairReason: {
            /** @description 原因，记入审计 */
            reason: string;
        };
        PairVersion: {
            answer: string;
            author?: string;
            basis: components["schemas"]["Basis"][];
            /** Format: date-time */
            created_at: string;
            findings?: components["schemas"]["PairFinding"][];
            links?: components["schemas"]["Link"][];
            /** Format: int64 */
            n: number;
            note?: string;
            question: string;
            /** Format: int64 */
            type: number;
            variants?: string[];
            verdicts: components["schemas"]["Verdict"][];
        };
        PasswordChange: {
            new: string;
            old: string;
        };
        PasswordReset: {
            password: string;
        };
        Problem: {
            /** @enum {string} */
            code: "not_found" | "invalid" | "conflict" | "unauthenticated" | "forbidden" | "too_large" | "unsupported" | "rate_limited" | "unavailable" | "stale_schema" | "canceled" | "internal";
            detail: string;
            /** @description 出错的输入项 */
            field?: string;
            /** @description 内部错误的编号，报给管理员可查日志 */
            request_id?: string;
            /** Format: int64 */
            status: number;
            title: string;
            type: string;
        };
        Quality: {
            /** Format: int64 */
            empty_pages: number;
            garbled: boolean;
            /** Format: double */
            known: number;
            notes?: string[];
            /** Format: int64 */
            replacement: number;
            /** Format: double */
            score: number;
        };
        Question: {
            /** @description 按哪一天的规定回答，默认看问题，再默认今天 */
            as_of?: string;
            /**
             * Format: int64
             * @description 接着哪个对话问，默认新建
             */
            conversation_id?: number;
            question: string;
        };
        QueueCounts: {
            /** Format: int64 */
            available: number;
            /** Format: int64 */
            leased: number;
            /** Format: int64 */
            mine: number;
            /** Format: int64 */
            mine_today: number;
            /** Format: int64 */
            returned: number;
            /** Format: int64 */
            round1: number;
            /** Format: int64 */
            round2: number;
        };
        Reason: {
            code: string;
            label: string;
        };
        Refusal: {
            message: string;
            nearest?: components["schemas"]["Citation"][];
            reason: string;
        };
        Related: {
            /** Format: int64 */
            document_id: number;
            /** Format: int64 */
            pair_id?: number;
            relation: string;
            title: string;
        };
        Relation: {
            /** Format: int64 */
            end: number;
            /** Format: int64 */
            from_document_id: number;
            from_title: string;
            /** Format: int64 */
            id: number;
            sentence: string;
            /** Format: int64 */
            start: number;
            state: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            target_date?: string;
            target_doc_no?: string;
            /** Format: int64 */
            target_document_id?: number;
            target_title?: string;
            type: string;
            /** Format: int64 */
            version_id: number;
        };
        Release: {
            /** Format: int64 */
            added: number;
            /** Format: int64 */
            changed: number;
            /** Format: date-time */
            created_at: string;
            created_by?: string;
            /** Format: date-time */
            ended_at?: string;
            error?: string;
            /** Format: int64 */
            id: number;
            key_id?: string;
            manifest_sha256?: string;
            note?: string;
            /** Format: double */
            progress: number;
            /** Format: int64 */
            records: number;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            released_on?: string;
            signature?: string;
            /** Format: int64 */
            size: number;
            /** Format: date-time */
            started_at?: string;
            state: string;
            version: string;
            /** Format: int64 */
            withdrawn: number;
        };
        ReleaseCount: {
            /** Format: int64 */
            n: number;
            name: string;
        };
        ReleaseDetail: {
            algorithm?: string;
            changelog?: string;
            files: components["schemas"]["ReleaseFile"][];
            held_back: components["schemas"]["ReleaseCount"][];
            previous?: string;
            release: components["schemas"]["Release"];
            rules: components["schemas"]["ReleaseCount"][];
            types: components["schemas"]["ReleaseCount"][];
        };
        ReleaseFile: {
            path: string;
            sha256: string;
            /** Format: int64 */
            size: number;
            sm3: string;
        };
        ReleasePull: {
            actor: string;
            /** Format: int64 */
            actor_id: number;
            /** Format: int64 */
            bytes: number;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            path: string;
        };
        Reported: {
            /** Format: int64 */
            answer_id: number;
            comment?: string;
            /** Format: int64 */
            conversation_id: number;
            /** Format: date-time */
            created_at: string;
            question: string;
            reason: string;
            ticket?: components["schemas"]["Handling"];
        };
        Restored: {
            /** @description 恢复的理由，记入审计 */
            reason: string;
        };
        Result: {
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            as_of: string;
            degraded?: string;
            hits: components["schemas"]["Hit"][];
            /** @enum {string} */
            leg: "fused" | "lexical" | "dense";
            query: string;
            /** Format: double */
            took_ms: number;
        };
        ReviewItem: {
            /** @description 没有可审的则为 null */
            item: components["schemas"]["Pair"] | null;
            /**
             * Format: date-time
             * @description 在此之前归本人审核
             */
            lease_until?: string;
        };
        ReviewLease: {
            /** Format: date-time */
            lease_until: string;
        };
        ReviewQueue: {
            counts: components["schemas"]["QueueCounts"];
            /** @description 退回的原因 */
            reasons: components["schemas"]["Reason"][];
        };
        ReviewVerdict: {
            /**
             * @description 通过、修改、退回
             * @enum {string}
             */
            action: "accept" | "edit" | "reject";
            comment?: string;
            /** @description 修改后的内容 */
            content?: components["schemas"]["PairContent"];
            /** @description 退回的原因，见 GET /review */
            reason?: string;
            /**
             * Format: int64
             * @description 看的是第几版
             */
            version: number;
        };
        ScorePart: {
            name: string;
            /** Format: double */
            value: number;
        };
        Sentence: {
            citations: number[];
            problem?: string;
            supported: boolean;
            text: string;
        };
        Session: {
            actor: components["schemas"]["Actor"];
        };
        SignIn: {
            login: string;
            password: string;
        };
        Stage: {
            label: string;
            name: string;
        };
        StepNote: {
            note?: string;
        };
        System: {
            /** @description 对话模型；空串为按原文摘录作答 */
            chat_model: string;
            counts: components["schemas"]["SystemCounts"];
            /** @description 缺什么、因此差什么 */
            degraded: string[];
            demo: boolean;
            /** @description 向量模型；空串为没有 */
            embedder: string;
            ready: boolean;
            version: string;
        };
        SystemCounts: {
            /** Format: int64 */
            chunks: number;
            /** Format: int64 */
            documents: number;
            /** Format: int64 */
            embedded: number;
            /** Format: int64 */
            versions: number;
        };
        Table: {
            cites: number[][];
            header: string[];
            rows: string[][];
        };
        TermWeight: {
            term: string;
            /** Format: double */
            weight: number;
        };
        Text: {
            text: string;
        };
        TicketCase: {
            /** Format: date-time */
            created_at: string;
            evidence: components["schemas"]["EvalProof"][];
            /** Format: int64 */
            feedback_id?: number;
            /** Format: int64 */
            id: number;
            key?: string;
            /** Format: int64 */
            passed_in?: number;
            problem: string;
            question: string;
            /** Format: int64 */
            run_id?: number;
            /** Format: int64 */
            set_id?: number;
        };
        TicketEvent: {
            actor: string;
            /** Format: date-time */
            created_at: string;
            from_state?: string;
            /** Format: int64 */
            id: number;
            note?: string;
            to_state: string;
        };
        TicketFix: {
            label: string;
            version: string;
        };
        TicketList: {
            counts: {
                [key: string]: number;
            };
            items: components["schemas"]["TicketTicket"][];
            /** Format: int64 */
            total: number;
        };
        TicketTicket: {
            assignee?: string;
            /** Format: int64 */
            assignee_id?: number;
            /** Format: int64 */
            cases: number;
            class: string;
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance: number;
            /** Format: date-time */
            closed_at?: string;
            /** Format: date-time */
            created_at: string;
            fix_note?: string;
            fix_version?: string;
            /** Format: int64 */
            fixer_id?: number;
            /** Format: int64 */
            id: number;
            object: string;
            object_id: string;
            object_type: string;
            /** Format: int64 */
            reopened: number;
            /** Format: int64 */
            run_id?: number;
            severity: string;
            stage: string;
            state: string;
            title: string;
            /** Format: date-time */
            updated_at: string;
        };
        TicketTrail: {
            cases: components["schemas"]["TicketCase"][];
            events: components["schemas"]["TicketEvent"][];
            fixes: components["schemas"]["TicketFix"][];
            ticket: components["schemas"]["TicketTicket"];
        };
        Title: {
            title: string;
        };
        Turn: {
            answer: components["schemas"]["Answer"];
            /** Format: int64 */
            conversation_id: number;
            /** Format: date-time */
            created_at: string;
            evidence: number[];
            feedback?: components["schemas"]["Feedback"];
            hidden?: boolean;
            /** Format: int64 */
            id: number;
            question: string;
        };
        Upload: {
            batch: components["schemas"]["Batch"];
            files: components["schemas"]["UploadedFile"][];
        };
        UploadedFile: {
            error?: string;
            filename: string;
            /** Format: int64 */
            intake_id?: number;
            state?: string;
        };
        UserChange: {
            /** @description 密级：1 公开、2 内部、3 受限、4 敏感个人信息 */
            clearance?: number;
            disabled?: boolean;
            name?: string;
            roles?: ("staff" | "expert" | "lead" | "admin" | "auditor" | "partner")[];
            unit?: string;
        };
        Verdict: {
            action: string;
            comment?: string;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            n: number;
            reason?: string;
            reviewer: string;
            /** Format: int64 */
            reviewer_id: number;
            /** Format: int64 */
            round: number;
            unit?: string;
        };
        Version: {
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            as_of: string;
            /** Format: int64 */
            chunk_count: number;
            /** Format: date-time */
            created_at: string;
            doc_no?: string;
            document: components["schemas"]["Document"];
            /** Format: int64 */
            document_id: number;
            doubt?: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            effective_from?: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            effective_to?: string;
            ended_by?: string;
            /** Format: int64 */
            ended_by_version?: number;
            external_id?: string;
            fields: components["schemas"]["Field"][];
            filename: string;
            findings: components["schemas"]["Finding"][];
            format: string;
            history: components["schemas"]["HistoryEvent"][];
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            pages?: number;
            parser: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            published_on?: string;
            quality: components["schemas"]["Quality"];
            sha256: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            signed_on?: string;
            /** Format: int64 */
            size: number;
            sm3: string;
            /** @enum {string} */
            status: "in_force" | "amended" | "repealed" | "lapsed" | "not_yet_effective" | "draft" | "unknown";
            text: string;
            title: string;
        };
        VersionInfo: {
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            as_of: string;
            /** Format: int64 */
            chunk_count: number;
            /** Format: date-time */
            created_at: string;
            doc_no?: string;
            /** Format: int64 */
            document_id: number;
            doubt?: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            effective_from?: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            effective_to?: string;
            ended_by?: string;
            /** Format: int64 */
            ended_by_version?: number;
            external_id?: string;
            filename: string;
            format: string;
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            pages?: number;
            parser: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            published_on?: string;
            sha256: string;
            /** @description 日期，形如 2024-03-11；空串表示未知或未填 */
            signed_on?: string;
            /** Format: int64 */
            size: number;
            sm3: string;
            /** @enum {string} */
            status: "in_force" | "amended" | "repealed" | "lapsed" | "not_yet_effective" | "draft" | "unknown";
            title: string;
        };
        WordClassCoverage: {
            code: string;
            group: string;
            /** Format: int64 */
            missing: number;
            name: string;
            /** Format: int64 */
            needed: number;
            /** Format: int64 */
            words: number;
        };
        WordHit: {
            action: string;
            class: string;
            class_name: string;
            /** Format: int64 */
            end: number;
            note?: string;
            /** Format: int64 */
            start: number;
            word: string;
        };
        WordList: {
            built_in: boolean;
            classes: {
                [key: string]: number;
            };
            name: string;
            /** Format: date-time */
            updated_at?: string;
            /** Format: int64 */
            version: number;
            /** Format: int64 */
            words: number;
        };
        WordReport: {
            classes: components["schemas"]["WordClassCoverage"][];
            complete: boolean;
            /** Format: int64 */
            needed_total: number;
            problems: string[];
            /** Format: int64 */
            total: number;
            /** Format: date-time */
            updated_at?: string;
        };
        WordVerdict: {
            action: string;
            hits: components["schemas"]["WordHit"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getAnswer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Turn"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feedback"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    giveFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Judgement"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description 哪个账号的，默认为自己；他人的仅限管理员 */
                account_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListKey"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewKey"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeKey"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Question"];
            };
        };
        responses: {
            /** @description Accept: text/event-stream 时为事件流，事件名 stage、delta、citation、final、error，data 为 AnswerEvent；否则为 Answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                    "text/event-stream": components["schemas"]["AnswerEvent"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description 条数 */
                limit?: number;
                /** @description 跳过的条数 */
                offset?: number;
                /** @description 操作，如 document.withdraw；document 则为其下全部 */
                action?: string;
                /** @description 登录名 */
                actor?: string;
                /** @description 对象种类 */
                object?: string;
                /** @description 对象编号 */
                object_id?: string;
                /** @description 起始日（含） */
                from?: string;
                /** @description 截止日（含） */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListAuditEntry"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBatches: {
        parameters: {
            query?: {
                /** @description 条数 */
                limit?: number;
                /** @description 跳过的条数 */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBatch"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listItems: {
        parameters: {
            query?: {
                /** @description 条数 */
                limit?: number;
                /** @description 跳过的条数 */
                offset?: number;
                /** @description queued、running、done、failed、duplicate、quarantined，逗号分隔 */
                state?: string[] | null;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListIntake"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConversations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListConversation"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renameConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Title"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDocuments: {
        parameters: {
            query?: {
                /** @description 条数 */
                limit?: number;
                /** @description 跳过的条数 */
                offset?: number;
                /** @description 按哪一天的效力，默认今天 */
                as_of?: string;
                /** @description 标题、文号或机构 */
                q?: string;
                /** @description 文件种类 */
                kind?: "law" | "gongwen" | "sanding" | "reply" | "journal" | "plain";
                /** @description 效力状态 */
                status?: "in_force" | "amended" | "repealed" | "lapsed" | "not_yet_effective" | "draft" | "unknown";
                /** @description 机构 */
                org?: string;
                /** @description 列出已撤下的文件（仅管理员） */
                withdrawn?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListDocument"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadDocuments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** @description 密级 1–4，默认 2 */
                    clearance?: number;
                    /** @description 一个或多个文件 */
                    files: string[];
                    /** @description 批次名称 */
                    label?: string;
                    /** @description 来源类别 1–6，默认 2 */
                    source_class?: number;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocument: {
        parameters: {
            query?: {
                /** @description 按哪一天的效力，默认今天 */
                as_of?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawDocument: {
        parameters: {
            query: {
                /** @description 撤下的理由，记入审计 */
                reason: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setClearance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Restored"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDrafting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drafting"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compareEvalRuns: {
        parameters: {
            query: {
                /** @description 基准 */
                a: number;
                /** @description 与基准比较的评测 */
                b: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvalComparison"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvalRuns: {
        parameters: {
            query?: {
                /** @description 条数 */
                limit?: number;
                /** @description 跳过的条数 */
                offset?: number;
                /** @description 只要这个问题集的 */
                set_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListEvalRun"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startEvalRun: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRun"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvalRun"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvalRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvalRun"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelEvalRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvalRun"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvalOutcomes: {
        parameters: {
            query?: {
                /** @description 条数 */
                limit?: number;
                /** @description 跳过的条数 */
                offset?: number;
                /** @description 只要没有通过的 */
                failed?: boolean;
                /** @description 归因 */
                class?: string;
                /** @description 问题类型；0 为全部 */
                type?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListEvalOutcome"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvalSets: {
        parameters: {
            query?: {
                /** @description 条数 */
                limit?: number;
                /** @description 跳过的条数 */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListEvalSet"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeEvalSet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSet"];
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description JSONL，每行一题：id、question、answerable、answer、must、gold……
                     */
                    file: string;
                    /** @description 问题集名称 */
                    name: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvalSet"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvalSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvalSet"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvalQuestions: {
        parameters: {
            query?: {
                /** @description 条数 */
                limit?: number;
                /** @description 跳过的条数 */
                offset?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListEvalQuestion"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReported: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListReported"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryIntake: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Intake"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description 条数 */
                limit?: number;
                /** @description 跳过的条数 */
                offset?: number;
                /** @description queued、running、done、failed、duplicate、quarantined，逗号分隔 */
                state?: string[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jobs"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOrgs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListString"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPairs: {
        parameters: {
            query?: {
                /** @description 条数 */
                limit?: number;
                /** @description 跳过的条数 */
                offset?: number;
                /** @description 状态 */
                state?: "draft" | "review" | "approved" | "rejected" | "withdrawn";
                /** @description 问题或答案中的文字 */
                q?: string;
                /** @description 以这份文件为依据的 */
                document_id?: number;
                /** @description 问题类型，1–30 */
                type?: number;
                /** @description 来源 */
                origin?: "rule" | "model" | "expert" | "feedback" | "failure";
                /** @description 只要本人写过或审过的 */
                mine?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPair"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPair: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PairContent"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pair"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkPair: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PairContent"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairFindings"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    draftPairs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftingRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftingJob"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPair: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pair"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revisePair: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PairContent"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pair"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recheckPair: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PairReason"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pair"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitPair: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pair"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPairVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPairVersion"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawPair: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PairReason"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pair"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRelations: {
        parameters: {
            query?: {
                /** @description 条数 */
                limit?: number;
                /** @description 跳过的条数 */
                offset?: number;
                state?: "proposed" | "confirmed" | "rejected";
                /** @description 只要这份文件的 */
                document_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListRelation"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideRelation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decision"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relation"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReleases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListRelease"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    buildRelease: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRelease"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReleaseKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description 上次的 ETag；没有变化时返回 304 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 文件的字节，ETag 为其 SHA-256 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Range 所要的一段 */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description 与 If-None-Match 所带的相同，没有内容 */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 版本号，如 2026.11.1 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReleaseArchive: {
        parameters: {
            query?: never;
            header?: {
                /** @description 上次的 ETag；没有变化时返回 304 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description 版本号，如 2026.11.1 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 文件的字节，ETag 为其 SHA-256 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Range 所要的一段 */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description 与 If-None-Match 所带的相同，没有内容 */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReleaseDelta: {
        parameters: {
            query: {
                /** @description 已有的版本 */
                since: string;
            };
            header?: {
                /** @description 上次的 ETag；没有变化时返回 304 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description 版本号，如 2026.11.1 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 文件的字节，ETag 为其 SHA-256 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Range 所要的一段 */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description 与 If-None-Match 所带的相同，没有内容 */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReleaseData: {
        parameters: {
            query?: never;
            header?: {
                /** @description 上次的 ETag；没有变化时返回 304 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description 版本号，如 2026.11.1 */
                version: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 文件的字节，ETag 为其 SHA-256 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Range 所要的一段 */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description 与 If-None-Match 所带的相同，没有内容 */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReleaseFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description 上次的 ETag；没有变化时返回 304 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description 版本号，如 2026.11.1 */
                version: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 文件的字节，ETag 为其 SHA-256 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Range 所要的一段 */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description 与 If-None-Match 所带的相同，没有内容 */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReleaseManifest: {
        parameters: {
            query?: never;
            header?: {
                /** @description 上次的 ETag；没有变化时返回 304 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description 版本号，如 2026.11.1 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 文件的字节，ETag 为其 SHA-256 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Range 所要的一段 */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description 与 If-None-Match 所带的相同，没有内容 */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReleasePulls: {
        parameters: {
            query?: {
                /** @description 条数 */
                limit?: number;
                /** @description 跳过的条数 */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description 版本号，如 2026.11.1 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListReleasePull"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewQueue"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    nextReview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewItem"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renewReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewLease"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    returnReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    giveVerdict: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewVerdict"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pair"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search: {
        parameters: {
            query: {
                /** @description 检索词或问题 */
                q: string;
                /** @description 条数 */
                k?: number;
                /** @description 按哪一天的效力，默认今天 */
                as_of?: string;
                /** @description fused（默认）、lexical、dense */
                leg?: "fused" | "lexical" | "dense";
                /** @description 也要当日无效的文本 */
                any_validity?: boolean;
                /** @description 文件种类，逗号分隔 */
                kind?: ("law" | "gongwen" | "sanding" | "reply" | "journal" | "plain")[] | null;
                /** @description 只在这些文件中，逗号分隔 */
                document_id?: number[] | null;
                /** @description 说明得分来历 */
                explain?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Result"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkWords: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Text"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WordVerdict"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWordCoverage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WordReport"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importWords: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * @description 命中后的处置
                     * @enum {string}
                     */
                    action: "block" | "mask" | "review" | "log";
                    /** @description 类别 */
                    class: string;
                    /**
                     * Format: binary
                     * @description 每行一词的文本
                     */
                    file: string;
                    /** @description 词表名称 */
                    list: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWordLists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListWordList"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListStage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSystem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["System"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTickets: {
        parameters: {
            query?: {
                /** @description 条数 */
                limit?: number;
                /** @description 跳过的条数 */
                offset?: number;
                /** @description 状态 */
                state?: "new" | "assigned" | "fixing" | "re_review" | "re_run" | "closed";
                /** @description 责任环节 */
                stage?: "数据集成" | "编目" | "标注" | "检索" | "生成";
                /** @description 失败类别，如 label_wrong */
                class?: string;
                /** @description 只要指派给本人的 */
                mine?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketList"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAssignees: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListAssignee"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketTrail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StepNote"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketTicket"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assignTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assignment"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketTicket"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fixedTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FixNote"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketTicket"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StepNote"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketTicket"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rerunTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvalRun"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StepNote"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketTicket"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListAccount"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVersion: {
        parameters: {
            query?: {
                /** @description 按哪一天的效力，默认今天 */
                as_of?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listChunks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListChunk"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFacts: {
        parameters: {
            query?: {
                /** @description 按哪一天的效力，默认今天 */
                as_of?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListFact"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 原件的字节 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVersionRelations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListRelation"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chatCompletions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatRequest"];
            };
        };
        responses: {
            /** @description stream 为真时为 chat.completion.chunk 的事件流，以 data: [DONE] 结束 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatCompletion"];
                    "text/event-stream": components["schemas"]["ChatChunk"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelList"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
