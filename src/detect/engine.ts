/**
 * The only door to a regex engine: native `re2` where it loads, else `re2js`. Both are linear-time RE2 and give the
 * same findings. They are always handed strings: native re2 on a Buffer goes blind at one Latin-1 byte.
 * Loaded on the first regex that is needed: most commits need none.
 */
import { createRequire } from 'node:module'
import { PortcullisError } from '../errors.ts'

export type EngineName = 'native' | 'js'

/** Where a match and its groups lie in the text, as pairs of offsets; -1 for a group that took no part. */
export type Match = number[]

export interface Matcher {
  /** the leftmost match at or after `from`, null if none */
  find(text: string, from: number): Match | null
}

/** Compiles RE2 syntax; throws the engine's own SyntaxError. */
export type Compile = (regex: string) => Matcher

export interface Engine {
  name: EngineName
  compile: Compile
}

/** What `doctor` tells: which engine answers, and why not the native one. */
export interface EngineStatus {
  name: EngineName
  forced: boolean
  /** why native re2 does not load, where it does not */
  reason?: string
}

/** Made when the first engine is looked for: making it costs a hook 1 ms. */
function requireOurs(name: string): unknown {
  return createRequire(import.meta.url)(name)
}

/** Throws PortcullisError exit 3 when the engine asked for, or any, cannot load: a missing engine never passes. */
export function openEngine(name?: EngineName): Engine {
  if (name === 'js') return openJs()
  const native = tryNative()
  if ('compile' in native) return native
  if (name !== 'native') return openJs()
  const hint =
    'reinstall re2 under this version of Node, or unset PORTCULLIS_ENGINE to use the built-in engine'
  throw new PortcullisError(3, `native engine "re2" does not load: ${native.reason}`, { hint })
}

/** Loads what a scan would load. Throws as openEngine does. */
export function engineStatus(wanted?: EngineName): EngineStatus {
  const forced = wanted !== undefined
  const native = tryNative()
  const { name } = openEngine(wanted)
  return 'reason' in native ? { name, forced, reason: native.reason } : { name, forced }
}

/** The value of PORTCULLIS_ENGINE; unset or empty: whichever loads. Throws PortcullisError exit 2 for anything else. */
export function engineNamed(value: string | undefined): EngineName | undefined {
  if (value === undefined || value === '') return undefined
  if (value === 'native' || value === 'js') return value
  throw new PortcullisError(2, 'PORTCULLIS_ENGINE is neither "native" nor "js"', {
    subject: 'PORTCULLIS_ENGINE',
  })
}

interface NativeRegex {
  lastIndex: number
  exec(text: string): { indices: ([number, number] | undefined)[] } | null
}

let native: Engine | { reason: string } | undefined

/** Resolved from our own file upwards only, never from the repository being judged. */
function tryNative(): Engine | { reason: string } {
  native ??= loadNative()
  return native
}

function loadNative(): Engine | { reason: string } {
  try {
    const RE2 = requireOurs('re2') as new (regex: string, flags: string) => NativeRegex
    return { name: 'native', compile: regex => nativeMatcher(new RE2(regex, 'gd')) }
  } catch (error) {
    // not installed, its binary missing, or built for another Node (ERR_DLOPEN_FAILED): all the same to a hook
    return { reason: (error as NodeJS.ErrnoException).code ?? 'it cannot be loaded' }
  }
}

function nativeMatcher(regex: NativeRegex): Matcher {
  return {
    find(text, from) {
      regex.lastIndex = from
      return regex.exec(text)?.indices.flatMap(pair => pair ?? [-1, -1]) ?? null
    },
  }
}

interface JsMatcher {
  find(from?: number): boolean
  start(group: number): number
  end(group: number): number
  groupCount(): number
}
interface JsRegex {
  matcher(text: string): JsMatcher
}

let js: Engine | undefined

function openJs(): Engine {
  js ??= loadJs()
  return js
}

function loadJs(): Engine {
  try {
    const { RE2JS } = requireJs() as { RE2JS: { compile(regex: string): JsRegex } }
    return { name: 'js', compile: regex => jsMatcher(RE2JS.compile(regex)) }
  } catch (cause) {
    const hint = 'install portcullis again: its file dist/re2js.cjs is missing or damaged'
    throw new PortcullisError(3, 'no regex engine can be loaded', { hint, cause })
  }
}

/** The bundle has it as a file of its own beside it (a chunk is one folder down); sources have the package. */
function requireJs(): unknown {
  for (const place of ['./re2js.cjs', '../re2js.cjs', 're2js']) {
    try {
      return requireOurs(place)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    }
  }
  throw new Error('re2js not found')
}

function jsMatcher(regex: JsRegex): Matcher {
  return {
    find(text, from) {
      const matcher = regex.matcher(text)
      if (!matcher.find(from)) return null
      const match: Match = []
      for (let group = 0; group <= matcher.groupCount(); group++)
        match.push(matcher.start(group), matcher.end(group))
      return match
    },
  }
}
