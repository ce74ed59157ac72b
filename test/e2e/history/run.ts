/** `portcullis scan` as it is called, on a repository made for a test. */
import { fileURLToPath } from 'node:url'
import { makeRepo, type TestRepo, testEnv } from '../../git/fixture.ts'
import { start } from '../../scenarios/process.ts'
import { secret } from '../../secret.ts'

export { secret }

export const BIN = fileURLToPath(new URL('../../../bin/portcullis.js', import.meta.url))

export interface Finding {
  ruleId: string
  path?: string
  line?: number
  commit?: string
  author?: string
  date?: string
  ref?: string
  category: string
  fingerprint: string
  stands?: string[]
  occurrences?: { path: string; commit?: string }[]
}

export interface Report {
  verdict: string
  complete: boolean
  findings: Finding[]
  coverage: {
    commits: number
    blobs: number
    bytes: number
    skipped: { path: string; reason: string }[]
    unread: { path: string; commit?: string; reason: string }[]
  }
  notices: string[]
}

export interface Scan {
  code: number
  report: Report
  stdout: string
  stderr: string
}

/** `before`: words of a command that runs it, such as `taskset`. */
export async function scan(
  repo: Pick<TestRepo, 'dir'>,
  options: { args?: string[]; env?: Record<string, string>; before?: string[] } = {},
): Promise<Scan> {
  const { args = [], env = {}, before = [] } = options
  const words = [...before, process.execPath, BIN, 'scan', '--format', 'json', ...args]
  const { code, stdout, stderr } = await start(words[0]!, words.slice(1), {
    cwd: repo.dir,
    env: testEnv(env),
    timeout: 60_000,
  })
  try {
    return { code, stdout, stderr, report: JSON.parse(stdout) }
  } catch {
    throw new Error(`exit ${code}, no report: ${stdout.slice(0, 500)}${stderr.slice(0, 2000)}`)
  }
}

/** `rule path commit` of every place of every finding. */
export function placesIn({ findings }: Report): string[] {
  const places = findings.flatMap(one =>
    (one.occurrences ?? [one]).map(place => `${one.ruleId} ${place.path} ${place.commit ?? ''}`),
  )
  return places.sort()
}

/** As if its HEAD were the remote's main branch: what a policy loosens counts from there only. */
export function publish(repo: TestRepo): void {
  repo.git('remote', 'add', 'origin', 'https://example.org/acme/app.git')
  repo.git('update-ref', 'refs/remotes/origin/main', 'HEAD')
  repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main')
}

/** Reasons, joined, of all that was not looked at. */
export function unread({ coverage }: Report): string {
  return coverage.unread.map(one => `${one.path} ${one.commit ?? ''} ${one.reason}`).join('\n')
}

/** A history that is worth several threads: 21,600 blobs in one pack, 240 of them with a credential, and four messages with one. */
export function manyFiles(): TestRepo {
  const repo = makeRepo()
  const parts: string[] = []
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`
  for (let c = 0; c < 80; c++) {
    const said = c % 20 === 7 ? `use ${secret()}` : `commit ${c}`
    parts.push(
      `commit refs/heads/main\ncommitter A <a@example.org> ${1_700_000_000 + c} +0000\n${data(said)}`,
    )
    for (let i = 0; i < 270; i++) {
      const text = `file ${i} of ${c}\n${i % 90 === 1 ? `key = "${secret()}"\n` : ''}${'password is asked for\n'.repeat(20)}`
      parts.push(`M 100644 inline d${i % 10}/f${i}\n${data(text)}`)
    }
  }
  repo.feed(parts.join(''), 'fast-import', '--quiet', '--force')
  repo.git('symbolic-ref', 'HEAD', 'refs/heads/main')
  return repo
}
