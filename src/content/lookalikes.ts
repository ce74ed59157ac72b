/** A package whose name is a letter away from one that everybody has, or looks the same as another one of the manifest. */
import { type Asked, manifestOf } from './manifest.ts'
import { POPULAR, type Registry } from './popular.ts'
import type { Spot, Told } from './types.ts'

/** Shorter names differ by a letter all the time. */
const SHORTEST = 5
const RULE = 'hidden-unicode/lookalike-package'

/** Those of one manifest; none where the path is no manifest's. */
export function lookalikesIn(text: string, path: string): Spot[] {
  const manifest = manifestOf(text, path)
  if (manifest === null) return []
  const first = firstOf(manifest.asked)
  return manifest.asked.flatMap(({ name, at }) => {
    const model = modelOf(name, manifest.registry) ?? twinOf(name, first)
    return model === undefined ? [] : [{ rule: RULE, at, found: name, told: tellOf(name, model) }]
  })
}

function tellOf(name: string, model: string): Told {
  return { said: `a package whose name looks like '${model}'`, shown: name, grade: 'tell', key: name }
}

function modelOf(name: string, registry: Registry): string | undefined {
  const popular = POPULAR[registry]
  const own = normal(name, registry)
  if (own.length < SHORTEST || popular.includes(own)) return undefined
  return popular.find(
    model => model.length >= SHORTEST && (isOneAway(own, model) || skeleton(own) === skeleton(model)),
  )
}

function twinOf(name: string, bySkeleton: Map<string, string>): string | undefined {
  const first = bySkeleton.get(skeleton(name))
  return first === undefined || first === name || name.length < SHORTEST ? undefined : quoted(first)
}

/** It stands in our own words: nothing but what a package name is made of. */
function quoted(name: string): string {
  return name.replace(/[^\w@/.-]/g, '?')
}

function firstOf(asked: readonly Asked[]): Map<string, string> {
  const first = new Map<string, string>()
  for (const { name } of asked) if (!first.has(skeleton(name))) first.set(skeleton(name), name)
  return first
}

/** As the registry compares names: PyPI and crates.io take `-`, `_` and `.` for one. */
function normal(name: string, registry: Registry): string {
  const lower = name.toLowerCase()
  return registry === 'pypi' ? lower.replace(/[-_.]+/g, '-') : lower
}

const CYRILLIC = '\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456\u0455\u0458'
const LATIN = 'aeopcxyisj'

/** Equal for names that look alike in many fonts. */
function skeleton(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[^\x00-\x7f]/g, letter => LATIN[CYRILLIC.indexOf(letter)] ?? letter)
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[1I|]/g, 'l')
    .replaceAll('0', 'o')
    .toLowerCase()
}

/** One letter more, less, other, or two swapped. */
export function isOneAway(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const [restA, restB] = [a.slice(start), b.slice(start)]
  if (a.length > b.length) return restA.slice(1) === restB
  if (a.length < b.length) return restB.slice(1) === restA
  const isSwapped = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
  return restA.slice(1) === restB.slice(1) || isSwapped
}
