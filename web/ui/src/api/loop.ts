// Nouns of evaluation and tickets, declared by hand until the schema has them.
import type { Answer } from './model'

export interface Proof {
  check: string
  label: string
  ok: boolean
  detail?: string
  /** document, version, chunk, entry, pair, relation → id */
  ids?: Record<string, number>
}

export interface Gold {
  file?: string
  address?: string
  external_id?: string
}

export interface EvalQuestion {
  id: string
  type: number
  split?: string
  question: string
  as_of?: string
  answerable: boolean
  refusal_reasons?: string[] | null
  answer?: string
  answers?: string[] | null
  must?: string[] | null
  must_not?: string[] | null
  gold?: Gold[] | null
  pair_id?: number
}

export interface EvalSet {
  id: number
  name: string
  version: number
  origin: string
  sha256: string
  size: number
  clearance: number
  note?: string
  created_by?: string
  created_at: string
  splits: Record<string, number> | null
  runs: number
}

export interface Score {
  name: string
  label: string
  value: number
  n: number
}

export interface Group {
  name: string
  type?: number
  questions: number
  answerable: number
  passed: number
  correct: number
  cited: number
  refused: number
  scores: Score[] | null
}

export interface Metrics {
  all: Group
  splits?: Group[]
  types?: Group[]
  classes?: Record<string, number>
  stages?: Record<string, number>
  p50_ms: number
  p95_ms: number
  /** the corpus or the pairs changed while it ran */
  data_changed?: boolean
}

export interface RunConfig {
  split?: string
  keys?: string[]
  leg?: string
  clearance?: number
  workers?: number
}

export interface Run {
  id: number
  set_id: number
  set_name: string
  set_version: number
  state: string
  label?: string
  config: RunConfig
  program: string
  model: string
  embedder: string
  prompt_version: string
  data_version: string
  total: number
  done: number
  metrics: Metrics
  error?: string
  clearance: number
  actor: string
  ticket_id?: number
  created_at: string
  started_at?: string
  ended_at?: string
}

export interface Classed {
  class?: string
  stage?: string
  evidence?: Proof[]
  object_type?: string
  object_id?: string
  object?: string
}

export interface Outcome extends Classed {
  run_id?: number
  seq?: number
  question: EvalQuestion
  answer: Answer
  passed: boolean
  correct: boolean
  cited: boolean
  refused: boolean
  problem?: string
  scores?: Record<string, number>
  took_ms: number
}

export interface MetricPair {
  name: string
  label: string
  a: number
  b: number
  n?: number
}

/** One question in two runs. */
export interface CasePair {
  question: EvalQuestion
  a: Outcome
  b: Outcome
}

export interface Comparison {
  a: Run
  b: Run
  common?: number
  note?: string
  same_passed?: number
  fixed: CasePair[]
  broken: CasePair[]
  same_failed: CasePair[]
  metrics: MetricPair[]
}

export interface Ticket {
  id: number
  class: string
  stage: string
  object_type: string
  object_id: string
  object: string
  title: string
  clearance: number
  severity: string
  state: string
  assignee_id?: number
  assignee?: string
  fix_version?: string
  fix_note?: string
  fixer_id?: number
  run_id?: number
  reopened: number
  cases?: number
  created_at: string
  updated_at: string
  closed_at?: string
}

export interface TicketCase {
  id: number
  set_id?: number
  key?: string
  run_id?: number
  feedback_id?: number
  question: string
  problem: string
  evidence: Proof[]
  passed_in?: number
  created_at: string
}

export interface TicketEvent {
  id: number
  from_state?: string
  to_state: string
  actor: string
  note?: string
  created_at: string
}

/** A version that could mend a ticket's object: it exists, and is newer than the last failure. */
export interface Fix {
  version: string
  label: string
}

export interface TicketTrail {
  ticket: Ticket
  cases: TicketCase[]
  events: TicketEvent[]
  fixes?: Fix[] | null
}

export interface Assignee {
  id: number
  login: string
  name: string
  unit?: string
}

/** The ticket that came of a thumbs-down, as its author sees it. */
export interface FeedbackTicket {
  id: number
  state: string
  label: string
  updated_at: string
  reopened?: number
}

/** One's own judgement of an answer, with what became of it. */
export interface OwnFeedback {
  id: number
  answer_id: number
  conversation_id: number
  question: string
  verdict: string
  reason?: string
  comment?: string
  created_at: string
  ticket?: FeedbackTicket
}
