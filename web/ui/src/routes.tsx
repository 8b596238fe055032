import { lazy, type ReactNode } from 'react'
import { createBrowserRouter, Link } from 'react-router'
import type { Role } from './api/model'
import { RequireRole, RequireSession } from './session/SessionContext'
import { AskProvider } from './pages/chat/AskContext'
import { Frame } from './shell/Frame'
import { Boundary } from './shell/Boundary'
import { Empty, Loading } from './show/States'
import { Suspense } from 'react'

const LoginRoute = lazy(() => import('./session/LoginRoute'))
const ChatRoute = lazy(() => import('./pages/chat/ChatRoute'))
const SearchRoute = lazy(() => import('./pages/search/SearchRoute'))
const DocumentsRoute = lazy(() => import('./pages/documents/DocumentsRoute'))
const DocumentRoute = lazy(() => import('./pages/documents/DocumentRoute'))
const RelationsRoute = lazy(() => import('./pages/relations/RelationsRoute'))
const PairsRoute = lazy(() => import('./pages/pairs/PairsRoute'))
const PairRoute = lazy(() => import('./pages/pairs/PairRoute'))
const EditRoute = lazy(() => import('./pages/pairs/EditRoute'))
const ReviewRoute = lazy(() => import('./pages/review/ReviewRoute'))
const ReleasesRoute = lazy(() => import('./pages/releases/ReleasesRoute'))
const ReleaseRoute = lazy(() => import('./pages/releases/ReleaseRoute'))
const KeysRoute = lazy(() => import('./pages/keys/KeysRoute'))
const JobsRoute = lazy(() => import('./pages/jobs/JobsRoute'))
const EvalRoute = lazy(() => import('./pages/eval/EvalRoute'))
const RunRoute = lazy(() => import('./pages/eval/RunRoute'))
const CompareRoute = lazy(() => import('./pages/eval/CompareRoute'))
const TicketsRoute = lazy(() => import('./pages/tickets/TicketsRoute'))
const TicketRoute = lazy(() => import('./pages/tickets/TicketRoute'))
const UsersRoute = lazy(() => import('./pages/users/UsersRoute'))
const WordsRoute = lazy(() => import('./pages/words/WordsRoute'))
const AuditRoute = lazy(() => import('./pages/audit/AuditRoute'))
const FeedbackRoute = lazy(() => import('./pages/feedback/FeedbackRoute'))
const MeRoute = lazy(() => import('./pages/me/MeRoute'))

const readers: Role[] = ['staff', 'expert', 'lead', 'admin']

const keepers: Role[] = ['lead', 'admin']
const menders: Role[] = ['expert', 'lead', 'admin']
const writers: Role[] = ['expert', 'lead']
const takers: Role[] = ['lead', 'admin', 'partner']

const only = (roles: Role[], page: ReactNode) => <RequireRole roles={roles}>{page}</RequireRole>

const missing = <Empty title="没有这个页面" action={<Link to="/">回到首页</Link>}>地址可能输入有误，或页面已经调整。</Empty>

const signIn = (
  <Boundary>
    <Suspense fallback={<Loading />}>
      <LoginRoute />
    </Suspense>
  </Boundary>
)

const frame = (
  <RequireSession>
    <AskProvider>
      <Frame />
    </AskProvider>
  </RequireSession>
)

/** Every page of the product, read top to bottom, with who may open it. */
export function makeRouter() {
  return createBrowserRouter([
    { path: '/login', element: signIn },
    {
      element: frame,
      children: [
        { path: '/', element: only(readers, <ChatRoute />) },
        { path: '/chat/:id', element: only(readers, <ChatRoute />) },
        { path: '/search', element: only(readers, <SearchRoute />) },
        { path: '/documents', element: only(readers, <DocumentsRoute />) },
        { path: '/documents/:id', element: only(readers, <DocumentRoute />) },
        { path: '/relations', element: only(keepers, <RelationsRoute />) },
        { path: '/pairs', element: only(menders, <PairsRoute />) },
        { path: '/pairs/new', element: only(writers, <EditRoute />) },
        { path: '/pairs/:id', element: only(menders, <PairRoute />) },
        { path: '/pairs/:id/edit', element: only(writers, <EditRoute />) },
        { path: '/review', element: only(writers, <ReviewRoute />) },
        { path: '/eval', element: only(keepers, <EvalRoute />) },
        { path: '/eval/compare', element: only(keepers, <CompareRoute />) },
        { path: '/eval/runs/:id', element: only(keepers, <RunRoute />) },
        { path: '/tickets', element: only(menders, <TicketsRoute />) },
        { path: '/tickets/:id', element: only(menders, <TicketRoute />) },
        { path: '/releases', element: only(takers, <ReleasesRoute />) },
        { path: '/releases/:version', element: only(takers, <ReleaseRoute />) },
        { path: '/keys', element: only(['partner'], <KeysRoute />) },
        { path: '/jobs', element: only(['admin'], <JobsRoute />) },
        { path: '/users', element: only(['admin'], <UsersRoute />) },
        { path: '/words', element: only(['admin'], <WordsRoute />) },
        { path: '/audit', element: only(['auditor'], <AuditRoute />) },
        { path: '/feedback', element: only(readers, <FeedbackRoute />) },
        { path: '/me', element: <MeRoute /> },
        { path: '*', element: missing },
      ],
    },
  ])
}
