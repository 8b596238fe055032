import type { Citation, Table } from '../../api/model'
import { Cite, type OpenCitation } from './Cite'

/** The rows of an answer that compares, lists or tells a history. */
export function AnswerTable({ table, citations, onOpen }: { table: Table; citations: Citation[]; onOpen: OpenCitation }) {
  const cites = table.cites ?? []
  const cited = cites.some((row) => (row ?? []).length > 0)
  return (
    <div className="answer-table" tabIndex={0} role="region" aria-label="表格">
      <table>
        <thead>
          <tr>
            {(table.header ?? []).map((cell, i) => (
              <th key={i}>{cell}</th>
            ))}
            {cited && <th>依据</th>}
          </tr>
        </thead>
        <tbody>
          {(table.rows ?? []).map((row, i) => (
            <tr key={i}>
              {(row ?? []).map((cell, j) => (
                <td key={j} className={/^[-+－＋]?[\d.]+(名|个|人)?$/.test(cell) ? 'num' : undefined}>
                  {cell}
                </td>
              ))}
              {cited && (
                <td className="nowrap">
                  {(cites[i] ?? []).map((n) => (
                    <Cite key={n} n={n} citations={citations} onOpen={onOpen} />
                  ))}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
