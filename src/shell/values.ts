/** What `$NAME` and `${NAME…}` give, where this command line says it. */
import { isExact, UNKNOWN } from './marks.ts'
import type { Scope } from './scope.ts'
import type { Part, Word } from './types.ts'

type Parameter = Extract<Part, { kind: 'parameter' }>

/** Its values: one, several for `@`, none where it is set to nothing and unquoted. */
export function parameterValues(part: Parameter, scope: Scope, text: (word: Word) => string): string[] {
  const argument = part.argument ? text(part.argument) : ''
  if (part.op === '!') return [UNKNOWN]
  const known = elements(part, scope)
  if (part.op === '') return known ?? [UNKNOWN]
  if (/^:?[-=+?]$/.test(part.op)) return chosen(part, scope, known, argument)
  return known ? known.map(value => changed(value, part.op, argument)) : [UNKNOWN]
}

/** null: not known */
function elements({ name, index, quoted }: Parameter, scope: Scope): string[] | null {
  if (name === '@' || name === '*') return scope.positional
  if (/^[1-9]\d*$/.test(name)) return positional(scope, Number(name))
  const values = scope.variables.get(name)
  if (!values) return null
  if (index === '@' || index === '*') return index === '*' && quoted ? [values.join(' ')] : values
  if (index === undefined || index === '0') return [values[0] ?? '']
  return /^\d+$/.test(index) ? [values[Number(index)] ?? ''] : null
}

function positional(scope: Scope, index: number): string[] | null {
  return scope.positional && [scope.positional[index - 1] ?? '']
}

/** `:-`, `:=`, `:+`, `:?` and those without a colon */
function chosen(part: Parameter, scope: Scope, known: string[] | null, argument: string): string[] {
  const op = part.op.replace(':', '')
  if (known === null) return unset(part, scope, op, argument)
  const empty = known.length === 0 || (part.op.startsWith(':') && known.join('') === '')
  if (op === '+') return empty ? [''] : [argument]
  return empty && op !== '?' ? [argument] : known
}

function unset(part: Parameter, scope: Scope, op: string, argument: string): string[] {
  const taken = scope.defaults && op !== '?'
  if (op === '=' && taken) scope.variables.set(part.name, [argument])
  return [taken ? argument : UNKNOWN]
}

/** `#`, `%`, `/`, `^`, `,`, `:`: done where the pattern is plain text. */
function changed(value: string, op: string, argument: string): string {
  if (op === ':') return sliced(value, argument)
  if (op === '^^') return value.toUpperCase()
  if (op === ',,') return value.toLowerCase()
  if (!isExact(value + argument) || /[*?[\\]/.test(argument)) return UNKNOWN
  if (op === '#' || op === '##') return value.startsWith(argument) ? value.slice(argument.length) : value
  if (op === '%' || op === '%%') return cutEnd(value, argument)
  if (op === '/' || op === '//') return replaced(value, op, argument)
  return UNKNOWN
}

function cutEnd(value: string, end: string): string {
  return end !== '' && value.endsWith(end) ? value.slice(0, -end.length) : value
}

function replaced(value: string, op: string, argument: string): string {
  const [from = '', to = ''] = argument.split('/', 2)
  if (from === '') return value
  return op === '/' ? value.replace(from, () => to) : value.replaceAll(from, () => to)
}

function sliced(value: string, argument: string): string {
  const found = /^\s*(\d+|\s-\d+)\s*(?::\s*(\d+)\s*)?$/.exec(argument)
  if (!found || !isExact(value)) return UNKNOWN
  const from = Number(found[1])
  const begin = from < 0 ? Math.max(0, value.length + from) : from
  return value.slice(begin, found[2] === undefined ? undefined : begin + Number(found[2]))
}
