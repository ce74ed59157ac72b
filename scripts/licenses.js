// Collects the licences of what is bundled: dist/ holds copies of other people's code, and their terms travel with it.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Folders of the packages that esbuild read for these builds, sorted by name; a nested copy counts by itself. */
export function bundledPackages(metafiles) {
  const folders = metafiles.flatMap(({ inputs }) => Object.keys(inputs).flatMap(folderOf))
  return [...new Set(folders)].map(describe).sort((a, b) => (a.title < b.title ? -1 : 1))
}

/** Writes `dist/THIRD-PARTY-LICENSES.txt`: each package's name, version and the files in which it states its terms. */
export function writeLicenses(metafiles, file = 'dist/THIRD-PARTY-LICENSES.txt') {
  const parts = bundledPackages(metafiles).map(({ title, terms }) => `${title}\n\n${terms}\n`)
  const head = `dist/ holds code of these ${parts.length} packages, each under its own terms.\n`
  writeFileSync(file, [head, ...parts].join(`\n${'-'.repeat(78)}\n\n`))
}

/** The last `node_modules/NAME` or `node_modules/@SCOPE/NAME` of a path is the package it belongs to. */
function folderOf(input) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0] ?? []
}

function describe(folder) {
  const { name, version, license, author, repository } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const files = readdirSync(folder).filter(entry => /^(licen[cs]e|notice|copying)/i.test(entry))
  const texts = files.sort().map(entry => readFileSync(join(folder, entry), 'utf8').trim())
  // a few packages ship no licence file: then what their package.json states is all there is to copy
  const stated = `License: ${license}\nAuthor: ${author?.name ?? author ?? 'not named'}\nSource: ${repository?.url ?? repository ?? 'not named'}`
  return { title: `${name} ${version} (${license})`, terms: (texts.length ? texts : [stated]).join('\n\n') }
}
