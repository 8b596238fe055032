// Files out of a drag, folders opened. Only the older "entries" interface gives folders in every browser.

/** filesOf lists all files of a drop, those in folders too. Hidden files (.DS_Store) stay out. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  const entries = Array.from(transfer.items)
    .map((item) => item.webkitGetAsEntry?.())
    .filter((entry): entry is FileSystemEntry => Boolean(entry))
  if (entries.length === 0) return Array.from(transfer.files)
  const all = await Promise.all(entries.map(walk))
  return all.flat().filter((f) => !f.name.startsWith('.') && f.name !== 'Thumbs.db')
}

async function walk(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: FileSystemEntry[] = []
  for (;;) {
    // a reader gives at most 100 at a time, and nothing when it is through
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) break
    found.push(...some)
  }
  return (await Promise.all(found.map(walk))).flat()
}
