/** Versions of files that are made to break a look at edits alone; drawn from a seed, with credentials made at run time. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import type { Edit } from '../../src/detect/edit.ts'
import { checkRules } from '../../src/detect/pack.ts'
import type { Examples } from '../../src/detect/rule.ts'
import { expand } from '../../src/detect/template.ts'

const RULES = join(import.meta.dirname, '../../rules')

/** Of all built-in rules. */
export function ruleExamples(): Examples[] {
  const names = readdirSync(RULES).filter(name => name.endsWith('.toml'))
  const files = names.map(name => ({ file: name, parsed: parse(readFileSync(join(RULES, name), 'utf8')) }))
  return checkRules(files, 'js').examples
}

/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** 0 <= n < below */
  roll(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }

  pick<T>(all: readonly T[]): T {
    return all[this.roll(all.length)]!
  }

  chance(share: number): boolean {
    return this.roll(1000) < share * 1000
  }
}

/** A part of a new content: bytes of the old one, or new ones. */
export type Piece = { from: number; to: number } | { bytes: Buffer }

export function isCopy(piece: Piece): piece is { from: number; to: number } {
  return 'from' in piece
}

/** What the pieces make of the old content. */
export function assemble(before: Buffer, pieces: Piece[]): { now: Buffer; edit: Edit } {
  const copies: number[] = []
  let at = 0
  const parts = pieces.map(piece => {
    const part = isCopy(piece) ? before.subarray(piece.from, piece.to) : piece.bytes
    if (isCopy(piece) && part.length > 0) copies.push(at, piece.from, part.length)
    at += part.length
    return part
  })
  const edit = {
    copies: Int32Array.from(copies),
    count: copies.length / 3,
    before: before.length,
    now: at,
  }
  return { now: Buffer.concat(parts), edit }
}

/** Words that make a name telling, addresses, and what looks a little like a credential and is none. */
const FILLER = [
  'line of something ordinary that nobody reads',
  'for (let i = 0; i < names.length; i++) total += names[i].size',
  '// TODO: the key of the map is the name of the user',
  'const password = readPassword(prompt)',
  'see https://example.org/docs/token?page=2 for more',
  '  "token": null,',
  'import { secret } from "./secrets.ts"',
  'commit 3f786850e387550fdab836ed7e6dc881de23001b',
  '',
  '-------------------------------------------',
  '  api_key: ${API_KEY}',
  'üñí çødé — ❤',
  'discord and telegram and twilio and heroku',
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUA',
  '%7B%22a%22%3A1%7D \\u0041\\u0042 &#65;',
  '<value>',
  '}',
]

export interface Words {
  dice: Dice
  examples: Examples[]
}

export function credential({ dice, examples }: Words): string {
  const one = dice.pick(examples)
  return expand(dice.pick(one.matches), 1 + dice.roll(1 << 20))
}

function near({ dice, examples }: Words): string {
  const one = dice.pick(examples)
  return one.ignores.length > 0 ? expand(dice.pick(one.ignores), 1 + dice.roll(1 << 20)) : ''
}

export function lines(words: Words, count: number): string {
  const { dice } = words
  const all: string[] = []
  for (let i = 0; i < count; i++) {
    const text = dice.pick(FILLER)
    all.push(dice.chance(0.3) ? `${text} ${dice.roll(1000)}` : text)
  }
  return all.join('\n')
}

/** Text as a file may hold it: filler, credentials, some of them encoded. */
export function block(words: Words): string {
  const { dice } = words
  const kind = dice.roll(12)
  if (kind < 4) return lines(words, 1 + dice.roll(12))
  if (kind === 4) return near(words)
  if (kind === 5) return Buffer.from(`${lines(words, 2)}\n${credential(words)}\n`).toString('base64')
  if (kind === 6) {
    const text = Buffer.from(`${lines(words, 3)}\n${credential(words)}\n${lines(words, 2)}`).toString('base64')
    return text.replace(/.{64}/g, '$&\n')
  }
  if (kind === 7) return credential(words).replace(/[^A-Za-z\n]/g, char => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
  if (kind === 8) return `${credential(words)}${dice.pick([' ', ';', ' # ', '"'])}${credential(words)}`
  return credential(words)
}

export function content(words: Words, blocks: number): string {
  return Array.from({ length: blocks }, () => block(words)).join('\n')
}

const BREAK = 10

/** Where a line begins, of `at` or behind. */
function lineFrom(before: Buffer, at: number): number {
  const found = before.indexOf(BREAK, at)
  return found < 0 ? before.length : found + 1
}

/** One to three edits, as pieces; sometimes cut into more copies than need be. */
export function change(words: Words, before: Buffer): Piece[] {
  const { dice } = words
  let pieces: Piece[] = [{ from: 0, to: before.length }]
  for (let i = 1 + dice.roll(3); i > 0; i--) pieces = changeOnce(words, before, pieces)
  return dice.chance(0.4) ? pieces.flatMap(piece => cut(piece, before, dice)) : pieces
}

function changeOnce(words: Words, before: Buffer, pieces: Piece[]): Piece[] {
  const { dice } = words
  const place = dice.roll(before.length + 1)
  const at = dice.chance(0.5) ? lineFrom(before, place) : place
  const insert = (text: string | Buffer): Piece => ({ bytes: Buffer.from(text) })
  const to = dice.chance(0.5) ? lineFrom(before, at + dice.roll(200)) : Math.min(before.length, at + 1 + dice.roll(30))
  switch (dice.roll(13)) {
    case 0:
      return spliced(pieces, at, at, [insert(`${block(words)}\n`)])
    case 1: {
      // half of a credential: the other half may come later, or be there
      const text = credential(words)
      const half = dice.roll(text.length)
      return spliced(pieces, at, at, [insert(dice.chance(0.5) ? text.slice(0, half) : text.slice(half))])
    }
    case 2:
    case 3:
      return spliced(pieces, at, to, []) // joins what stood apart
    case 4:
      return spliced(pieces, at, at, [{ from: at, to }]) // twice
    case 5: {
      const start = lineFrom(before, dice.roll(before.length + 1))
      return spliced(pieces, at, at, [{ from: Math.min(start, to), to: Math.max(start, to) }]) // from elsewhere
    }
    case 6: {
      // split: bytes put into the middle of something, some of them again taken out later
      const inserted = dice.pick(['\n', ' ', '"', 'x', '\r', '❤', '_', '='])
      return spliced(pieces, at, at, [insert(inserted)])
    }
    case 7: {
      const one = Math.min(before.length, at + 1)
      return spliced(pieces, at, one, [insert(dice.pick(['a', '9', '\n', '"', ' ', '-', '*']))])
    }
    case 8:
      return spliced(pieces, 0, 0, [insert(`${dice.pick(['discord', 'twilio', 'seed', 'telegram', 'heroku', 'aws', 'nats'])}\n`)])
    case 9:
      return spliced(pieces, 0, lineFrom(before, 0), [])
    case 10:
      return spliced(pieces, before.length, before.length, [insert(dice.pick(['\n', '', 'end', credential(words)]))])
    case 11: {
      // moved
      const target = lineFrom(before, dice.roll(before.length + 1))
      const moved = { from: at, to }
      return target <= at || target >= to ? spliced(spliced(pieces, at, to, []), target, target, [moved]) : pieces
    }
    default:
      return spliced(pieces, at, to, [insert(`${near(words)}\n`)])
  }
}

/** In place of the old content's [from, to), wherever the pieces copy it at one go; the first of these. */
function spliced(pieces: Piece[], from: number, to: number, instead: Piece[]): Piece[] {
  const index = pieces.findIndex(piece => isCopy(piece) && piece.from <= from && to <= piece.to)
  const piece = pieces[index]
  if (!piece || !isCopy(piece)) return pieces
  const around = [{ from: piece.from, to: from }, ...instead, { from: to, to: piece.to }]
  return [...pieces.slice(0, index), ...around, ...pieces.slice(index + 1)].filter(
    one => !isCopy(one) || one.to > one.from,
  )
}

/** As git may store it: several copies one behind the other, short ones written out. */
function cut(piece: Piece, before: Buffer, dice: Dice): Piece[] {
  if (!isCopy(piece)) return [piece]
  const middle = piece.from + dice.roll(piece.to - piece.from + 1)
  const parts = [
    { from: piece.from, to: middle },
    { from: middle, to: piece.to },
  ].filter(({ from, to }) => to > from)
  return parts.map(part => (part.to - part.from < 40 && dice.chance(0.5) ? { bytes: before.subarray(part.from, part.to) } : part))
}
