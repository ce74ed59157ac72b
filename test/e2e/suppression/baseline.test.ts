// Credentials already known: the baseline's whole life, and what it does not silence.
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { AGENT, assignPassword, reportOf, type Scenario, situations } from '../situation.ts'

const { situation, byPerson } = situations()
const FILE = '.portcullis/baseline.json'

/** A token in the history, as a repository has it that starts to use us. */
async function legacy(s: Scenario): Promise<string> {
  const token = s.secret()
  s.write('old.js', `const token = "${token}"\n`)
  await s.commitUnseen('long ago')
  return token
}

async function known(s: Scenario): Promise<string> {
  const token = await legacy(s)
  const { code, output } = await s.portcullis(['baseline', 'create', '--reason', 'revoked in 2020'])
  expect(code, output).toBe(0)
  return token
}

async function onTheBase(s: Scenario): Promise<void> {
  await s.commitUnseen('baseline')
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  await s.quiet(['fetch', '-q', 'origin'])
}

describe('create', () => {
  situation('needs a reason: exit 2, nothing written', async s => {
    await legacy(s)
    const { code, stderr } = await s.portcullis(['baseline', 'create'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/a baseline needs a reason/)
    expect(existsSync(s.path(FILE))).toBe(false)
  })

  byPerson('then commit, push and scan pass, and list it as suppressed', async s => {
    await known(s)
    expect((await s.portcullis(['scan'])).stdout).toMatch(
      /warn {2}stripe-live-key[\s\S]*bring the suppression/,
    )
    await s.quiet(['add', '-A'])
    await s.passes(['commit', '-m', 'baseline'])
    await onTheBase(s)
    const scan = await s.portcullis(['scan', '--format', 'json'])
    expect(scan.code, scan.output).toBe(0)
    expect(reportOf(scan).suppressed).toEqual([
      expect.objectContaining({
        path: 'old.js',
        suppression: expect.objectContaining({ kind: 'baseline', reason: 'revoked in 2020', trusted: true }),
      }),
    ])
    await s.quiet(['rm', '-q', '--cached', 'old.js'])
    await s.commitUnseen('gone').catch(() => '')
    s.append('old.js', '// touched\n')
    await s.quiet(['add', '-A'])
    await s.passes(['commit', '-m', 'touch it'])
    await s.passes(['push', 'origin', 'work:touched'])
  })

  situation('the file holds no secret, no excerpt and no fingerprint of a finding', async s => {
    const token = await known(s)
    const text = readFileSync(s.path(FILE), 'utf8')
    const scan = await s.portcullis(['scan', '--format', 'json'])
    const { fingerprint } = JSON.parse(scan.stdout).findings[0]
    expect(text).toContain('"rule":"stripe-live-key"')
    for (let at = 0; at + 6 <= token.length; at++) expect(text).not.toContain(token.slice(at, at + 6))
    expect(text).not.toContain(fingerprint)
  })

  situation('a second time is refused', async s => {
    await known(s)
    const { code, stderr } = await s.portcullis(['baseline', 'create', '--reason', 'again'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/there is a baseline already[\s\S]*baseline update/)
  })
})

describe('once it is on the trusted base', () => {
  situation('the same credential at a new path warns', async s => {
    const token = await known(s)
    await onTheBase(s)
    s.write('copy.js', `export const t = "${token}"\n`)
    await s.quiet(['add', '-A'])
    await s.passes(['commit', '-m', 'copy'], {
      says: /warn {2}stripe-live-key.*in the baseline, at another path[\s\S]*copy\.js:1/,
    })
  })

  situation('another credential at a known path is denied', async s => {
    await known(s)
    await onTheBase(s)
    s.append('old.js', `const other = "${s.secret()}"\n`)
    await s.blocked(['commit', '-am', 'another'], { at: 'old.js:2' })
  })

  situation('moved within its file it stays silent, for an agent too', async s => {
    const token = await known(s)
    await onTheBase(s)
    s.write('old.js', `// moved\n\n\nconst again = "${token}"\nconst t = "${token}"\n`)
    await s.passes(['commit', '-am', 'move'], { says: /suppressed: 1/, env: AGENT })
  })

  situation('show, update and prune', async s => {
    await known(s)
    await onTheBase(s)
    const shown = await s.portcullis(['baseline', 'show'])
    expect(shown.stdout).toMatch(/stripe-live-key {2}"revoked in 2020"[\s\S]*at old\.js/)
    s.write('new.js', `const token = "${s.secret()}"\n`)
    await s.commitUnseen()
    const updated = await s.portcullis(['baseline', 'update', '--reason', 'ticket 12'])
    expect(updated.stdout).toMatch(/1 added, 0 removed, 2 in all\n {2}next: commit it in a change of its own/)
    expect((await s.portcullis(['baseline', 'prune'])).stdout).toMatch(/0 added, 0 removed, 2 in all/)
    expect((await s.portcullis(['baseline', 'show'])).stdout).toMatch(/ticket 12/)
  })

  situation('an entry that matches nothing any more: scan says so, prune takes it out', async s => {
    await known(s)
    const entry = `{"id":"${'ab'.repeat(32)}","rule":"stripe-live-key","paths":["gone.js"],"reason":"old","added":"2020-01-01"},`
    s.edit(FILE, '"entries": [\n', `"entries": [\n${entry}\n`)
    await onTheBase(s)
    const scan = await s.portcullis(['scan'])
    expect(scan.stdout).toMatch(
      /1 of 2 baseline entries suppress nothing \(the first: \.portcullis\/baseline\.json:5\).*'portcullis baseline prune'/,
    )
    expect((await s.portcullis(['baseline', 'prune'])).stdout).toMatch(/0 added, 1 removed, 1 in all/)
  })
})

describe('brought by the same commit', () => {
  /** Entries for a credential that is not committed yet, made in a copy. */
  const bring = async (s: Scenario, line: string) => {
    s.write('new.js', line)
    const head = await s.head()
    await s.commitUnseen('to be undone')
    const { code, output } = await s.portcullis(['baseline', 'create', '--reason', 'mine'])
    expect(code, output).toBe(0)
    await s.quiet(['reset', '-q', '--soft', head])
    await s.quiet(['add', '-A'])
  }

  byPerson('a high one is not silenced: a warning while nobody is enrolled', async s => {
    await bring(s, `const token = "${s.secret()}"\n`)
    await s.passes(['commit', '-m', 'both'], {
      says: /warn {2}stripe-live-key[\s\S]*bring the suppression to the trusted base first/,
    })
  })

  byPerson('one below high is', async s => {
    await bring(s, `const ${assignPassword(s)}\n`)
    await s.passes(['commit', '-m', 'both'], { says: /suppressed: 1[\s\S]*baseline: "mine"/ })
  })

  situation('nothing is silenced for an agent', async s => {
    await bring(s, `const ${assignPassword(s)}\n`)
    await s.blocked(['commit', '-m', 'both'], { rule: /generic-password/, at: 'new.js:1', env: AGENT })
  })
})

describe('broken', () => {
  situation('a line that is no entry: file and line, and the commit does not pass', async s => {
    await known(s)
    s.edit(FILE, '"rule":"stripe-live-key"', '"rule":')
    const { code, stderr } = await s.portcullis(['scan'])
    expect(code).toBe(2)
    expect(stderr).toContain(`${FILE}:5: not valid JSON`)
    s.append('app.js', `const token = "${s.secret()}"\n`)
    await s.blocked(['commit', '-am', 'token'], { rule: /baseline\.json:5: not valid JSON/ })
  })

  byPerson('on the base: told, counts for nothing, and can be mended', async s => {
    await known(s)
    s.edit(FILE, '"rule":"stripe-live-key"', '"rule":')
    await onTheBase(s)
    s.edit(FILE, '"rule":', '"rule":"stripe-live-key"')
    s.append('app.js', `const ${assignPassword(s)} // portcullis:allow made up\n`)
    await s.passes(['commit', '-am', 'mend the baseline'], { says: /baseline\.json:5: not valid JSON/ })
  })
})
