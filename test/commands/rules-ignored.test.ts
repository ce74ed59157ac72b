/** `portcullis rules import` of what other tools were told to ignore: it becomes a baseline entry for the credential of that place. */
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GITHUB, made, type RulesRepo, rulesRepo } from './rules-repo.ts'

let repo: RulesRepo
beforeEach(async () => {
  repo = await rulesRepo()
})
afterEach(() => repo.remove())

const SLACK = 'xoxb-⟦[0-9]{12}-[0-9]{12}-[A-Za-z0-9]{24}⟧'
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex')
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

async function rulesKnown(): Promise<string[]> {
  const { entries } = JSON.parse(repo.read('.portcullis/baseline.json'))
  return entries.map((one: { rule: string; paths: string[] }) => `${one.rule} ${one.paths.join(' ')}`).sort()
}

describe('a .gitleaksignore', () => {
  it('a place in a commit, a place in a file, and one that has moved since: the credential itself is known', async () => {
    const [old, now, moved] = [made(GITHUB), made(SLACK), made(GITHUB)]
    repo.write('old.ini', `a = 1\nkey = "${old}"\n`)
    repo.write('moved.ini', `key = "${moved}"\n`)
    const first = await repo.commit()
    repo.write('old.ini', 'a = 1\n')
    repo.write('now.ini', `\n\nhook = ${now}\n`)
    repo.write('moved.ini', `# a line\n# and another\nkey = "${moved}"\n`)
    repo.write(
      '.gitleaksignore',
      `# checked by hand\n${first}:old.ini:github-pat:2\nnow.ini:slack-bot-token:3\nmoved.ini:github-pat:1\n`,
    )
    await repo.commit()
    const { code, stdout, stderr } = await repo.rules(
      'import',
      '.gitleaksignore',
      '--reason',
      'revoked, OPS-1',
    )
    expect(stdout + stderr).toContain(
      '.gitleaksignore: 3 of 3 entries → .portcullis/baseline.json\n.portcullis/baseline.json: 3 added, 3 in all',
    )
    expect(code).toBe(0)
    expect(await rulesKnown()).toEqual([
      'github-pat moved.ini',
      'github-pat old.ini',
      'slack-bot-token now.ini',
    ])
    for (const value of [old, now, moved])
      expect(stdout + repo.read('.portcullis/baseline.json')).not.toContain(value)
    await repo.commit()
    const scan = await repo.portcullis('scan')
    expect(scan.stdout).toContain('clean: 3 suppressed')
    expect(scan.stdout).toContain('revoked, OPS-1')
  })

  it('an entry that finds nothing is listed with its line and why: exit 1', async () => {
    repo.write('a.ini', `key = "${made(GITHUB)}"\nplain = 1\n`)
    const id = await repo.commit()
    repo.write(
      '.gitleaksignore',
      [
        'a.ini:github-pat:2',
        'gone.ini:github-pat:1',
        `${id}:gone.ini:x:1`,
        `${'0'.repeat(40)}:a.ini:x:1`,
        'what is this',
        '../out.ini:x:1',
      ].join('\n'),
    )
    const { code, stdout } = await repo.rules('import', '.gitleaksignore')
    for (const line of [
      '.gitleaksignore: 0 of 6 entries',
      'left out  .gitleaksignore:1: github-pat: no credential is found at a.ini:2',
      'left out  .gitleaksignore:2: github-pat: there is no file gone.ini, nor was there one',
      `left out  .gitleaksignore:3: x: there is no gone.ini in commit ${id.slice(0, 12)}`,
      'left out  .gitleaksignore:4: x: there is no a.ini in commit 000000000000',
      'left out  .gitleaksignore:5: entry: is no fingerprint',
      'left out  .gitleaksignore:6: x: there is no file ../out.ini',
    ])
      expect(stdout).toContain(line)
    expect(code).toBe(1)
  })

  it('two credentials on a line: the one of the same provider, not its neighbour', async () => {
    repo.write('a.ini', `both = "${made(GITHUB)}" "${made(SLACK)}"\n`)
    repo.write('.gitleaksignore', 'a.ini:slack-bot-token:1\n')
    await repo.commit()
    await repo.rules('import', '.gitleaksignore')
    expect(await rulesKnown()).toEqual(['slack-bot-token a.ini'])
    expect((await repo.portcullis('scan')).stdout).toContain('warn  github-pat') // a made-up token: its checksum fails
  })

  it('adds to a baseline that is there, with a reason of its own', async () => {
    repo.write('a.ini', `key = "${made(GITHUB)}"\n`)
    await repo.commit()
    await repo.portcullis('baseline', 'create', '--reason', 'first')
    repo.write('b.ini', `hook = ${made(SLACK)}\n`)
    repo.write('.gitleaksignore', 'b.ini:slack-bot-token:1\n')
    const { stdout } = await repo.rules('import', '.gitleaksignore')
    expect(stdout).toContain('1 added, 2 in all')
    const { entries } = JSON.parse(repo.read('.portcullis/baseline.json'))
    expect(entries.map((one: { reason: string }) => one.reason).sort()).toEqual([
      'first',
      'ignored in .gitleaksignore',
    ])
  })

  it('together with the rules that found them', async () => {
    repo.write('g.toml', '[[rules]]\nid = "acme"\nregex = "acmeid_([a-z0-9]{12})"\nkeywords = ["acmeid_"]\n')
    repo.write('a.txt', `${made('acmeid_⟦[a-z0-9]{12}⟧')}\n`)
    repo.write('.gitleaksignore', 'a.txt:acme:1\n')
    await repo.commit()
    const { code, stdout } = await repo.rules('import', 'g.toml', '.gitleaksignore')
    expect(stdout).toContain('1 of 1 entries')
    expect(code).toBe(0)
    await repo.commit()
    expect((await repo.portcullis('scan')).stdout).toContain('clean: 1 suppressed')
  })

  it('on a dry run nothing is written', async () => {
    repo.write('a.ini', `key = "${made(GITHUB)}"\n`)
    repo.write('.gitleaksignore', 'a.ini:github-pat:1\n')
    const { stdout } = await repo.rules('import', '.gitleaksignore', '--dry-run')
    expect(stdout).toContain('1 of 1 entries')
    expect(() => repo.read('.portcullis/baseline.json')).toThrow('ENOENT')
  })
})

it('a report that served gitleaks as baseline: by its places, its values are not repeated', async () => {
  const value = made(GITHUB)
  repo.write('a.ini', `key = "${value}"\n`)
  const Commit = await repo.commit()
  const finding = { RuleID: 'github-pat', File: 'a.ini', StartLine: 1, Commit, Secret: value }
  repo.write('report.json', JSON.stringify([finding, { ...finding, StartLine: 7 }], null, 1))
  const { code, stdout, stderr } = await repo.rules('import', 'report.json')
  expect(stdout).toContain('report.json: 1 of 2 entries')
  expect(stdout).toContain('left out  report.json:10: github-pat: no credential is found at a.ini:7')
  expect(stdout + stderr).not.toContain(value)
  expect(code).toBe(1)
})

it("betterleaks' ignore file of value hashes: found wherever the history holds them", async () => {
  const [old, now] = [made(GITHUB), made(SLACK)]
  repo.write('old.ini', `key = "${old}"\n`)
  await repo.commit()
  repo.write('old.ini', 'gone\n')
  repo.write('now.ini', `hook=${now}&x=1\n`)
  await repo.commit()
  repo.write('.betterleaksignore', [sha256(old), sha256(now), sha256('other')].join('\n'))
  const { code, stdout } = await repo.rules('import', '.betterleaksignore')
  expect(stdout).toContain('.betterleaksignore: 2 of 3 entries')
  expect(stdout).toContain(
    'left out  .betterleaksignore:3: entry: no credential of the history has this hash',
  )
  expect(await rulesKnown()).toEqual(['github-pat old.ini', 'slack-bot-token now.ini'])
  expect(code).toBe(1)
})

it('a .secrets.baseline: by the sha1 of the value, wherever in the file it stands now', async () => {
  const [token, password] = [made(GITHUB), made('Zk3!⟦[a-z0-9]{14}⟧')]
  repo.write('conf/a.ini', `\n\ntoken = "${token}"\ndb_password = "${password}"\n`)
  repo.write(
    'key.pem',
    `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${made('⟦pem:12⟧')}\n-----END RSA ${'PRIVATE'} KEY-----\n`,
  )
  const entry = (filename: string, value: string, type: string) => ({
    type,
    filename,
    hashed_secret: sha1(value),
    is_verified: false,
    line_number: 1,
  })
  const results = {
    'conf\\a.ini': [
      entry('conf\\a.ini', token, 'GitHub Token'),
      entry('conf\\a.ini', password, 'Secret Keyword'),
      entry('conf\\a.ini', 'old value', 'Secret Keyword'),
    ],
    'key.pem': [entry('key.pem', `BEGIN RSA ${'PRIVATE'} KEY`, 'Private Key')],
    'gone.ini': [entry('gone.ini', 'x', 'Secret Keyword'), { type: 'x', hashed_secret: 'none' }],
  }
  repo.write(
    '.secrets.baseline',
    JSON.stringify({ version: '1.5.0', plugins_used: [], filters_used: [], results }, null, 2),
  )
  await repo.commit()
  const { code, stdout } = await repo.rules('import', '.secrets.baseline')
  expect(stdout).toContain('.secrets.baseline: 3 of 6 entries')
  for (const line of [
    'left out  .secrets.baseline:24: conf/a.ini: no credential of this hash is found in it',
    'left out  .secrets.baseline:42: gone.ini: there is no such file',
    'left out  .secrets.baseline:48: entry: has no "hashed_secret" of 40 hex digits',
  ])
    expect(stdout).toContain(line)
  expect(await rulesKnown()).toEqual([
    'generic-password conf/a.ini',
    'github-pat conf/a.ini',
    'private-key key.pem',
  ])
  expect(code).toBe(1)
})

it('a value that has changed since is not taken for the ignored one', async () => {
  repo.write('a.ini', `token = "${made(GITHUB)}"\n`)
  const results = { 'a.ini': [{ type: 'GitHub Token', hashed_secret: sha1(made(GITHUB)), line_number: 1 }] }
  repo.write('.secrets.baseline', JSON.stringify({ version: '1.5.0', results }))
  expect((await repo.rules('import', '.secrets.baseline')).stdout).toContain('0 of 1 entries')
})
