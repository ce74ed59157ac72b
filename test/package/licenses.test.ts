/** What is bundled travels with its terms: dist/THIRD-PARTY-LICENSES.txt, as scripts/build.js writes it. */
import { readFileSync } from 'node:fs'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

const SCRIPT = new URL('../../scripts/licenses.js', import.meta.url).href
const TEXT = readFileSync('dist/THIRD-PARTY-LICENSES.txt', 'utf8')

it('names every package that the bundles read', async () => {
  const metafiles = await Promise.all([bundle('src/cli.ts'), bundle('re2js')])
  const { bundledPackages } = await import(SCRIPT)
  const titles: string[] = bundledPackages(metafiles).map(({ title }: { title: string }) => title)
  expect(titles.length).toBeGreaterThan(4)
  for (const name of ['chalk', 'commander', 'smol-toml', 'isomorphic-git', 're2js'])
    expect(titles.filter(title => title.startsWith(`${name} `))).toHaveLength(1)
  expect(titles.filter(title => !TEXT.includes(`\n${title}\n`))).toEqual([])
})

it('holds the text of each, and the source where a package ships no text', () => {
  const parts = TEXT.split(`\n${'-'.repeat(78)}\n\n`).slice(1)
  const bare = parts.filter(part => !/Permission|Redistribution|Apache License|Source: \S+:\/\//i.test(part))
  expect(bare.map(part => part.split('\n')[0])).toEqual([])
})

it('the package itself is under Apache-2.0, with its text', () => {
  expect(JSON.parse(readFileSync('package.json', 'utf8')).license).toBe('Apache-2.0')
  expect(readFileSync('LICENSE', 'utf8')).toContain('Apache License\n                           Version 2.0')
})

async function bundle(entry: string) {
  const options = { bundle: true, write: false, metafile: true, format: 'esm', platform: 'node' } as const
  const external = ['re2']
  return (await build({ ...options, entryPoints: [entry], splitting: true, outdir: 'unused', external }))
    .metafile
}
