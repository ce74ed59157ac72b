/** The working copy's own policy files: out of the index (a commit) or off the disk (everything else). */
import { readdirSync, readFileSync } from 'node:fs' // fs/promises costs a hook 3 ms to load
import { join } from 'node:path'
import { PortcullisError } from '../errors.ts'
import type { ObjectId } from '../model.ts'
import { BASELINE_FILE, KEY_FILE, POLICY_FILE, RULES_FOLDER } from './files.ts'
import type { SpecReader } from './types.ts'

/** A custom rule file, not parsed yet. */
export interface RuleText {
  layer: 'base' | 'working'
  file: string
  text: string
}

/** Texts as the change would leave them; null where there is no such file. */
export interface WorkingFiles {
  policy: string | null
  /** the staged policy's blob; null where it was read off the disk */
  policyId: ObjectId | null
  /** read when asked: a baseline may be large, and only findings need it */
  baseline(): Promise<string | null>
  key: string | null
  rules: RuleText[]
}

/**
 * Reads the policy files of a work tree. `objects` given: the staged text counts, which is what a commit would bring; a file
 * that is not in the index counts as it lies on disk (it can only tighten). `worktree` null (bare): nothing.
 */
export async function readWorking(
  worktree: string | null,
  objects: SpecReader | null,
): Promise<WorkingFiles> {
  const read = (path: string) => readText(worktree, objects, path)
  const [staged, key, rules] = await Promise.all([
    objects?.readObject(`:${POLICY_FILE}`) ?? null,
    read(KEY_FILE),
    readRules(worktree, objects),
  ])
  const policy = staged?.data.toString() ?? readDisk(worktree, POLICY_FILE)
  return { policy, policyId: staged?.id ?? null, key, rules, baseline: () => read(BASELINE_FILE) }
}

async function readText(
  worktree: string | null,
  objects: SpecReader | null,
  path: string,
): Promise<string | null> {
  const staged = await objects?.readObject(`:${path}`)
  if (staged) return staged.data.toString()
  return readDisk(worktree, path)
}

function readDisk(worktree: string | null, path: string): string | null {
  return worktree === null ? null : unlessMissing(path, () => readFileSync(join(worktree, path), 'utf8'))
}

/** The index has no folders to list, so the disk says which rules there are; a rule of the base is read from there anyway. */
async function readRules(worktree: string | null, objects: SpecReader | null): Promise<RuleText[]> {
  if (worktree === null) return []
  const names = (unlessMissing(RULES_FOLDER, () => readdirSync(join(worktree, RULES_FOLDER))) ?? []).sort()
  const files = names.filter(name => name.endsWith('.toml')).map(name => `${RULES_FOLDER}/${name}`)
  const texts = await Promise.all(files.map(file => readText(worktree, objects, file)))
  return files.flatMap((file, i) =>
    texts[i] == null ? [] : [{ layer: 'working' as const, file, text: texts[i] }],
  )
}

/** Null for what is not there; a file that cannot be read is an error, not an absence. Throws PortcullisError 3. */
function unlessMissing<T>(path: string, read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    const hint = 'check what lies there and that it may be read'
    throw new PortcullisError(3, `cannot read "${path}": ${code}`, { subject: path, cause: error, hint })
  }
}
