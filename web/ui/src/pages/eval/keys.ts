// The names under which the pages of evaluation keep what they fetched.
export const setsKey = ['eval-sets']
export const runsKey = ['eval-runs']
export const runKey = (id: number) => ['eval-run', id]
