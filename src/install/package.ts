/** Where this very engine lies, and the files of it that are put into repositories. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PortcullisError } from '../errors.ts'

/** The folder with our package.json: two above src/install, one or two above a chunk in dist. Throws when there is none (exit 3). */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!isOurs(folder)) {
    const above = dirname(folder)
    if (above === folder)
      throw new PortcullisError(3, 'the files of Portcullis are incomplete', { hint: 'npm ci' })
    folder = above
  }
  return folder
}

function isOurs(folder: string): boolean {
  const file = join(folder, 'package.json')
  return existsSync(file) && readFileSync(file, 'utf8').includes('"name": "portcullis"')
}

export function packageVersion(root: string = packageRoot()): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version?: string }
  return version ?? 'unknown'
}

/** A shell script of ours as text: from the sources in a checkout, from dist in a package (scripts/build.js copies it). */
export function script(name: 'shim.sh' | 'chain.sh' | 'agent.sh' | 'reference-transaction.sh'): string {
  const root = packageRoot()
  const source = join(root, 'src/install', name)
  return readFileSync(existsSync(source) ? source : join(root, 'dist', name), 'utf8')
}
