/** The check that follows every scenario: no output and no file that Portcullis wrote holds a planted secret. */
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Planted } from './planted.ts'

/** Where a secret was seen, in words that do not repeat it; empty when nowhere. */
export function leaks(
  planted: Planted[],
  outputs: Map<string, string>,
  root: string,
  template: string,
): string[] {
  const needles = planted.flatMap(secret => secret.needles)
  const said = [...outputs].filter(([, text]) => holds(text, needles)).map(([name]) => `output of ${name}`)
  const written = ownFiles(root).filter(file => !copied(file, root, template) && holds(bytes(file), needles))
  return [...said, ...written.map(file => relative(root, file))]
}

function holds(text: string, needles: string[]): boolean {
  return needles.some(needle => text.includes(needle))
}

function bytes(file: string): string {
  return readFileSync(file).toString('latin1')
}

/** Everything under a folder called `portcullis` inside some git directory (the engine's own copy included). */
function ownFiles(dir: string, inGit = false, own = false): string[] {
  return entries(dir).flatMap(entry => {
    const path = join(dir, entry.name)
    if (entry.isFile()) return own ? [path] : []
    if (!entry.isDirectory() || ['node_modules', 'objects', 'package'].includes(entry.name)) return []
    return ownFiles(path, inGit || /\.git$/.test(entry.name), own || (inGit && entry.name === 'portcullis'))
  })
}

function entries(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
  } catch {
    return [] // removed meanwhile, or made unreadable by the scenario itself
  }
}

/** The same file, same size, in the template: it was there before any secret was. */
function copied(file: string, root: string, template: string): boolean {
  const twin = statSync(join(template, relative(root, file)), { throwIfNoEntry: false })
  return twin !== undefined && twin.size === statSync(file).size && twin.size > 20_000
}
