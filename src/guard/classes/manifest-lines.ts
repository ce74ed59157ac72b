/** Manifests that are read line by line: pip's requirements, go.mod, Gemfile. */
import type { Dependencies } from './manifests.ts'
import { hostOf, origin, REGISTRY } from './origin.ts'

/** `name`: the file's, in lower case. */
export function lineManifest(name: string, text: string): Dependencies {
  if (name === 'go.mod') return goMod(text)
  return name === 'gemfile' || name.endsWith('.gemspec') ? gemfile(text) : requirements(text)
}

/** pip's requirements file format: a requirement or an option a line, `\` goes on. */
function requirements(text: string): Dependencies {
  const found: Dependencies = new Map()
  for (const raw of text.replace(/\\\r?\n/g, ' ').split('\n')) {
    const line = raw.replace(/(?:^|\s)#.*/, '').trim()
    const option = /^(-[a-z]|--[a-z-]+)[\s=]+(.*)$/.exec(line)
    if (option !== null) addOption(found, option[1]!, option[2]!)
    else if (/^[a-z][a-z0-9+.-]*:\/\//i.test(line) || /^\.{0,2}\//.test(line))
      found.set(origin(line), origin(line))
    else addRequirement(found, line)
  }
  return found
}

function addOption(found: Dependencies, option: string, value: string): void {
  const isIndex = ['-i', '--index-url', '--extra-index-url', '-f', '--find-links', '--trusted-host'].includes(
    option,
  )
  const isEditable = ['-e', '--editable'].includes(option)
  const host = hostOf(value) ?? 'a path'
  if (isIndex) found.set(`${option}:${host}`, host)
  if (isEditable) found.set(`${option}:${/#egg=([\w.-]+)/.exec(value)?.[1] ?? origin(value)}`, origin(value))
}

function addRequirement(found: Dependencies, line: string): void {
  const name = /^([A-Za-z0-9][\w.-]*)/.exec(line)?.[1]
  if (name === undefined) return
  const address = /@\s*(\S+)/.exec(line)?.[1]
  const spelled = name.toLowerCase().replace(/[-_.]+/g, '-')
  found.set(spelled, address === undefined ? REGISTRY : origin(address))
}

/** The Go modules reference, "go.mod file": `require` and `replace`, alone or in a block. */
function goMod(text: string): Dependencies {
  const found: Dependencies = new Map()
  let block = ''
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\/\/.*/, '').trim()
    const opened = /^(\w+)\s*\($/.exec(line)?.[1]
    if (opened !== undefined) block = opened
    else if (line === ')') block = ''
    else addDirective(found, block === '' ? line : `${block} ${line}`)
  }
  return found
}

function addDirective(found: Dependencies, line: string): void {
  const [verb, name, ...rest] = line.replaceAll('"', '').split(/\s+/)
  if (name === undefined) return
  if (verb === 'require' || verb === 'tool') found.set(name, found.get(name) ?? REGISTRY)
  if (verb !== 'replace') return
  const target = rest[rest.indexOf('=>') + 1] ?? ''
  found.set(name, /^\.{0,2}\//.test(target) ? 'a path' : `module ${target.replace(/[^\w@./-]/g, '?')}`)
}

/** Bundler's Gemfile: Ruby, of which `gem` and `source` calls are read. */
function gemfile(text: string): Dependencies {
  const found: Dependencies = new Map()
  for (const raw of text.split('\n')) {
    const line = raw.replace(/^\s*#.*/, '')
    const gem = /\b(?:gem|add_(?:runtime_|development_)?dependency)[\s(]+['"]([^'"]+)['"](.*)/.exec(line)
    const source = /^\s*source[\s(]+['"]([^'"]+)['"]/.exec(line)?.[1]
    if (gem !== null) found.set(gem[1]!, gemOrigin(gem[2]!))
    if (source !== undefined) found.set(`source:${hostOf(source) ?? 'other'}`, hostOf(source) ?? '')
  }
  return found
}

function gemOrigin(rest: string): string {
  const place = /\b(git|github|gitlab|bitbucket|gist|path|source)(?::|['"]?\s*=>)\s*['"]?([^'",\s]*)/.exec(
    rest,
  )
  if (place === null) return REGISTRY
  return place[1] === 'path' ? 'a path' : `${place[1]} ${hostOf(place[2]!) ?? ''}`.trim()
}
