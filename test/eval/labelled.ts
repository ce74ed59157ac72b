/** Labelled files of the tests' own, written as templates: nothing shaped like a credential lies in the repository. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expand } from '../../src/detect/template.ts'
import { type Result, start } from '../scenarios/process.ts'

const PROJECT = fileURLToPath(new URL('../../', import.meta.url))

/** A token that a rule finds with confidence high, and one that it finds with medium. */
export const HIGH = 'sk_live_⟦[A-Za-z0-9]{24}⟧'
export const MEDIUM = 'sk_test_⟦[A-Za-z0-9]{24}⟧'

export interface Desk {
  /** writes rows (expanded), a line each; gives the file's path */
  file(name: string, rows: (object | string)[]): string
  path(name: string): string
  evaluate(...args: string[]): Promise<Result>
  // biome-ignore lint/suspicious/noExplicitAny: the script is plain JavaScript, what it writes has no type
  json(name: string): any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  lines(name: string): any[]
  close(): void
}

/** A folder, and the executable called in it. */
export function desk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'pc-eval-'))
  const path = (name: string) => join(folder, name)
  const read = (name: string) => readFileSync(path(name), 'utf8')
  const env = { ...process.env, PORTCULLIS_ENGINE: undefined }
  return {
    path,
    file(name, rows) {
      writeFileSync(path(name), `${rows.map(textOf).join('\n')}\n`)
      return path(name)
    },
    evaluate: (...args) =>
      start(process.execPath, ['scripts/eval.js', ...args], { cwd: PROJECT, env: env as NodeJS.ProcessEnv }),
    json: name => JSON.parse(read(name)),
    lines: name =>
      read(name)
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
    close: () => rmSync(folder, { recursive: true }),
  }
}

function textOf(row: object | string, index: number): string {
  return expand(typeof row === 'string' ? row : JSON.stringify(row), index + 1)
}

/** `line: truth` or `line-endLine: truth`, each with its category. */
export function label(lines: string, truth: 'T' | 'F', category = 'Token') {
  const [line, endLine] = lines.split('-').map(Number)
  return { line, endLine: endLine ?? line, start: -1, end: -1, truth, categories: [category] }
}

export function window(id: string, lines: string[], labels: object[], more: object = {}) {
  return { id, repo: 'one', path: 'src/app.js', startLine: 1, text: lines.join('\n'), labels, ...more }
}
