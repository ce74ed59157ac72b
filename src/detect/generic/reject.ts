/** What is no secret at a glance: most pairs of ordinary source. Asked before the model, which costs a hundred times as much. */
import type { Pair, Place } from './pair.ts'
import { FILE_TESTS } from './tests.ts'

/** As documentation writes what a reader shall put there, or where a value is cut off: `<token>`, `abc...` */
const LEFT_OUT = /^<[^<>]*>$|(?:\.\.\.|\xe2\x80\xa6)>?$/
/** Known by their names to be public, or to be no secret at all. */
const PUBLIC_NAME =
  /pub(?:lic)?_?key|csrf|fingerprint|thumbprint|(?:authored-by|credits?|keywords?)$|(?:foreign|primary|sort|partition|cache|i18n|translation|bucket|object|routing|composite|natural|unique|registry|storage|websocket|resource)[_.-]?key/i
const LITERAL =
  /^(?:true|false|null|nil|none|undefined|string|int|integer|number|bool|boolean|object|any|void|self|this|:\w+)[,;)]*$/i
/** An example of a rule (template.ts), in UTF-8 read byte by byte: a form, not a secret. */
const TEMPLATE = /\xe2\x9f\xa6/
const PASSWORD_NAME = /pass|pwd|psw|secret/i
/** What a name that says `key`, `token`, `api` or `auth` is mostly given: words, however they are joined, and text for people. */
const WORDS = /^[A-Za-z]{1,16}$|^[A-Za-z]{1,20}(?:[-_:./ ][A-Za-z]{1,20}){1,6}$/
const PROSE = /^[A-Za-z]+(?:[ ,.:;'!?()-]+[A-Za-z]+){2,}[.:!?)]*$|[\x80-\xff]/
const VERSION =
  /^[~^<>=v]{0,2}\d+(?:\.(?:\d+|[x*])){1,3}(?:[-+][\w.]*)?$|^@?[\w./-]+@[~^]?\d+(?:\.[\dx*]+)*(?:[-+][\w.]*)?$/
const INTERPOLATED = /\$\{|#\{|\{\{|%\{/
const CALL = /^[\w.$>:-]+\(/
/** A name, a member, an index, an operator: what a value without quotes is in a language that has them. */
const CODE = /^[!&*-]?[\w$]+(?:(?:\.|->|::|\?\.)[\w$]+)*[[\](){},;:?.!+]*$|[()[\]{}]|=>|&&|\|\|/
const MEMBER = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+[,;)\]}]*$/
/** When something was done to a password is not the password: a Unix time, in seconds or milliseconds. */
const TIME = /^1\d{9}(?:\d{3})?[,;)]*$/
const TIME_NAME = /(?:changed|created|updated|modified|used|time|date|at|expir(?:y|es|ed|ation))$/i
/** A host that the standards keep for examples: RFC 2606. */
const RESERVED = /^@(?:[\w-]+\.)*example(?:\.(?:com|org|net))?(?![\w.-])/i
/** Of a file, an image, a package: its name says how it was made. */
const DIGEST = /\bsha(?:1|256|384|512)[:=-]["'`]?$/i
/** Encrypted where it stands, as SOPS, Jasypt and Cirrus CI write it. */
const SEALED = /^ENC(?:RYPTED)?[[(]/
/** Who a person is in Slack. */
const MEMBER_ID = /^[UW](?=[A-Z]*\d)[A-Z0-9]{8,10}$/
/** The public half of a NATS key. */
const NKEY = /^[ACNOUX][A-Z2-7]{55}$/
/** Which OpenPGP key, as gpg and apt say it. */
const PGP_ID = /^(?:0x)?[0-9A-F]{8}(?:[0-9A-F]{8}|[0-9A-F]{32})?$/
const PGP_NAME = /^(?:--)?(?:recv-)?keys?$|^[A-Z]{0,9}KEY(?:SIG|_CONSIDERED)$/
/** How an element looks: what it is given stands elsewhere. */
const STYLE = /\bclass(?:Name)?=["']?(?:[\w-]+[ \t]+)*$/
const REFERENCE = /^(?:\$\{?[A-Za-z_]|\{\{|<[^>]*>$|\$\(|%\(|#\{|\[\[)/
export const QUOTING = FILE_TESTS.find(([name]) => name === 'quoting')![1]

/** True: surely no secret. `value` without its quotes. */
export function isNone(text: string, pair: Pair, value: string, path: string | undefined): boolean {
  if (LITERAL.test(value) || TEMPLATE.test(value)) return true
  if (pair.separator === '://')
    return /^[A-Za-z]+$/.test(value) && RESERVED.test(text.slice(pair.value[1], pair.value[1] + 60))
  const name = text.slice(...pair.name)
  if (TIME.test(value) && TIME_NAME.test(name)) return true
  if (NKEY.test(value) && /nkey/i.test(name)) return true
  if (SEALED.test(value) || isWho(text, pair, value, name)) return true
  if (MEMBER_ID.test(value) || DIGEST.test(before(text, pair.value))) return true
  if (STYLE.test(before(text, pair.name))) return true
  if (PUBLIC_NAME.test(name) || INTERPOLATED.test(value) || VERSION.test(value)) return true
  if (!PASSWORD_NAME.test(name) && isText(value)) return true
  if (pair.quote !== '') return false
  if (CALL.test(value) || REFERENCE.test(value)) return true
  if (CALLING.test(name) && isDeclared(text, pair, value)) return true
  if (path === undefined || !QUOTING.test(path)) return false
  return MEMBER.test(value) || (CODE.test(value) && !/\d/.test(value)) || isDeclared(text, pair, value)
}

/** A person in `git log`, a key by its id. */
function isWho(text: string, { separator, value: [, end] }: Pair, value: string, name: string): boolean {
  if (separator === ' ') return PGP_ID.test(value) && PGP_NAME.test(name)
  return separator === ':' && name === 'Author' && /^ {1,2}</.test(text.slice(end, end + 3))
}

/** Of a function whose type or macro holds the word: `WINAPI Name2 (int a)`. OpenGL's headers have thousands. */
function isDeclared(text: string, { separator, value: [, end] }: Pair, value: string): boolean {
  return separator === ' ' && /^\w+$/.test(value) && DECLARED.test(text.slice(end, end + 4))
}

const DECLARED = /^\)?[ \t]?\(/
/** Macros of how a function is called: in a message too nothing else stands behind them. */
const CALLING = /^[A-Z]*APIENTRYP?$|^WINAPI$/

/** A label, a message, a translation, an identifier. */
function isText(value: string): boolean {
  return WORDS.test(value) || PROSE.test(value) || (/\S \S/.test(value) && !/\d/.test(value))
}

/** Filled up with one character, or counted up. */
const FILLED = /(.)\1{5}|^0?123456|0123456789|abcdefghij/i
/** What a password became: bcrypt, crypt, argon2, LDAP's schemes, Jenkins' and Maven's braces. */
const HASHED = /^\{[A-Z][\w-]*\}|^\$(?:2[abxy]|[156y]|apr1|argon2\w*|scrypt)\$|^\{[A-Za-z0-9+/]{20,}={0,2}\}/
/** A key that only searches, as Algolia's is written for the pages that everybody reads. */
const SEARCH = /\bindex_?name\b/i
const SEARCHED = 200

/** Told with low confidence at most, whatever the model says: filled up, hashed, an id, an address as documentation writes it. */
export function isDoubtful(text: string, pair: Pair, value: string): boolean {
  if (FILLED.test(value) || HASHED.test(value) || LEFT_OUT.test(value)) return true
  const name = text.slice(...pair.name)
  if (/(?:[a-z]Id|_id|_sid|Sid)$/.test(name)) return true
  if (/^api_?key$/i.test(name) && SEARCH.test(around(text, pair))) return true
  return pair.separator === '://' && /^[A-Za-z]+\d{0,4}$/.test(value)
}

/** The end of what stands before it. */
function before(text: string, [from]: Place): string {
  return text.slice(Math.max(0, from - 60), from)
}

function around(text: string, { name, value }: Pair): string {
  return text.slice(Math.max(0, name[0] - SEARCHED), value[1] + SEARCHED)
}
