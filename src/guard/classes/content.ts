/** Classes about what a content is made of: binary, large, generated; and licences. */
import { isBinary } from '../binary.ts'
import { touching } from './by-path.ts'
import { stringIn } from './json.ts'
import { textOf, textsOf } from './text.ts'
import type { ChangeClass, Versions } from './types.ts'

/** A path that was text (or was not there) and holds a NUL now. */
export const binaryAdded: ChangeClass = {
  touches: change => change.after !== null,
  look: ({ after, before }) => {
    return after !== null && isBinary(after) && !before.some(isBinary) ? ['a binary content'] : []
  },
  needsText: true,
}

/** Bytes of a content that is large; `bytes-per-file` of a limit is for a size of one's own. */
export const LARGE = 5_000_000

export const largeFile: ChangeClass = {
  touches: change => change.after !== null,
  look: ({ size, before }) => {
    return size > LARGE && !before.some(data => data.length > LARGE) ? [`${size} bytes`] : []
  },
  bySize: true,
}

const isGeneratedPath = touching([
  '*.min.js',
  '*.min.css',
  '*.map',
  '*.pb.go',
  '*.pb.cc',
  '*.pb.h',
  '*_pb2.py',
  '*.g.dart',
  '*.generated.*',
  '*.designer.cs',
  '**/__generated__/**',
  '**/generated/**',
])

/** By its name, or by the sign that generators leave near the top (Go's, and the one linters and reviews look for). */
export const generated: ChangeClass = {
  touches: () => true,
  look: versions => (isMarked(versions) ? ['a generated file'] : []),
  needsText: true,
}

function isMarked({ path, after, before }: Versions): boolean {
  const change = { path, status: 'modified' as const, before: [], after: null }
  return isGeneratedPath(change) || [...(after === null ? [] : [after]), ...before].some(hasSign)
}

function hasSign(data: Buffer): boolean {
  return /Code generated .{0,80}DO NOT EDIT|@generated\b/.test(textOf(data.subarray(0, 4096)))
}

const isLicensePath = touching([
  'LICEN[CS]E',
  'LICENSE*',
  'LICENCE*',
  'COPYING*',
  'NOTICE',
  'NOTICE.*',
  'UNLICENSE*',
])
const isManifest = touching(['**/package.json', '**/Cargo.toml', '**/pyproject.toml', '**/composer.json'])

export const license: ChangeClass = {
  touches: change => isLicensePath(change) || isManifest(change),
  look: versions => {
    const { path } = versions
    const isText = isLicensePath({ path, status: 'modified', before: [], after: null })
    if (isText) return ['the text of a licence or notice']
    const { after, before } = textsOf(versions)
    const now = licenseIn(after)
    return before.length === 0 || before.map(licenseIn).includes(now) ? [] : ['the licence it names']
  },
}

/** The licence that a manifest names: its line, whichever of the two formats. */
function licenseIn(text: string): string {
  return (
    stringIn(text, 'license') ?? /^[ \t]*license(?:-file)?[ \t]*=[ \t]*(.+)$/m.exec(text)?.[1]?.trim() ?? ''
  )
}
