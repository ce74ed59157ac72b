import type { Scenario } from '../harness.ts'

export const title = '5,000 outgoing commits, the token in one of the first'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  const commits = Array.from({ length: 5_000 }, (_, i) => commit(i, i === 41 ? token : ''))
  const input = `reset refs/heads/work\nfrom refs/heads/work^0\n\n${commits.join('')}`
  await s.quiet(['fast-import', '--quiet'], { input })
  await s.blocked(['push', 'origin', 'work'], { at: 'file-41.js:1' })
}

function commit(i: number, token: string): string {
  const content = `export const n${i} = "${token || i}"\n`
  const head = `commit refs/heads/work\ncommitter Dev <dev@example.org> ${1_700_000_000 + i} +0000\ndata 2\nx\n`
  return `${head}M 100644 inline file-${i % 100}.js\ndata ${content.length}\n${content}\n`
}
