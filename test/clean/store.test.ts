import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openClean } from '../../src/clean/store.ts'
import { type Detectors, heldInFile, openHeld } from '../../src/detect/index.ts'
import { detectorsOf } from '../../src/detect/load.ts'
import { compilePack } from '../../src/detect/pack.ts'
import { expand } from '../../src/detect/template.ts'
import { FILES } from '../detect/fixture.ts'
import { tempDir } from '../git/fixture.ts'

const PACK = compilePack(FILES)
const ID = Buffer.alloc(20, 3)
const OTHER = Buffer.alloc(20, 4)
const VALUES = [1, 2].map(seed => expand('⟦[a-zA-Z0-9]{24}⟧', seed))

interface Options {
  disabled?: string[]
  /** the user's own secrets */
  values?: string[]
  maxBytes?: number
}

function eyes({ disabled = [], values = [], maxBytes = 1000 }: Options = {}) {
  const text = values.map((value, i) => `TOKEN_${i}=${value}\n`).join('')
  const secrets = heldInFile('dotenv', text, '.env', { env: {}, ignore: new Set() })
  expect(secrets.length).toBe(values.length)
  const held = openHeld(async () => ({ secrets, notices: [] }))
  const detectors: Detectors = detectorsOf([PACK], disabled, values.length > 0 ? { held } : {})
  return { detectors, maxBytes }
}

async function remember(folder: string, id = ID, options: Options = {}): Promise<void> {
  const clean = await openClean(folder, eyes(options))
  const draft = clean.draft()
  draft.add(id, 0, 'a.js')
  await clean.save(draft)
}

async function isKnown(folder: string, id = ID, options: Options = {}, told?: (why: string) => void) {
  return (await openClean(folder, eyes(options), told)).has(id, 0, 'a.js')
}

const only = (folder: string) => join(folder, readdirSync(folder)[0]!)

describe('a pair that was remembered', () => {
  it('is known to the same eyes, and no other pair is', async () => {
    const folder = join(tempDir(), 'portcullis')
    expect(await isKnown(folder)).toBe(false)
    await remember(folder)
    const clean = await openClean(folder, eyes())
    expect([clean.has(ID, 0, 'a.js'), clean.has(ID, 0, 'b.js'), clean.has(OTHER, 0, 'a.js')]).toEqual([
      true,
      false,
      false,
    ])
    expect(statSync(only(folder)).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  it.each<[string, Options]>([
    ['other rules', { disabled: ['acme-token'] }],
    ['another limit of bytes', { maxBytes: 999 }],
    ['a secret of their own', { values: VALUES.slice(0, 1) }],
  ])('is unknown to eyes with %s', async (_, options) => {
    const folder = tempDir()
    await remember(folder)
    expect(await isKnown(folder, ID, options)).toBe(false)
    expect(await isKnown(folder)).toBe(true)
  })

  it('is unknown where one own secret more, less or another is looked for', async () => {
    const folder = tempDir()
    await remember(folder, ID, { values: VALUES })
    const known = (values: string[]) => isKnown(folder, ID, { values })
    expect(await known(VALUES)).toBe(true)
    expect(await known([...VALUES].reverse())).toBe(true)
    expect(await known(VALUES.slice(1))).toBe(false)
    expect(await known([...VALUES, expand('⟦[a-zA-Z0-9]{24}⟧', 3)])).toBe(false)
    expect(await known([])).toBe(false)
  })

  it('is not written with any of the values, nor with a digest of them that is the same twice', async () => {
    const folders = [tempDir(), tempDir()]
    for (const folder of folders) await remember(folder, ID, { values: VALUES })
    const [a, b] = folders.map(folder => readFileSync(only(folder)))
    for (const value of VALUES) expect(a!.includes(value)).toBe(false)
    expect(a!.subarray(72, 104).equals(b!.subarray(72, 104))).toBe(false)
  })
})

describe('two runs', () => {
  it('add up, though the second began before the first had ended', async () => {
    const folder = tempDir()
    const second = await openClean(folder, eyes())
    await remember(folder)
    const draft = second.draft()
    draft.add(OTHER, 0, 'a.js')
    await second.save(draft)
    expect([await isKnown(folder), await isKnown(folder, OTHER)]).toEqual([true, true])
    expect(readdirSync(folder).length).toBe(1)
  })

  it('that look for other own secrets do not add up: the last one counts', async () => {
    const folder = tempDir()
    await remember(folder, ID, { values: VALUES })
    await remember(folder, OTHER)
    expect([await isKnown(folder), await isKnown(folder, OTHER)]).toEqual([false, true])
  })
})

describe('a file that cannot be used', () => {
  const spoilt: [string, (file: string, bytes: Buffer) => void][] = [
    [
      'damaged',
      (file, bytes) => writeFileSync(file, Buffer.concat([bytes.subarray(0, -1), Buffer.from('x')])),
    ],
    ['cut short', (file, bytes) => writeFileSync(file, bytes.subarray(0, 100))],
    ['empty', file => writeFileSync(file, '')],
    ['a foreign one', file => writeFileSync(file, 'something else')],
  ]
  it.each(spoilt)('%s: is not believed, is told to whoever debugs, and is replaced', async (_, spoil) => {
    const folder = tempDir()
    await remember(folder)
    spoil(only(folder), readFileSync(only(folder)))
    const told: string[] = []
    expect(await isKnown(folder, ID, {}, why => told.push(why))).toBe(false)
    expect(told).toEqual([expect.stringMatching(/^".*clean-[0-9a-f]{16}" is not used: it is /)])
    await remember(folder)
    expect(await isKnown(folder)).toBe(true)
  })

  it('a folder in its place: nothing is remembered, and nothing fails', async () => {
    const folder = tempDir()
    await remember(folder)
    const file = only(folder)
    const name = file.slice(folder.length)
    const other = tempDir()
    mkdirSync(join(other, name))
    await remember(other)
    expect(await isKnown(other)).toBe(false)
    expect(readdirSync(other)).toEqual([name.slice(1)])
  })

  it.skipIf(process.getuid?.() === 0)('a folder that cannot be written to is no error', async () => {
    const folder = tempDir()
    chmodSync(folder, 0o500)
    await remember(folder)
    expect(await isKnown(folder)).toBe(false)
  })

  it('a file where the folder should be is no error', async () => {
    const file = join(tempDir(), 'file')
    writeFileSync(file, '')
    await remember(join(file, 'portcullis'))
  })
})

describe('old files', () => {
  it('of other eyes: one is kept besides the new one; foreign files are left alone', async () => {
    const folder = tempDir()
    writeFileSync(join(folder, 'audit.jsonl'), '')
    for (const [i, maxBytes] of [1, 2, 3].entries()) {
      await remember(folder, ID, { maxBytes })
      for (const name of readdirSync(folder)) utimesSync(join(folder, name), i + 1, i + 1)
      const known = readdirSync(folder)
      expect(known.length).toBe(Math.min(i + 2, 3))
    }
    expect(await isKnown(folder, ID, { maxBytes: 3 })).toBe(true)
    expect(existsSync(join(folder, 'audit.jsonl'))).toBe(true)
  })

  it('of a run that was killed while it wrote: taken away when they are old', async () => {
    const folder = tempDir()
    const [old, young] = ['clean-0123456789abcdef.1', 'clean-0123456789abcdef.2'].map(name =>
      join(folder, name),
    )
    for (const file of [old!, young!]) writeFileSync(file, '')
    utimesSync(old!, 1, 1)
    await remember(folder)
    expect([existsSync(old!), existsSync(young!)]).toEqual([false, true])
  })
})
