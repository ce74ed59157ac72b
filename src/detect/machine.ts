/**
 * Whether a rule may match, told in one pass over bytes, whatever they hold: its places (places.ts) as a machine whose states are made
 * when they are first reached. It says yes more often than the regex; where it says no, nothing is there.
 */
import { beforeKeyword } from './lead.ts'
import { piecesOf, textIn } from './pieces.ts'
import { type Places, placesIn } from './places.ts'
import type { Rule } from './rule.ts'

/** Says whether there may be a match within bytes start … end. */
export type Walk = (bytes: Buffer, start: number, end: number) => boolean

export interface Machine {
  within: Walk
  /**
   * The same of a match that holds a keyword at `at`: most end at once. Of a match with several it may say no for all but one. null where
   * a match may hold no keyword. Not to be asked where characters beyond ASCII may stand for letters of it.
   */
  from: () => WalkFrom | null
}

export type WalkFrom = (bytes: Buffer, at: number) => boolean

const machines = new WeakMap<Rule, Machine | null>()

/** Of a rule; null: nothing can be told. Made when it is first asked for. */
export function machineFor(rule: Rule): Machine | null {
  const known = machines.get(rule)
  if (known !== undefined) return known
  const machine = rule.precheck === undefined ? null : machineOf(rule.precheck, rule.keywords)
  machines.set(rule, machine)
  return machine
}

/** The same, made at the fourth time somebody asks: a hook's few windows are searched sooner than a machine is made. */
export function machineIfOften(rule: Rule): Machine | null {
  const known = machines.get(rule)
  if (known !== undefined) return known
  const times = (asked.get(rule) ?? 0) + 1
  asked.set(rule, times)
  return times < OFTEN ? null : machineFor(rule)
}

const OFTEN = 4
const asked = new WeakMap<Rule, number>()

/**
 * Of several lines, and without a bound in its regex: its reach is how far it is looked at, not how long a match can be. Regions of two
 * keywords that are joined may hold a match that neither holds.
 */
export function isOpen(rule: Rule): boolean {
  const known = open.get(rule) ?? hasNoBound(rule)
  open.set(rule, known)
  return known
}

const open = new WeakMap<Rule, boolean>()
/** Escapes and classes: a plus in them is one. */
const CHARACTER = /\\.|\[(?:\\.|[^\]\\])*\]/g

function hasNoBound({ reach, breaks, precheck = '' }: Rule): boolean {
  return reach !== null && breaks !== 0 && /[*+]|\{\d+,\}/.test(precheck.replace(CHARACTER, 'x'))
}

/** Of a rule, if somebody asked for it. */
export function madeFor(rule: Rule): Machine | null | undefined {
  return machines.get(rule)
}

/** null: nothing can be told. */
export function machineOf(precheck: string, keywords: string[]): Machine | null {
  const piece = piecesOf(precheck)
  const places = piece && placesIn(piece)
  if (!places) return null
  let from: WalkFrom | null | undefined
  return {
    within: withText(textIn(piece), walk(openStates(places, places.first, []))),
    from: () => {
      if (from === undefined) from = fromKeyword(places, keywords)
      return from
    },
  }
}

/** A search of Node's own is many times as fast. */
function withText(text: string | null, go: Walk): Walk {
  if (text === null) return go
  return (bytes, start, end) => bytes.subarray(start, end).includes(text) && go(bytes, start, end)
}

/** Behind so many bytes it is left to a look at all of them. */
const FARTHEST = 256

function fromKeyword(places: Places, keywords: string[]): WalkFrom | null {
  const lead = beforeKeyword(places, keywords)
  if (lead === null) return null
  const go = walk(openStates(places, [], lead))
  return (bytes, at) => go(bytes, at, Math.min(bytes.length, at + FARTHEST), at + FARTHEST < bytes.length)
}

/** A state is the places that the last byte may have been taken by. */
interface States {
  /** by byte: its class; bytes that no place tells apart are one */
  classes: Uint8Array
  /** by state and class: the state behind it, times the number of classes; NEW, YES, NO */
  table: Int32Array
  /** makes what is NEW */
  make(state: number, byte: number): number
}

const NEW = -1
const YES = -2
const NO = -3
/** More are not worth their making. */
const MOST_STATES = 1000

/** `again`: places that a match may begin with at any byte; `start`: those that the first byte may be taken by. */
function openStates({ members, next, last }: Places, again: number[], start: number[]): States {
  const { classes, width } = classesOf(members)
  const sets: number[][] = [[]]
  const known = new Map<string, number>()
  const add = (set: number[]) => {
    const key = set.join()
    const found = known.get(key)
    if (found !== undefined) return found
    if (sets.length >= MOST_STATES) return YES // it has become more than it is worth
    known.set(key, sets.length * width)
    states.table = grown(states.table, (sets.length + 1) * width)
    return (sets.push(set) - 1) * width
  }
  const states: States = {
    classes,
    table: new Int32Array(width * 16).fill(NEW),
    make(state, byte) {
      const reached = new Set<number>()
      const reach = (at: number) => members[at]![byte] === 1 && reached.add(at)
      for (const at of state === 0 ? [...again, ...start] : again) reach(at)
      for (const at of sets[state / width]!) for (const to of next[at]!) reach(to)
      const set = [...reached].sort((a, b) => a - b)
      const isOver = set.length === 0
      const to = isOver ? (again.length > 0 ? 0 : NO) : set.some(at => last.has(at)) ? YES : add(set)
      states.table[state + classes[byte]!] = to
      return to
    },
  }
  return states
}

function grown(table: Int32Array, size: number): Int32Array {
  if (size <= table.length) return table
  const larger = new Int32Array(table.length * 2).fill(NEW)
  larger.set(table)
  return larger
}

/** Classes are split by one place's bytes after the other. */
function classesOf(members: Uint8Array[]): { classes: Uint8Array; width: number } {
  const classes = new Uint8Array(256)
  let width = 1
  for (const bytes of new Set(members)) width = split(classes, width, bytes)
  return { classes, width }
}

function split(classes: Uint8Array, width: number, bytes: Uint8Array): number {
  const numbers = new Int16Array(width * 2).fill(-1)
  let count = 0
  for (let byte = 0; byte < 256; byte++) {
    const key = classes[byte]! * 2 + bytes[byte]!
    if (numbers[key]! < 0) numbers[key] = count++
    classes[byte] = numbers[key]!
  }
  return count
}

/** `atEnd`: what is said where the bytes end before it is told. */
function walk(states: States) {
  const { classes } = states
  return (bytes: Uint8Array, start: number, end: number, atEnd = false): boolean => {
    let { table } = states
    let state = 0
    for (let at = start; at < end; at++) {
      const to = table[state + classes[bytes[at]!]!]!
      if (to >= 0) {
        state = to
        continue
      }
      state = to === NEW ? states.make(state, bytes[at]!) : to
      if (state < 0) return state === YES
      table = states.table
    }
    return atEnd
  }
}
