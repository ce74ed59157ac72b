/**
 * What was clean before: pairs of a blob and a path in which these very eyes found nothing at all. One file for each pair of eyes,
 * in the git directory. It saves time and proves nothing: whoever can write there can forge it, so nothing past this machine reads it.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Detectors, stretchHeld } from '../detect/index.ts'
import { BUILD, VERSION } from '../version.ts'
import {
  type Draft,
  decodePairs,
  encodePairs,
  FORMAT,
  type Lookup,
  MOST_FILE_BYTES,
  MOST_PAIRS,
  openDraft,
  openLookup,
  type Pairs,
  unite,
} from './pairs.ts'

/** Who looks: whatever can change what is found, or what is looked at. The user's own secrets are asked for besides. */
export interface Eyes {
  detectors: Detectors
  maxBytes: number
}

export interface Clean extends Lookup {
  /** filled by whoever looks, and given to `save` */
  draft(): Draft
  /** Adds to what there is by now. Never throws: where nothing can be written, the next run looks again. */
  save(draft: Draft): Promise<void>
}

/** `folder`: `<commonDir>/portcullis`. Never throws for a file that cannot be used: `told` hears why. */
export async function openClean(folder: string, eyes: Eyes, told?: (why: string) => void): Promise<Clean> {
  const key = keyOf(eyes)
  const file = join(folder, `${NAME}${key.toString('hex').slice(0, 16)}`)
  const stretch = stretcher(eyes.detectors)
  const { has } = openLookup((await read(file, key, stretch, told)) ?? NOTHING)
  return {
    has,
    draft: () => openDraft(),
    async save(draft) {
      if (draft.length === 0) return
      try {
        const there = await read(file, key, stretch, told) // others may have written since
        const salt = there?.salt ?? randomBytes(16)
        const entries = unite(there?.entries ?? NOTHING.entries, draft.entries(salt), MOST_PAIRS)
        write(file, encodePairs({ key, salt, held: await stretch(salt), entries }))
        sweep(folder)
      } catch (error) {
        told?.(`cannot write "${file}": ${(error as Error).message}`)
      }
    },
  }
}

const NAME = 'clean-'
const NOTHING = { salt: Buffer.alloc(16), entries: Buffer.alloc(0) }

function keyOf({ detectors, maxBytes }: Eyes): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([FORMAT, VERSION, BUILD, detectors.digest, maxBytes]))
    .digest()
}

type Stretch = (salt: Buffer) => Promise<Buffer>

function stretcher({ held }: Detectors): Stretch {
  const known = new Map<string, Promise<Buffer>>()
  return salt => {
    const name = salt.toString('hex')
    const stretched = known.get(name) ?? stretchHeld(held, salt)
    known.set(name, stretched)
    return stretched
  }
}

/** null: there is none, or it cannot be used. */
async function read(
  file: string,
  key: Buffer,
  stretch: Stretch,
  told?: (why: string) => void,
): Promise<Pairs | null> {
  try {
    const stat = statSync(file)
    if (!stat.isFile() || stat.size > MOST_FILE_BYTES) throw new Error('it is another file')
    const pairs = decodePairs(readFileSync(file))
    if (!pairs.key.equals(key)) throw new Error('others have looked')
    if (!pairs.held.equals(await stretch(pairs.salt))) throw new Error('other own secrets were looked for')
    return pairs
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      told?.(`"${file}" is not used: ${(error as Error).message}`)
    return null
  }
}

/** Renamed into place, so that nobody reads half of it. */
function write(file: string, bytes: Buffer): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}`
  try {
    writeFileSync(draft, bytes, { mode: 0o600 })
    renameSync(draft, file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/** Two branches with rules of their own; more are of rules that have changed. */
const KEPT = 2
/** Of a draft: whoever writes one for longer does not write any more. */
const STALE_MS = 600_000

function sweep(folder: string): void {
  const files = readdirSync(folder)
    .filter(name => name.startsWith(NAME))
    .map(name => ({ file: join(folder, name), isDraft: name.includes('.'), at: mtimeOf(join(folder, name)) }))
    .sort((a, b) => b.at - a.at)
  const old = files.filter(one => !one.isDraft).slice(KEPT)
  const left = files.filter(one => one.isDraft && Date.now() - one.at > STALE_MS)
  for (const { file } of [...old, ...left]) rmSync(file, { force: true })
}

/** Somebody else may sweep at the same time. */
function mtimeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
