/** What is no secret at a glance: most pairs of ordinary source. Asked before the model, which costs a hundred times as much. */
import type { Pair } from './pair.ts'
import { FILE_TESTS } from './tests.ts'

/** Known by their names to be public, or to be no secret at all. */
const PUBLIC_NAME =
  /pub(?:lic)?_?key|csrf|(?:foreign|primary|sort|partition|cache|i18n|translation|bucket|object|routing|composite|natural|unique|registry|storage)[_.-]?key/i
const LITERAL =
  /^(?:true|false|null|nil|none|undefined|string|int|integer|number|bool|boolean|object|any|void|self|this|:\w+)[,;)]*$/i
/** An example of a rule (template.ts), in UTF-8 read byte by byte: a form, not a secret. */
const TEMPLATE = /\xe2\x9f\xa6/
const PASSWORD_NAME = /pass|pwd|psw|secret/i
/** What a name that says `key`, `token`, `api` or `auth` is mostly given: words, however they are joined, and text for people. */
const WORDS = /^[A-Za-z]{1,16}$|^[A-Za-z]{1,20}(?:[-_:./ ][A-Za-z]{1,20}){1,6}$/
const PROSE = /^[A-Za-z]+(?:[ ,.:;'!?()-]+[A-Za-z]+){2,}[.:!?)]*$|[\x80-\xff]/
const VERSION = /^[~^<>=v]{0,2}\d+(?:\.(?:\d+|[x*])){1,3}(?:[-+][\w.]*)?$|^@?[\w./-]+@[~^\d][\w.^~-]*$/
const INTERPOLATED = /\$\{|#\{|\{\{|%\{/
const CALL = /^[\w.$>:-]+\(/
/** A name, a member, an index, an operator: what a value without quotes is in a language that has them. */
const CODE = /^[!&*-]?[\w$]+(?:(?:\.|->|::|\?\.)[\w$]+)*[[\](){},;:?.!+]*$|[()[\]{}]|=>|&&|\|\|/
const MEMBER = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+[,;)\]}]*$/
/** When something was done to a password is not the password: a Unix time, in seconds or milliseconds. */
const TIME = /^1\d{9}(?:\d{3})?[,;)]*$/
const TIME_NAME = /(?:changed|created|updated|modified|used|time|date|at|expir(?:y|es|ed|ation))$/i
const REFERENCE = /^(?:\$\{?[A-Za-z_]|\{\{|<[^>]*>$|\$\(|%\(|#\{|\[\[)/
const QUOTING = FILE_TESTS.find(([name]) => name === 'quoting')![1]

/** True: surely no secret. `value` without its quotes. */
export function isNone(text: string, pair: Pair, value: string, path: string | undefined): boolean {
  if (LITERAL.test(value) || TEMPLATE.test(value)) return true
  if (pair.separator === '://') return false
  const name = text.slice(...pair.name)
  if (TIME.test(value) && TIME_NAME.test(name)) return true
  if (PUBLIC_NAME.test(name) || INTERPOLATED.test(value) || VERSION.test(value)) return true
  if (!PASSWORD_NAME.test(name) && isText(value)) return true
  if (pair.quote !== '') return false
  if (CALL.test(value) || REFERENCE.test(value)) return true
  return (
    path !== undefined &&
    QUOTING.test(path) &&
    (MEMBER.test(value) || (CODE.test(value) && !/\d/.test(value)))
  )
}

/** A label, a message, a translation, an identifier. */
function isText(value: string): boolean {
  return WORDS.test(value) || PROSE.test(value) || (/\S \S/.test(value) && !/\d/.test(value))
}

/** Told with low confidence at most, whatever the model says: filled up with one character, an id, an address as documentation writes it. */
export function isDoubtful(text: string, pair: Pair, value: string): boolean {
  if (/(.)\1{5}/.test(value) || /(?:[a-z]Id|_id|_sid|Sid)$/.test(text.slice(...pair.name))) return true
  return pair.separator === '://' && /^[A-Za-z]+\d{0,4}$/.test(value)
}
