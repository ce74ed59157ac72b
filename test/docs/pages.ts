/** The documents of this repository, and what is code in them. */
import { readdirSync, readFileSync } from 'node:fs'

export interface Page {
  file: string
  text: string
}

/** README.md and its neighbours, docs/: the pages whose blocks are run. */
export function executedPages(): string[] {
  return [...markdownIn('.'), ...markdownIn('docs')]
}

/** Those, and the maps that lie beside the code. */
export function pages(): Page[] {
  const files = [...executedPages(), 'src/README.md', 'rules/README.md']
  return files.map(file => ({ file, text: readFileSync(file, 'utf8') }))
}

/** Fenced blocks and code spans: where a command is a command and no word of a sentence. */
export function codeIn(text: string): string[] {
  const fences = [...text.matchAll(/^```.*\n([\s\S]*?)^```/gm)].map(found => found[1]!)
  const prose = text.replace(/^```[\s\S]*?^```/gm, '')
  return [
    ...fences.flatMap(block => block.split('\n')),
    ...[...prose.matchAll(/`([^`\n]+)`/g)].map(f => f[1]!),
  ]
}

function markdownIn(folder: string): string[] {
  const names = readdirSync(folder).filter(name => name.endsWith('.md'))
  return names.sort().map(name => (folder === '.' ? name : `${folder}/${name}`))
}
