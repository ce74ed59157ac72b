/** Histories made for tests, written by `git fast-import`: a commit costs no process. */
import { makeRepo, type TestRepo } from '../git/fixture.ts'
import { assemble, block, change, content, credential, type Dice, lines, type Words } from './versions.ts'

export type Files = Map<string, Buffer>

/** Commits these states of all files, one after another. */
export function commitAll(states: Files[], repo = makeRepo()): TestRepo {
  const parts: (string | Buffer)[] = []
  states.forEach((files, index) => {
    const message = `commit ${index}\n`
    parts.push(`commit refs/heads/main\ncommitter A U Thor <a@example.org> ${1_700_000_000 + index} +0000\n`)
    parts.push(`data ${message.length}\n${message}deleteall\n`)
    for (const [path, data] of files) parts.push(`M 100644 inline ${path}\ndata ${data.length}\n`, data, '\n')
  })
  repo.feed(Buffer.concat(parts.map(part => Buffer.from(part))), 'fast-import', '--quiet', '--force')
  return repo
}

const PATHS = [
  'src/app.ts',
  'test/app.test.ts',
  'deploy/.env',
  'docs/read.md',
  'db/dump.sql',
  '.pgpass',
  'config/a.yml',
  'src/a.py',
]

/** States of a few files, each made from the one before. */
export function statesOf(words: Words, count: number): Files[] {
  const { dice } = words
  let files: Files = new Map()
  for (const path of PATHS.slice(0, 4)) files.set(path, Buffer.from(content(words, 30)))
  const states = [files]
  while (states.length < count) {
    files = new Map(files)
    step(files, words)
    if (dice.chance(0.3)) step(files, words)
    states.push(files)
  }
  return states
}

function step(files: Files, words: Words): void {
  const { dice } = words
  const path = dice.pick([...files.keys()])
  const other = dice.pick([...files.keys()])
  const free = dice.pick(PATHS)
  const before = files.get(path)!
  const kind = dice.roll(16)
  if (kind === 0) {
    files.delete(path)
    files.set(free, before) // renamed: another path, another verdict
  } else if (kind === 1) files.set(free, before)
  else if (kind === 2) {
    const second = files.get(other)!
    files.set(
      path,
      Buffer.concat([
        before.subarray(0, dice.roll(before.length)),
        second.subarray(dice.roll(second.length)),
      ]),
    )
  } else if (kind === 3) files.set(path, recoded(before, dice))
  else if (kind === 4) files.set(path, notebook(words))
  else if (kind === 5)
    files.set(path, Buffer.from(`${lines(words, 200)}\n${block(words)}\n${lines(words, 200)}`))
  else files.set(path, assemble(before, change(words, before)).now)
}

function recoded(before: Buffer, dice: Dice): Buffer {
  const text = before.toString()
  return dice.pick([
    () => Buffer.from(text.replaceAll('\n', '\r\n')),
    () => Buffer.from(text.replaceAll('\r\n', '\n')),
    () => Buffer.concat([before, Buffer.from([0xe9])]),
    () => Buffer.from(before.toString('latin1')),
    () => Buffer.from(`\ufeff${text}`),
    () => Buffer.from(text.replace('\ufeff', '')),
    () =>
      Buffer.concat([
        before.subarray(0, before.length >> 1),
        Buffer.from([0]),
        before.subarray(before.length >> 1),
      ]),
    () => Buffer.from(text.replaceAll('\0', '')),
    () => Buffer.from(text.replace(/\n$/, '')),
    () => Buffer.from(text, 'utf16le'),
  ])()
}

function notebook(words: Words): Buffer {
  const source = `${lines(words, 30)}\n${credential(words)}\n${lines(words, 30)}`
    .split('\n')
    .map(line => `${line}\n`)
  return Buffer.from(JSON.stringify({ cells: [{ cell_type: 'code', source }], nbformat: 4 }, null, 1))
}
