/** Which tool's file this is, by its content; a name only tells where the content leaves it open. */
import { PolicyError } from '../../errors.ts'
import { parseToml } from '../../policy/toml.ts'
import type { Source } from './import-model.ts'

export type Kind =
  | { kind: 'rules'; parsed: Record<string, unknown> }
  | { kind: 'ignore' }
  | { kind: 'secrets.baseline'; parsed: Record<string, unknown> }
  | { kind: 'report'; parsed: unknown[] }

/** `[commit:]path:rule:line`, or the sha256 of a value */
export const ENTRY = /^(?:.+:[^:\s]+:\d+|[0-9a-f]{64})$/

/** Throws PolicyError (`file:line: what`) for what is none of them. */
export function kindOf(source: Source): Kind {
  const { file, text } = source
  if (text.includes('\0')) throw unknown(source, 'is no text')
  if (/ignore$/.test(file) || isIgnore(text)) return { kind: 'ignore' }
  const json = /^\s*[{[]/.test(text) ? tryJson(text) : undefined
  if (json !== undefined) return jsonKind(json, source)
  if (/^\s*\{/.test(text)) throw unknown(source, 'is not valid JSON', brokenAt(text))
  const parsed = parseToml(text, file)
  if (typeof parsed.provider === 'string')
    throw new PolicyError('is a rule file of Portcullis already', {
      subject: file,
      line: 1,
      hint: 'put it into .portcullis/rules/, and check it with portcullis rules test',
    })
  if (!['rules', 'allowlist', 'allowlists', 'extend', 'filter', 'prefilter'].some(name => name in parsed))
    throw unknown(source, 'is TOML, but has no rules, no allowlist and no [extend]')
  return { kind: 'rules', parsed }
}

function isIgnore(text: string): boolean {
  const lines = text.split('\n').map(line => line.trim())
  const entries = lines.filter(line => line !== '' && !line.startsWith('#'))
  return entries.length > 0 && entries.every(line => ENTRY.test(line))
}

function jsonKind(json: unknown, source: Source): Kind {
  if (Array.isArray(json)) {
    if (json.every(one => typeof one?.RuleID === 'string' && typeof one?.File === 'string'))
      return { kind: 'report', parsed: json }
    throw unknown(source, 'is a JSON list, but none of findings with "RuleID" and "File"')
  }
  const parsed = json as Record<string, unknown>
  if (typeof parsed.results === 'object' && parsed.results !== null)
    return { kind: 'secrets.baseline', parsed }
  throw unknown(source, 'is JSON, but has no "results"')
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The parser's own message may quote the text. */
function brokenAt(text: string): number {
  try {
    JSON.parse(text)
    return 1
  } catch (error) {
    const at = /position (\d+)/.exec(String(error))?.[1]
    return text.slice(0, at === undefined ? text.length : Number(at)).split('\n').length
  }
}

function unknown({ file }: Source, what: string, line = 1): PolicyError {
  return new PolicyError(what, {
    subject: file,
    line,
    hint: 'portcullis rules import --help lists what can be read',
  })
}
