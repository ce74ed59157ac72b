/** Any failure as text: what failed, where, the next step; and the exit code it ends with. */
import { PortcullisError } from '../errors.ts'
import type { ExitCode } from '../model.ts'
import { jsonText, visible, visibleLines } from './escape.ts'

export interface ErrorOptions {
  /** `json` and `jsonl` give the object, anything else the lines for people */
  format?: string
  /** PORTCULLIS_DEBUG=1: the stack of an error nobody foresaw */
  debug?: boolean
}

export interface FormattedError {
  text: string
  exit: ExitCode
}

const REPORT_IT = 'run it again with PORTCULLIS_DEBUG=1 and report what it prints'

/**
 * A PortcullisError speaks for itself. Anything else is a fault of ours: exit 3, "could not decide", never a pass;
 * its own message may quote the content under judgement, so only its name and code are shown without `debug`.
 */
export function formatError(error: unknown, options: ErrorOptions = {}): FormattedError {
  const known = error instanceof PortcullisError ? error : unforeseen(error)
  if (options.format === 'json' || options.format === 'jsonl')
    return { text: object(known), exit: known.exit }
  const stack = options.debug && error instanceof Error ? `${visibleLines(error.stack ?? '')}\n` : ''
  return { text: lines(known) + stack, exit: known.exit }
}

function unforeseen(error: unknown): PortcullisError {
  const name = error instanceof Error ? error.name : typeof error
  const code = (error as { code?: unknown } | null)?.code
  const kind = typeof code === 'string' ? `${name} ${code}` : name
  return new PortcullisError(3, `could not decide: unexpected ${kind}`, { hint: REPORT_IT })
}

function lines(error: PortcullisError): string {
  const { hint } = error.detail
  const where = subject(error)
  const message = visible(error.message)
  // some messages name their place themselves: `policy.toml:7: unknown key`
  const named = where === '' || message.startsWith(where) || message.startsWith(`"${where}"`)
  const head = `portcullis: ${named ? '' : `${where}: `}${message}`
  return hint === undefined ? `${head}\n` : `${head}\n${indented(hint)}\n`
}

function subject({ detail }: PortcullisError): string {
  if (detail.subject === undefined) return ''
  return `${visible(detail.subject)}${detail.line === undefined ? '' : `:${detail.line}`}`
}

/** A hint may be several lines (YAML to paste): they stay together, under the first. */
function indented(hint: string): string {
  const [first, ...rest] = visibleLines(hint).split('\n')
  return [`  next: ${first}`, ...rest.map(line => `    ${line}`)].join('\n')
}

function object(error: PortcullisError): string {
  const { subject: file, line, hint } = error.detail
  return `${jsonText({ schemaVersion: 1, error: { code: error.exit, message: error.message, file, line, hint } })}\n`
}
