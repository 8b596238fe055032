import { expect, it } from 'vitest'
import { commandsFor } from './commands'

it('never writes a key into a command, and names this server and version', () => {
  const all = commandsFor('http://10.1.2.3:8080', '2026.11.2', '2026.11.1')
  for (const { text } of all) expect(text).not.toMatch(/bk_/)
  const text = all.map((c) => c.text).join('\n')
  expect(text).toContain('http://10.1.2.3:8080/api/v1/releases/2026.11.2/delta?since=2026.11.1')
  expect(text).toContain('Bearer $BIANKU_KEY')
  expect(text).toContain('bianku release verify')
})

it('tells the first release against nothing', () => {
  expect(commandsFor('http://h', '2026.11.1', undefined).some((c) => c.text.includes('delta'))).toBe(false)
})
