// What goes wrong between the browser and the server, in the words of internal/fault.

/** An error that a person can read: message is plain Chinese and says what to do. */
export class ServiceError extends Error {
  readonly status: number
  readonly code: string
  readonly field: string

  constructor(status: number, code: string, message: string, field = '') {
    super(message)
    this.name = 'ServiceError'
    this.status = status
    this.code = code
    this.field = field
  }
}

const plain: Record<number, string> = {
  401: '登录已失效，请重新登录。',
  403: '您的角色不能进行这项操作。如确有需要，请联系管理员。',
  404: '没有找到所请求的内容，可能已被撤下，或不在您的查阅范围内。',
  413: '文件过大，请拆分后再上传。',
  415: '不支持这种文件格式。',
  422: '填写的内容有误，请检查后重试。',
  429: '操作过于频繁，请稍后再试。',
  503: '服务暂时不可用，请稍后重试。',
}

interface Problem {
  detail?: string
  code?: string
  field?: string
}

/** fromProblem makes a ServiceError of a problem+json body; without one, of the status alone. */
export function fromProblem(status: number, body: unknown): ServiceError {
  const problem: Problem = typeof body === 'object' && body !== null ? body : {}
  const chinese = problem.detail && /\p{Script=Han}/u.test(problem.detail) ? problem.detail : undefined
  const message = chinese ?? plain[status] ?? '服务出现异常，请稍后重试；如多次出现，请联系管理员。'
  return new ServiceError(status, problem.code ?? '', message, problem.field ?? '')
}

/** offline is the error of a request that never got an answer. */
export function offline(): ServiceError {
  return new ServiceError(0, 'offline', '无法连接编库服务。请检查网络，或稍后重试。')
}

/** messageOf is what to show for anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof ServiceError ? error.message : '界面出现异常，请刷新页面后重试。'
}

/** isStatus says whether an error is a ServiceError of this HTTP status. */
export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ServiceError && error.status === status
}
