/** Attestations of enrolled hardware keys, out of the trusted base: only where somebody's key names one. */
import type { Objects } from '../git/objects.ts'
import type { ObjectId } from '../model.ts'
import type { Attestations, People } from './enrolment.ts'
import { stepsBetween } from './steps.ts'

const FOLDER = '.portcullis/attestations'
const ROOTS = '.portcullis/attestation-roots'
const LARGEST = 1_000_000

/** Undefined where no key names an attestation. Throws GitError when an object is missing. */
export async function attestationsAt(
  objects: Objects,
  base: ObjectId | null,
  people: People,
): Promise<Attestations | undefined> {
  const isNamed = [...people.values()].some(({ keys }) => keys.some(({ attested }) => attested !== undefined))
  if (base === null || !isNamed) return undefined
  const [files, roots] = await Promise.all([filesIn(objects, base, FOLDER), filesIn(objects, base, ROOTS)])
  return {
    file: name => files.get(name) ?? null,
    roots: [...roots.values()].map(data => data.toString('utf8')),
  }
}

async function filesIn(objects: Objects, base: ObjectId, folder: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  const tree = await objects.info(`${base}:${folder}`)
  if (tree?.type !== 'tree') return files
  for (const { path, after } of await stepsBetween(objects, null, tree.id)) {
    if (after === null || !after.mode.startsWith('100')) continue
    const { data } = await objects.read(after.id, LARGEST)
    if (data !== null) files.set(path, data)
  }
  return files
}
