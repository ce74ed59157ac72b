/**
 * Expands the examples of rules into text that looks like a credential, so that none lies in the repository.
 * Syntax (rules/README.md): `⟦…⟧` holds literals, classes `[A-Za-z2-7]`, escapes `\d \w \h` (h = lower-case hex) and counts
 * `{n}` / `{m,n}`; `⟦pem:N⟧` gives N lines of 64 base64 characters; `⟦base64:…⟧` and `⟦base64url:…⟧` encode what follows.
 */
import { mulberry32, type Random } from './random.ts'

const GROUP = /⟦([^⟦⟧]*)⟧/g
const CLASSES: Record<string, string> = { d: '0-9', w: '0-9A-Za-z_', h: '0-9a-f' }
const META = '[]{}()|*+?^$.'
const BASE64 = 'A-Za-z0-9+/'

/**
 * `template` with every `⟦…⟧` replaced by characters drawn from a generator seeded with `seed` (any integer): the same
 * template and seed give the same text. Throws an Error holding the template when its syntax is unknown.
 */
export function expand(template: string, seed: number): string {
  const random = mulberry32(seed)
  const text = template.replace(GROUP, (_, body: string) => expandGroup(body, template, random))
  if (/[⟦⟧]/.test(text)) throw new Error(`unbalanced brackets in the template "${template}"`)
  return text
}

function expandGroup(body: string, template: string, random: Random): string {
  const pem = /^pem:(\d+)$/.exec(body)
  if (pem) return pemLines(Number(pem[1]), random)
  const encoded = /^(base64|base64url):(.*)$/s.exec(body)
  if (!encoded) return expandAtoms(body, template, random)
  const text = expandAtoms(encoded[2]!, template, random)
  return Buffer.from(text).toString(encoded[1] as 'base64' | 'base64url')
}

function pemLines(count: number, random: Random): string {
  const characters = charactersOf(BASE64)
  return Array.from({ length: count }, () => draw(characters, 64, random)).join('\n')
}

/** One pass over the atoms: what to draw from, then how many of it. */
function expandAtoms(body: string, template: string, random: Random): string {
  let text = ''
  let at = 0
  while (at < body.length) {
    const atom = readAtom(body, at)
    const count = atom && readCount(body, atom.end)
    if (!atom || !count)
      throw new Error(`unknown syntax at "${body.slice(at)}" in the template "${template}"`)
    const spread = count.max - count.min + 1
    text += draw(atom.characters, count.min + Math.floor(random() * spread), random)
    at = count.end
  }
  return text
}

function readAtom(body: string, at: number): { characters: string[]; end: number } | null {
  const head = body[at]!
  if (head === '[') return readClass(body, at)
  if (head === '\\') return readEscape(body, at)
  if (META.includes(head)) return null
  const literal = String.fromCodePoint(body.codePointAt(at)!)
  return { characters: [literal], end: at + literal.length }
}

function readClass(body: string, at: number): { characters: string[]; end: number } | null {
  const found = /^\[((?:\\.|[^\]\\^])(?:\\.|[^\]\\])*)\]/s.exec(body.slice(at))
  if (!found) return null
  const spec = found[1]!.replace(/\\([dwh])/g, (_, name: string) => CLASSES[name]!)
  const characters = charactersOf(spec)
  return characters.length > 0 ? { characters, end: at + found[0].length } : null
}

function readEscape(body: string, at: number): { characters: string[]; end: number } | null {
  const name = body[at + 1]
  if (name === undefined) return null
  const spec = CLASSES[name]
  if (spec) return { characters: charactersOf(spec), end: at + 2 }
  return /[A-Za-z0-9]/.test(name) ? null : { characters: [name], end: at + 2 }
}

function readCount(body: string, at: number): { min: number; max: number; end: number } | null {
  if (body[at] !== '{') return { min: 1, max: 1, end: at }
  const found = /^\{(\d+)(?:,(\d+))?\}/.exec(body.slice(at))
  if (!found) return null
  const min = Number(found[1])
  const max = Number(found[2] ?? min)
  return max < min ? null : { min, max, end: at + found[0].length }
}

/** The characters of a class' inside, ranges spelled out; a falling range gives nothing. */
function charactersOf(spec: string): string[] {
  const parts = spec.match(/(?:\\.|[^\\])-(?:\\.|[^\\])|\\.|[^\\]/gs) ?? []
  return parts.flatMap(part => {
    const ends = /^\\?(.)-\\?(.)$/s.exec(part)
    if (!ends) return [part.at(-1)!]
    const from = ends[1]!.charCodeAt(0)
    const length = Math.max(0, ends[2]!.charCodeAt(0) - from + 1)
    return Array.from({ length }, (_, i) => String.fromCharCode(from + i))
  })
}

function draw(characters: string[], count: number, random: Random): string {
  let text = ''
  for (let i = 0; i < count; i++) text += characters[Math.floor(random() * characters.length)]
  return text
}
