import type { Document, VersionInfo } from '../../api/model'

/** shownVersion is the version in force on the day asked about; without one the newest. */
export function shownVersion(d: Pick<Document, 'versions'>): VersionInfo | undefined {
  const all = d.versions ?? []
  return all.find((v) => v.status === 'in_force') ?? all.find((v) => v.status === 'unknown') ?? all[0]
}
