// The nouns of the API under the names the pages use, from the generated schema: nothing here is typed by hand.
import type { components } from './schema'

type S = components['schemas']

export type Account = S['Account']
export type Actor = S['Actor']
export type Answer = S['Answer']
export type ApiKey = S['Key']
export type AskEvent = S['AnswerEvent']
export type AuditEntry = S['AuditEntry']
export type Batch = S['Batch']
export type Chunk = S['Chunk']
export type Citation = S['Citation']
export type Conversation = S['Conversation']
export type Document = S['Document']
export type Fact = S['Fact']
export type Feedback = S['Feedback']
export type Hit = S['Hit']
export type Intake = S['Intake']
export type NewAccount = S['NewUser']
export type AccountChange = S['UserChange']
export type Refusal = S['Refusal']
export type Relation = S['Relation']
export type SearchResult = S['Result']
export type Sentence = S['Sentence']
export type Stage = S['Stage']
export type System = S['System']
export type Table = S['Table']
export type Turn = S['Turn']
export type Upload = S['Upload']
export type Version = S['Version']
export type VersionInfo = S['VersionInfo']
export type WordClass = S['WordClassCoverage']
export type WordCoverage = S['WordReport']
export type WordHit = S['WordHit']
export type WordList = S['WordList']
export type WordVerdict = S['WordVerdict']

export type DocKind = Document['kind']
export type Role = Account['roles'][number]
export type Status = Citation['status']

export interface List<T> {
  items: T[]
  total: number
}
