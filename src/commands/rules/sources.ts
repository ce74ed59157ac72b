/** Where rules are written down: the package's rules/*.toml, and the files of a repository. The compiled pack has no examples. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { RuleFile } from '../../detect/index.ts'
import { PortcullisError, UsageError } from '../../errors.ts'
import { packageRoot } from '../../install/package.ts'
import type { RuleText } from '../../policy/load.ts'
import { ruleLine } from '../../policy/rule-lines.ts'
import { parseToml } from '../../policy/toml.ts'

export type SourceText = Pick<RuleText, 'file' | 'text'>

/** The text of every built-in rule file. Throws PortcullisError 3 where the package has been installed without them. */
export function builtInTexts(): SourceText[] {
  const folder = join(packageRoot(), 'rules')
  try {
    const names = readdirSync(folder).filter(name => name.endsWith('.toml'))
    return names.sort().map(name => ({
      file: `rules/${name}`,
      text: readFileSync(join(folder, name), 'utf8'),
    }))
  } catch (cause) {
    throw new PortcullisError(3, 'the built-in rule files cannot be read', {
      subject: folder,
      hint: 'install portcullis again: the compiled rules lie in dist/, their examples in rules/',
      cause,
    })
  }
}

/** Throws PolicyError (`file:line: what`) for what is no TOML. */
export function parsedRules({ file, text }: SourceText): RuleFile {
  return { file, parsed: parseToml(text, file), lineOf: ruleLine(text) }
}

/** The tables of a file's rules as they are written; empty where there are none. */
export function rulesOf(parsed: unknown): Record<string, unknown>[] {
  const { rules } = parsed as { rules?: unknown }
  return Array.isArray(rules) ? (rules as Record<string, unknown>[]) : []
}

/** A file that was named on the command line. Throws UsageError (2) where it is not there or cannot be read. */
export function readSource(file: string, cwd: string): SourceText {
  try {
    return { file, text: readFileSync(resolve(cwd, file), 'utf8') }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const what = code === 'ENOENT' ? 'there is no such file' : `cannot be read: ${code}`
    throw new UsageError(what, { subject: file, cause, hint: 'check that it is a file and may be read' })
  }
}
