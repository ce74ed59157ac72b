// A secret inside of something else: the commit is blocked, and the member named. What cannot be opened is told; a bomb is exit 3.
import { cpSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import { sqlite, tar, zip } from '../../detect/open/fixture.ts'
import { sarifFaults } from '../sarif.ts'
import { AGENT, enforcePolicy, reportOf, type Scenario, situations } from '../situation.ts'

const { situation } = situations()
const WORDS = 'nothing to see here\n'.repeat(30)

/** An ordinary file with a token on its second line. */
function config(s: Scenario): string {
  return `# ${WORDS}`.slice(0, 20).concat(`\ntoken: "${s.secret()}"\n${WORDS}`)
}

async function commit(s: Scenario, at: string | string[]) {
  await s.quiet(['add', '-A'])
  return s.blocked(['commit', '-m', 'add it'], { at })
}

describe('a commit with a secret in', () => {
  situation('a zip', async s => {
    s.write(
      'build/app.zip',
      zip([
        ['readme', WORDS],
        ['conf/app.yml', config(s)],
      ]),
    )
    await commit(s, 'build/app.zip » conf/app.yml:2:9')
  })

  situation('a zip in a zip, under a name that is no archive', async s => {
    s.write('data.bin', zip([['in.jar', zip([['app.yml', config(s)]])]]))
    await commit(s, 'data.bin » in.jar!/app.yml:2:9')
  })

  situation('a tar.gz and a zip that git itself wrote', async s => {
    s.write('sub/app.yml', config(s))
    await s.quiet(['add', '-A'])
    const tree = await s.quiet(['write-tree'])
    for (const format of ['tar.gz', 'zip'])
      await s.quiet(['archive', `--format=${format}`, '-o', s.path(`a.${format}`), tree, 'sub'])
    await s.quiet(['rm', '-qrf', '--cached', 'sub'])
    s.remove('sub')
    await commit(s, ['a.tar.gz » sub/app.yml:2:9', 'a.zip » sub/app.yml:2:9'])
  })

  situation('a docx, split by its formatting: the line is the paragraph', async s => {
    const token = s.secret()
    const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`
    const xml = `<w:document><w:p>${run('Dear all')}</w:p><w:p>${run(`key: ${token.slice(0, 9)}`)}${run(token.slice(9))}</w:p></w:document>`
    s.write(
      'letter.docx',
      zip([
        ['[Content_Types].xml', '<Types/>'],
        ['word/document.xml', xml],
      ]),
    )
    await commit(s, 'letter.docx » word/document.xml:2:6')
  })

  situation('a notebook’s output, in two strings: the line is the file’s', async s => {
    const token = s.secret()
    const text = [`found ${token.slice(0, 9)}`, `${token.slice(9)}\n`]
    const cells = [{ cell_type: 'code', outputs: [{ output_type: 'stream', text }], source: ['show()'] }]
    s.write('a.ipynb', JSON.stringify({ cells, nbformat: 4 }, null, 1))
    await commit(s, 'a.ipynb:9:14')
  })

  situation('a database: the line is the row', async s => {
    const rows = [
      ['1', 'x'],
      ['2', `${'- '.repeat(300)}${s.secret()}`],
    ]
    s.write('app.db', sqlite([{ name: 'users', sql: 'CREATE TABLE users (id, note)', rows }]))
    await commit(s, 'app.db » users:2:')
  })

  situation('base64 of gzip in base64, as Helm keeps it', async s => {
    const release = gzipSync(config(s)).toString('base64')
    s.write('secret.yaml', `data:\n  release: ${Buffer.from(release).toString('base64')}\n`)
    await commit(s, 'secret.yaml:2:12')
  })

  situation('a file and its compressed copy is one finding, at both places', async s => {
    const text = config(s)
    s.write('app.yml', text)
    s.write('app.gz', gzipSync(text))
    await s.quiet(['add', '-A'])
    const { findings } = reportOf(await s.portcullis(['scan', '--staged', '--format', 'json']))
    expect(findings).toHaveLength(1)
    await commit(s, ['app.gz » app:2:9', 'app.yml:2:9'])
  })
})

describe('an archive that is changed', () => {
  situation('what it held before does not block, what is new in it does', async s => {
    const old: [string, string] = ['old.yml', config(s)]
    s.write('a.zip', zip([old]))
    await s.commitUnseen('it was there before')
    s.write('a.zip', zip([old, ['b', WORDS]]))
    await s.passes(['commit', '-am', 'one more file'])
    s.write('a.zip', zip([old, ['b', WORDS], ['c.yml', config(s)]]))
    const { output } = await s.blocked(['commit', '-am', 'a key'], { at: 'a.zip » c.yml:2:9' })
    expect(output).not.toContain('old.yml')
  })
})

describe('what cannot be opened', () => {
  situation('an encrypted entry is a named skip: the commit passes and says it', async s => {
    s.write('a.zip', zip([['secret.txt', 'x', { flags: 1 }]]))
    s.write('b.7z', Buffer.from('377abcaf271c0004', 'hex'))
    await s.quiet(['add', '-A'])
    await s.passes(['commit', '-m', 'add them'], {
      says: /skipped 2: a\.zip: "secret\.txt" is encrypted, b\.7z: is 7z, which is not opened/,
    })
    const result = await s.portcullis(['scan', '--format', 'json'])
    expect(result.code).toBe(0)
    expect(reportOf(result).coverage).toMatchObject({
      unread: [],
      skipped: [{ path: 'a.zip', reason: '"secret.txt" is encrypted' }, { path: 'b.7z' }],
    })
  })
})

describe('a package without its archive readers', () => {
  situation('blocks a commit with an archive in it, and no other', async s => {
    const own = s.path('node_modules', 'portcullis')
    rmSync(own)
    cpSync(join(s.root, 'package'), own, { recursive: true, dereference: true })
    rmSync(join(own, 'node_modules'), { recursive: true, force: true })
    rmSync(join(own, 'dist', 'open.cjs'))
    s.append('app.js', 'more()\n')
    await s.passes(['commit', '-am', 'more'])
    s.write('a.zip', zip([['a', WORDS]]))
    await s.quiet(['add', 'a.zip'])
    expect((await s.hook('pre-commit')).code).toBe(3)
    const { stderr } = await s.blocked(['commit', '-m', 'zip'], { rule: /archives cannot be opened/ })
    expect(stderr).toMatch(/dist\/open\.cjs is missing/)
  })
})

describe('a bomb', () => {
  const zeros = gzipSync(Buffer.alloc(120_000_000))

  situation('is exit 3 with the clause that leaves it out, and with that clause it passes', async s => {
    s.write('bomb.gz', zeros)
    await s.quiet(['add', '-A'])
    expect((await s.hook('pre-commit')).code).toBe(3)
    const { stderr } = await s.blocked(['commit', '-m', 'bomb'], { at: 'bomb.gz', rule: /not looked at/ })
    expect(stderr).toMatch(/not looked at +bomb\.gz: opens to more than \d+ bytes/)
    expect(stderr).toContain('[skips.<name>] match = ["/bomb.gz"]')
    await s.quiet(['rm', '-qf', 'bomb.gz'])
    await enforcePolicy(s, '[skips.bomb]\nmatch = ["/bomb.gz"]\nreason = "a test of ours"\n')
    s.write('bomb.gz', zeros)
    await s.quiet(['add', 'bomb.gz'])
    await s.passes(['commit', '-m', 'bomb'], { says: /skipped 1: bomb\.gz: skips\.bomb/ })
  })

  situation('beside a secret: both are told, exit 3', async s => {
    s.write(
      'a.zip',
      zip([
        ['app.yml', config(s)],
        ['zeros', '', { raw: deflateRawSync(Buffer.alloc(120_000_000)) }],
      ]),
    )
    await s.commitUnseen()
    const result = await s.portcullis(['scan', '--format', 'json'])
    expect(result.code).toBe(3)
    const { coverage, findings } = reportOf(result)
    expect(findings).toMatchObject([{ path: 'a.zip', member: 'app.yml', line: 2 }])
    expect(coverage.unread).toEqual([
      { path: 'a.zip', commit: expect.any(String), reason: expect.stringMatching(/^"zeros" opens to more/) },
    ])
  })

  situation('archives in each other, deeper than is followed', async s => {
    let data: Buffer = Buffer.from(config(s))
    for (let depth = 0; depth < 9; depth++) data = zip([['x.zip', data]])
    s.write('deep.zip', data)
    await s.commitUnseen()
    const { code, stdout } = await s.portcullis(['scan'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/not looked at +deep\.zip.*lies in more than 5 archives in each other/)
  })
})

describe('one line', () => {
  situation('of 20 MB: found, with its column', async s => {
    const filler = 'function(a,b){return a+b};'.repeat(400_000)
    s.write('app.min.js', `${filler}"${s.secret()}";${filler}`)
    await commit(s, `app.min.js:1:${filler.length + 2}`)
  })

  situation('of a gigabyte: exit 3, and what would leave it out', async s => {
    writeFileSync(join(s.root, 'huge.js'), 'a')
    truncateSync(join(s.root, 'huge.js'), 1 << 30)
    const { code, stdout } = await s.portcullis(['scan', '--files', join(s.root, 'huge.js')])
    expect(code).toBe(3)
    expect(stdout).toMatch(/not looked at .*huge\.js: 1073741824 bytes, more than \[content\] max-bytes/)
    expect(stdout).toContain('[skips.<name>]')
  })
})

describe('every report names the member', () => {
  const places: Record<string, RegExp> = {
    pretty: /at a\.tgz » conf\/app\.yml:2:9/,
    json: /"member": "conf\/app\.yml"/,
    jsonl: /"member":"conf\/app\.yml"/,
    sarif: /"fullyQualifiedName": "a\.tgz » conf\/app\.yml:2:9"/,
    github: /^::error file=a\.tgz,title=.*::.*\(a\.tgz » conf\/app\.yml:2:9\)/m,
    markdown: /a\.tgz » conf\/app\.yml/,
  }

  situation('and none the secret; a token as a member’s name is masked', async s => {
    s.write(
      'a.tgz',
      gzipSync(
        tar([
          ['conf/app.yml', config(s)],
          [`${s.secret()}.txt`, config(s)],
        ]),
      ),
    )
    await s.commitUnseen()
    for (const [format, place] of Object.entries(places)) {
      const { code, stdout } = await s.portcullis(['scan', '--format', format])
      expect(code).toBe(1)
      expect(stdout.replaceAll('&#58;', ':').replaceAll('&#45;', '-'), format).toMatch(place)
      if (format === 'sarif') expect(sarifFaults(JSON.parse(stdout))).toEqual([])
    }
    const { stdout } = await s.portcullis(['scan'], { env: AGENT })
    expect(stdout).toContain('at a.tgz » conf/app.yml:2:9')
  })
})
