/** The only door to smol-toml: TOML text → object, with the file and line of what is wrong. */
import { parse, TomlError } from 'smol-toml'
import { PolicyError } from '../errors.ts'

export { lineOf } from './toml-lines.ts'

/** A parsed table. Dates are `Date` objects whose `toISOString()` keeps the form that was written. */
export type TomlTable = { [key: string]: unknown }

/**
 * Parses TOML 1.0. `file` is the name that errors carry.
 * Throws PolicyError (`file:line:column: what`) for anything that is not TOML.
 */
export function parseToml(text: string, file: string): TomlTable {
  try {
    // `throw`: a key named __proto__ has no business in a policy, and objects made of it surprise later code
    return parse(text, { unsafeKeyBehaviour: 'throw', maxDepth: 20 })
  } catch (error) {
    throw syntaxError(error, file)
  }
}

function syntaxError(error: unknown, file: string): PolicyError {
  if (!(error instanceof TomlError)) return new PolicyError(`${file}: ${String(error)}`, { subject: file })
  // the first line only: what follows quotes the file's own text, which may hold anything
  const what = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '')
  return new PolicyError(`${file}:${error.line}:${error.column}: not valid TOML: ${what}`, {
    subject: file,
    line: error.line,
  })
}
