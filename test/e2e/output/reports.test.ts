// What a command says: several reports at once, the JSON contract, no secret anywhere, progress only where somebody watches.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { Skip } from '../../scenarios/harness.ts'
import { start } from '../../scenarios/process.ts'
import { sarifFaults } from '../sarif.ts'
import { AGENT, type Scenario, situations } from '../situation.ts'

const { situation } = situations()
const FORMATS = ['pretty', 'json', 'jsonl', 'sarif', 'github', 'markdown']

/** Every kind of secret, in every place git has. */
async function everywhere(s: Scenario): Promise<string[]> {
  const secrets = [s.secret(), s.secret('aws'), s.secret('aws-secret'), s.secret('private-key')]
  const [token, id, key, pem] = secrets as [string, string, string, string]
  s.write('a.js', `const token = "${token}"\n// ${Buffer.from(token).toString('base64')}\n`)
  s.write('b.env', `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${key}\n`)
  s.write('key.pem', pem)
  s.write(`${token}.txt`, 'a name\n')
  s.write('link.txt', `https://user:${token}@example.org/\n`)
  await s.commitUnseen(`call it with ${token}`)
  await s.quiet(['tag', '-a', '-m', `with ${token}`, 'v1'])
  await s.quiet(['branch', `use-${token}`])
  return secrets
}

function holds(text: string, secrets: string[]): string[] {
  return secrets.flatMap((secret, i) => {
    const lines = secret.split('\n').filter(line => line.length > 10 && !line.startsWith('-----'))
    return lines.some(line => text.includes(line.slice(-12)) || text.includes(line.slice(4, 16)))
      ? [`secret ${i}`]
      : []
  })
}

function filesUnder(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
}

describe('no secret', () => {
  situation('in any format, as a person sees it and as an agent does, on either stream', async s => {
    const secrets = await everywhere(s)
    for (const env of [{}, AGENT, { FORCE_COLOR: '3' }, { PORTCULLIS_DEBUG: '1' }])
      for (const format of FORMATS) {
        const { code, output } = await s.portcullis(['scan', '--format', format], { env })
        expect(code).toBe(1)
        expect(output).toMatch(/stripe-live-key/)
        expect(holds(output, secrets), format).toEqual([])
      }
  })

  situation('in what is written under .git/portcullis', async s => {
    const secrets = await everywhere(s)
    await s.portcullis(['scan'])
    await s.portcullis(['scan', '--worktree'])
    s.append('app.js', `const token = "${secrets[0]}"\n`)
    await s.git(['commit', '-am', `with ${secrets[0]}`])
    const files = filesUnder(s.path('.git', 'portcullis')).filter(file => !/\/(engine|dist|bin)\//.test(file))
    expect(files.some(file => file.endsWith('audit/000001.jsonl'))).toBe(true)
    for (const file of files) expect(holds(readFileSync(file, 'latin1'), secrets), file).toEqual([])
  })

  situation('from stdin, from files on disk, from a range', async s => {
    const secrets = await everywhere(s)
    const input = readFileSync(s.path('a.js'))
    for (const args of [['--stdin'], ['--files', '.'], ['--range', 'HEAD~1..HEAD'], ['--worktree']]) {
      const { code, output } = await s.portcullis(['scan', ...args], { input })
      expect(code, args.join(' ')).toBe(1)
      expect(holds(output, secrets), args.join(' ')).toEqual([])
    }
  })
})

describe('reports', () => {
  situation('several at once, besides stdout', async s => {
    await everywhere(s)
    const out = (name: string) => join(s.root, name)
    const reports = FORMATS.flatMap(format => ['--report', `${format}=${out(format)}`])
    const { code, stdout, stderr } = await s.portcullis(['scan', ...reports])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^portcullis: scan/)
    expect(stderr).toBe('')
    const read = (name: string) => readFileSync(out(name), 'utf8')
    expect(JSON.parse(read('json')).verdict).toBe('deny')
    expect(
      read('jsonl')
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line)).length,
    ).toBeGreaterThan(0)
    expect(sarifFaults(JSON.parse(read('sarif')))).toEqual([])
    expect(read('github')).toMatch(/^::error /m)
    expect(read('pretty')).not.toContain('\u001b')
  })

  situation('a clean scan writes them too, --quiet or not', async s => {
    const file = join(s.root, 'out.json')
    const { code, stdout } = await s.portcullis(['scan', '--quiet', '--report', `json=${file}`])
    expect(code).toBe(0)
    expect(stdout).toBe('')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ verdict: 'allow', findings: [] })
  })

  situation('one that cannot be written: stdout still has the report, exit 3', async s => {
    await everywhere(s)
    const { code, stdout, stderr } = await s.portcullis(['scan', '--report', `json=${s.root}`])
    expect(code).toBe(3)
    expect(stdout).toMatch(/blocked|found/)
    expect(stderr).toMatch(/cannot write the report.*EISDIR/)
  })

  situation('JSON has the contract’s keys and no others', async s => {
    await everywhere(s)
    const report = JSON.parse((await s.portcullis(['scan', '--format', 'json'])).stdout)
    expect(Object.keys(report)).toEqual([
      'schemaVersion',
      'tool',
      'operation',
      'repository',
      'verdict',
      'complete',
      'findings',
      'suppressed',
      'coverage',
      'notices',
      'decisionId',
      'durationMs',
    ])
    expect(report.schemaVersion).toBe(1)
    expect(Object.keys(report.tool)).toEqual(['name', 'version', 'rulesDigest'])
    expect(Object.keys(report.operation)).toEqual(['kind', 'actor', 'refs'])
    expect(Object.keys(report.coverage)).toEqual([
      'commits',
      'blobs',
      'remembered',
      'bytes',
      'skipped',
      'unread',
    ])
    const known =
      'ruleId category severity confidence verdict message path line column endLine endColumn commit author date ref excerpt fingerprint facts stands occurrences remedy'.split(
        ' ',
      )
    for (const finding of report.findings)
      expect(Object.keys(finding).filter(key => !known.includes(key))).toEqual([])
    const inFile = report.findings.find((finding: { path?: string }) => finding.path === 'a.js')
    expect(inFile).toMatchObject({
      category: 'credential',
      line: 1,
      column: 16,
      commit: expect.any(String),
      author: expect.any(String),
      fingerprint: expect.any(String),
      stands: ['HEAD'],
    })
  })

  situation('where a credential still stands: in HEAD, on a remote alone, in the past', async s => {
    const value = s.secret()
    s.write('key.js', `key = "${value}"\n`)
    await s.commitUnseen()
    await s.quiet(['update-ref', 'refs/remotes/origin/old', 'HEAD'])
    const said = async () => (await s.portcullis(['scan'])).stdout
    expect(await said()).toContain('      still in HEAD and origin/old\n')
    s.remove('key.js')
    await s.commitUnseen()
    expect(await said()).toContain('      not in HEAD; still in origin/old\n')
    await s.quiet(['update-ref', '-d', 'refs/remotes/origin/old'])
    expect(await said()).toContain('      in the past only: nothing that HEAD or a remote')
  })

  situation('--fail-on warn', async s => {
    s.append('app.js', 'more()\n')
    s.write('db.conf', `password = "${['change', 'me1'].join('')}"\n`)
    await s.commitUnseen()
    const { stdout } = await s.portcullis(['scan', '--format', 'json'])
    if (JSON.parse(stdout).verdict !== 'warn') throw new Skip('no rule warns about this')
    expect((await s.portcullis(['scan'])).code).toBe(0)
    expect((await s.portcullis(['scan', '--fail-on', 'warn'])).code).toBe(1)
  })
})

describe('coverage', () => {
  situation('counts what git lists', async s => {
    await everywhere(s)
    const listed = await s.quiet([
      'rev-list',
      '--objects',
      '--all',
      '--no-object-names',
      '--filter=object:type=blob',
      '--filter-provided-objects',
    ])
    const { coverage } = JSON.parse((await s.portcullis(['scan', '--format', 'json'])).stdout)
    expect(coverage.blobs).toBe(new Set(listed.split('\n')).size)
    expect(coverage.commits).toBe(Number(await s.quiet(['rev-list', '--count', '--all'])))
  })
})

describe('a scan asks what lies there, not who may touch it', () => {
  situation('an agent that scans a clean repository is not told of paths it may not edit', async s => {
    const { code, stdout } = await s.portcullis(['scan', '--format', 'json'], { env: AGENT })
    expect(JSON.parse(stdout).findings).toEqual([])
    expect(code).toBe(0)
  })
})

describe('progress', () => {
  /** A clock a thousand times too fast makes any work long; stderr is on a terminal: util-linux's script(1) gives one. */
  const watched = async (s: Scenario, more: string, output = '>/dev/null') => {
    const clock = join(s.root, 'clock.cjs')
    writeFileSync(clock, 'const now = process.hrtime.bigint; process.hrtime.bigint = () => now() * 1000n\n')
    const bin = join(s.root, 'package', 'bin', 'portcullis.js')
    const { stdout, code } = await start(
      'script',
      ['-qec', `node --require ${clock} ${bin} scan ${more} ${output}`, '/dev/null'],
      { cwd: s.dir, env: s.env },
    ).catch(() => {
      throw new Skip('script(1) is not here')
    })
    expect(code, stdout).toBe(0)
    return stdout
  }

  situation('on a terminal: one line with share, rate and time left, wiped at the end', async s => {
    const shown = await watched(s, '')
    expect(shown).toMatch(/\r\u001b\[Kportcullis: 0 of \d+ blobs \(0 %\)\r/)
    expect(shown).toMatch(/\r\u001b\[Kportcullis: (\d+) of \1 blobs \(100 %\), [\d,]+\/s, 0 s left\r/)
    expect(shown.endsWith('\r\u001b[K')).toBe(true)
  })

  situation('--verify has its own', async s => {
    expect(await watched(s, '--verify')).toMatch(/\d+ of \d+ objects checked \(100 %\)/)
  })

  situation('elsewhere than on a terminal: nothing', async s => {
    expect(await watched(s, '', '2>&1 >/dev/null | cat')).toBe('')
  })

  situation('--no-progress: nothing', async s => {
    expect(await watched(s, '--no-progress')).not.toMatch(/blobs/)
  })
})
