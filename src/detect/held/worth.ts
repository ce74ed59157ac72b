/**
 * Which values are worth looking for. A value that everybody writes (`password`, `localhost`, `changeme`) would block commits
 * that leak nothing, so in doubt a weak one is left to the rules for passwords.
 */
import { entropyOf, randomEnough } from '../entropy.ts'

/** Shorter ones turn up by chance. */
export const SHORTEST = 8
const LONGEST = 8192

/** Whether a value that is said to be secret can be told from ordinary text. */
export function isDistinct(value: string): boolean {
  if (value.length < SHORTEST || value.length > LONGEST) return false
  if (isPlaceholder(value) || isData(value) || isOrdinary(value)) return false
  return randomEnough(value, 2.5) && !isSequence(value)
}

/** Whether a value looks drawn at random: asked where its name says nothing. */
export function isDrawn(value: string): boolean {
  if (value.length < 20 || /\s/.test(value) || !isDistinct(value) || UUID.test(value)) return false
  if (/^(?:G-|UA-|GTM-|pk[_-]|sha\d+[-:]|arn:)/i.test(value)) return false
  if (/^[0-9a-f]+$/i.test(value)) return value.length >= 32 && entropyOf(value) >= 3
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter(kind => kind.test(value)).length
  return kinds === 3 && /^[\w+/=~.-]+$/.test(value) && entropyOf(value) >= 3.5 && isMixed(value)
}

/** Letters of both cases and digits change places far more often than in words: in a random text every other time. */
function isMixed(value: string): boolean {
  const kinds = value.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/\d/g, '0')
  const changes = kinds.match(/a(?=[A0])|A(?=[a0])|0(?=[aA])/g)?.length ?? 0
  return changes * 4 > (kinds.match(/[aA0](?=[aA0])/g)?.length ?? 0)
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const BRACKETED = /^(?:<.*>|\[[\w -]*\]|\{[\w -]*\}|%\w*%|__.*__|\([\w -]*\))$/s
const FILLED =
  /\$\{[^}]*\}|\$\(.*\)|\{\{.*\}\}|\*{3}|\.{3}|(.)\1{5}|(?<![a-z])(?:example|placeholder|dummy|sample|redacted|todo|fixme|fake|undefined|null|none|empty|unset|not[-_ ]?(?:set|real|a[-_ ]real)|insecure|change|replace|insert|your|enter|fill)(?![a-z])|change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|with)|example(?:key)?$|x{4}/i

function isPlaceholder(value: string): boolean {
  return BRACKETED.test(value) || FILLED.test(value)
}

const NUMBER = /^[\d\s.,:+_/()-]+$/
const ADDRESS =
  /^(?:[a-z][a-z0-9+.-]*:)?\/\/|^[^@\s]+@[a-z0-9.-]+\.[a-z]{2,}$|^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?$/
const WINDOWS_PATH = /^[A-Za-z]:[\\/]/
const PATH = /^(?:~|\.{1,2})?\/[\w.@ -]+(?:\/[\w.@ -]*)*$/

/** Numbers, addresses, paths: they stand in code because they are no secret. */
function isData(value: string): boolean {
  if (NUMBER.test(value) || ADDRESS.test(value) || WINDOWS_PATH.test(value)) return true
  return PATH.test(value) && !isMixed(value) // base64 may begin with a slash
}

const WORDS =
  /password|passwort|passphrase|passwd|secret|admin|administrator|default|development|production|staging|local|localhost|postgresql|postgres|mysql|mariadb|mongodb|mongo|redis|rabbitmq|elastic|docker|database|server|client|session|cookie|keyboard|token|access|private|apikey|test|testing|user|username|guest|root|demo|welcome|letmein|qwerty|qwertz|asdfgh|iloveyou|monkey|dragon|master|hello|world|super|strong|very|long|ultra|secure|openssl|rand|hex|character|some|random|string|value|please|this|that|with|must|least|characters|for|the|and|key|app|api|dev|prod|pass|pwd|my|db|jwt|super|web|site|data|foo|bar|baz|is|a|of|in|to|me|not|it/g
const LEET: Record<string, string> = { '@': 'a', '0': 'o', '1': 'i', '3': 'e', $: 's', '5': 's', '!': 'i' }

const TAIL = /(?:123456\d*|\d{0,4})[!@#$%^&*?.+=_-]{0,2}$/

/** A name of something, or well-known words with a year or a number behind them: somebody thought it up, and others did too. */
function isOrdinary(value: string): boolean {
  if (isName(value)) return true
  if (value.length >= 20 && /\d/.test(value) && isMixed(value)) return false // words keep their case for longer
  const core = value.replace(TAIL, '').toLowerCase()
  const plain = core.replace(/[@013$5!]/g, char => LEET[char]!)
  return [core, plain].some(text => text.replace(WORDS, '').replace(/[^a-z0-9]/g, '').length < 3)
}

const PHRASE = /^[a-z]+(?:[- ][a-z]+){3,}$/i

/** An identifier (`created_at_descending`, `createdAt`, `eu-central-1`); a phrase of four words and more is none. */
function isName(value: string): boolean {
  if (/^[A-Za-z]+$/.test(value)) return value.length < 24 && !isMixed(value)
  if (PHRASE.test(value) && value.length >= 24) return false
  return /^[A-Za-z]+(?:[-_. /:](?:[A-Za-z]+|\d{1,2}))+$/.test(value) && !isMixed(value)
}

/** 12345678a, abcdefgh1, aaaabbbb: most characters follow from the one before. */
function isSequence(value: string): boolean {
  let follows = 0
  for (let i = 1; i < value.length; i++) {
    if (Math.abs(value.charCodeAt(i) - value.charCodeAt(i - 1)) <= 1) follows++
  }
  return follows * 2 > value.length
}
