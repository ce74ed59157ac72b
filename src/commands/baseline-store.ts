/** The baseline's file in the worktree: read whole, replaced whole. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PortcullisError } from '../errors.ts'
import { type Baseline, parseBaseline } from '../policy/baseline.ts'
import { BASELINE_FILE } from '../policy/files.ts'

/** Null where there is none. Throws PolicyError when it is broken, PortcullisError 3 when it cannot be read. */
export function readBaseline(root: string): Baseline | null {
  let text: string
  try {
    text = readFileSync(join(root, BASELINE_FILE), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw failed('read', error)
  }
  return parseBaseline(text, BASELINE_FILE, false)
}

/** By way of a second file, so that a full disk leaves the old baseline whole. Throws PortcullisError 3. */
export function writeBaseline(root: string, text: string): void {
  const file = join(root, BASELINE_FILE)
  const next = `${file}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(next, text)
    renameSync(next, file)
  } catch (error) {
    rmSync(next, { force: true })
    throw failed('write', error)
  }
}

function failed(verb: string, error: unknown): PortcullisError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
  return new PortcullisError(3, `cannot ${verb} the baseline: ${code}`, {
    subject: BASELINE_FILE,
    cause: error,
    hint: 'check that the file and its folder can be read and written',
  })
}
