/** Values that the machine of a test keeps, and the check that nothing was said or written of them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { formsOf } from '../../../src/detect/held/forms.ts'
import { expand } from '../../../src/detect/template.ts'
import type { Result } from '../../scenarios/process.ts'
import type { Scenario } from '../situation.ts'

/** A value that no rule knows: only who keeps it can tell. */
export function value(seed = 1): string {
  return expand('⟦[a-z0-9]{2}[A-Z][a-z0-9]{3}[A-Z0-9][a-z0-9]{7}⟧', seed + 70)
}

/** A file of the home folder. */
export function atHome(s: Scenario, path: string, content: string): void {
  const file = join(s.env.HOME!, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}

/** `.env*` ignored, on the trusted base: what every scaffold does. */
export async function ignoreEnv(s: Scenario): Promise<void> {
  s.append('.gitignore', '.env*\n!.env.example\n')
  await s.commitUnseen('ignore')
  await s.publishUnseen('refs/heads/work', 'refs/heads/main')
  await s.quiet(['fetch', '-q', 'origin'])
}

/** Writes `text` into a tracked file and stages it; in words that no rule takes for an assignment. */
export async function stage(s: Scenario, text: string, path = 'notes.txt'): Promise<void> {
  s.write(path, `one line\nsee ${text} there\n`)
  await s.quiet(['add', '-A'])
}

/** In no form: not in what was said, not in what Portcullis wrote. */
export function expectNothingKept(s: Scenario, secret: string, results: Result[]): void {
  const forms = formsOf(secret).map(({ text }) => text)
  const texts = [...results.map(({ output }) => output), ...written(join(s.dir, '.git', 'portcullis'))]
  for (const text of texts) expect(forms.filter(form => text.includes(form))).toEqual([])
}

function written(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(file => file.isFile())
  return files.map(file => readFileSync(join(file.parentPath, file.name)).toString('latin1'))
}
