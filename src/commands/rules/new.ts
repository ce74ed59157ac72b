/** `portcullis rules new ID`: a file with one rule that works, to be changed into the one that is wanted. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Io } from '../../enforce.ts'
import { PortcullisError, UsageError } from '../../errors.ts'
import { openRepo } from '../../git/run.ts'
import type { ExitCode } from '../../model.ts'
import { RULES_FOLDER } from '../../policy/files.ts'
import { type Catalog, openCatalog } from './catalog.ts'

/** Throws UsageError for an id that cannot be one or is taken, where the file exists, and outside of a working tree. */
export async function newRule(id: string, io: Io): Promise<ExitCode> {
  refuseWrong(id)
  const root = (await openRepo(io.cwd, io.env)).worktree
  if (root === null)
    throw new UsageError('a bare repository has no rule files', {
      hint: 'run it in a clone with a working tree',
    })
  refuseTaken(id, await openCatalog(io))
  const file = `${RULES_FOLDER}/${id}.toml`
  writeNew(root, file, template(id))
  io.out(`${file}: written\n  next: change it, then portcullis rules test ${file}\n`)
  return 0
}

function refuseWrong(id: string): void {
  if (/^[a-z0-9][a-z0-9._-]{0,80}$/.test(id)) return
  throw new UsageError(`"${id}" cannot be the id of a rule`, {
    hint: 'lower case letters, digits, ".", "_" and "-", for example acme-deploy-key',
  })
}

function refuseTaken(id: string, { rules }: Catalog): void {
  const taken = rules.findLast(one => one.rule.id === id)
  if (!taken) return
  const where = taken.own ? `${taken.file}:${taken.line ?? 1}` : 'the built-in rules'
  throw new UsageError(`there is a rule "${id}" already, in ${where}`, {
    hint: `look at it with portcullis rules show ${id}, or choose another id`,
  })
}

/** `wx`: what is there is never overwritten. Throws UsageError where it is, PortcullisError 3 where it cannot be written. */
export function writeNew(root: string, file: string, text: string): void {
  try {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text, { flag: 'wx' })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST' && (cause as NodeJS.ErrnoException).syscall === 'open')
      throw new UsageError(`there is a file "${file}" already`, {
        hint: 'it is left as it is: choose another name',
      })
    throw new PortcullisError(3, `cannot write "${file}": ${code}`, {
      cause,
      hint: 'check that the folder can be written to',
    })
  }
}

/** Works as it is: `rules test` passes on it, and whoever changes one part sees which other no longer fits. */
function template(id: string): string {
  const provider = id.split(/[._-]/)[0]!
  const prefix = `${provider}_`
  return `# A rule of this repository; the fields are told in Portcullis' rules/README.md. It looks as soon as this file exists, and counts
# for everybody once it is on the default branch.  Check it: portcullis rules test .portcullis/rules/${id}.toml
provider = ${JSON.stringify(capital(provider))}

[[rules]]
id = ${JSON.stringify(id)}
description = "${capital(provider)} key" # what was found, as reports say it

# RE2: no look-around, no back references. The group is the secret. Begin and end say what may not stand beside it.
regex = '''(?:\\b|\\\\[nrt])(${prefix}[A-Za-z0-9]{32})(?:[^A-Za-z0-9_-]|$)'''

# Lower case. At least one stands in every text the regex matches: nothing is asked where none does.
keywords = [${JSON.stringify(prefix)}]

entropy = 3.0         # bits a character at least: against xxxxxxxx. About 2.5 for hex, 3.0 for letters and digits
severity = "high"     # what it opens: critical, high, medium, low
confidence = "high"   # how sure the form is: high blocks, medium blocks, low warns
# revoke = "https://${provider}.example/settings/keys"

# What it must find. ⟦…⟧ is expanded to random characters, so that no credential lies in the repository.
matches = [
  "${prefix.toUpperCase()}KEY=${prefix}⟦[A-Za-z0-9]{32}⟧",
  'key: "${prefix}⟦[A-Za-z0-9]{32}⟧"',
]

# What it must not find: references, placeholders, longer things that only look like it.
ignores = [
  "${prefix.toUpperCase()}KEY=\${${prefix.toUpperCase()}KEY}",
  "${prefix}⟦[A-Za-z0-9]{8}⟧",
  "${prefix}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
]

# What is found and is none. Anchor it to the whole value: ^(?:a|b)$
# [[rules.allowlists]]
# description = "the key of the public demo"
# regexes = ['''^${prefix}demo''']
`
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
