/** What the documents name exists: files, headings, commands and their options, fields of the policy. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { codeIn, pages } from './pages.ts'
import { fieldsOfDocument, fieldsOfSchema } from './policy-fields.ts'

it.each(pages())('$file: every relative link leads to a file and a heading', ({ file, text }) => {
  const links = [...text.matchAll(/\]\((?!\w+:)([^)\s#]*)(?:#([^)\s]+))?\)/g)]
  const dead = links.filter(([, path, heading]) => {
    const target = path ? join(dirname(file), path) : file
    return !existsSync(target) || (heading !== undefined && !headingsOf(target).includes(heading))
  })
  expect(dead.map(([link]) => link)).toEqual([])
})

it.each(pages())('$file: every path of this repository in it exists', ({ text }) => {
  const named = codeIn(text).flatMap(
    code => /^(?:src|test|docs|rules|schema|scripts|bench|bin)\/[\w./-]+$/.exec(code) ?? [],
  )
  expect(named.filter(path => !existsSync(path))).toEqual([])
})

it.each(pages())('$file: every command in it is in --help, with its options', ({ text }) => {
  const calls = codeIn(text).flatMap(line =>
    [...line.matchAll(/(?<![\w/.-])portcullis ([a-z][^;&|#>`)"]*)/g)].map(f => f[1]!),
  )
  expect(calls.flatMap(wrongIn)).toEqual([])
})

it('docs/policy.md has every field of the schema, and no other', () => {
  const documented = fieldsOfDocument(readFileSync('docs/policy.md', 'utf8'))
  expect(documented).toEqual(fieldsOfSchema(JSON.parse(readFileSync('schema/policy.schema.json', 'utf8'))))
})

it('src/README.md names functions that are in the files it names them in', () => {
  const named = [...MAP.matchAll(/`((?:src|bin)\/[\w./-]+\.\w+)`((?:,?\s+`\w+`)+)/g)]
  expect(named.length).toBeGreaterThan(25)
  const missing = named.flatMap(([, file, names]) => {
    const text = readFileSync(file!, 'utf8')
    const wanted = [...names!.matchAll(/`(\w+)`/g)].map(found => found[1]!)
    return wanted.filter(name => !defines(text, name)).map(name => `${file} ${name}`)
  })
  expect(missing).toEqual([])
})

it('src/README.md has the rows of test/layers.test.ts, in their order', () => {
  const rows = [...readFileSync('test/layers.test.ts', 'utf8').matchAll(/^ {2}\[('[a-z', ]+)\],$/gm)]
  const wanted = rows.map(([, row]) => row!.replace(/[',]/g, ''))
  expect(wanted.length).toBeGreaterThan(8)
  expect(MAP).toContain(`\`\`\`\n${wanted.join('\n')}\n\`\`\``)
})

const MAP = readFileSync('src/README.md', 'utf8')

/** A function of TypeScript or JavaScript, or of the shell. */
function defines(text: string, name: string): boolean {
  return new RegExp(`function\\*? ${name}\\b|^${name}\\(\\) \\{`, 'm').test(text)
}

/** GitHub's: lower case, blanks to hyphens, no other punctuation. */
function headingsOf(file: string): string[] {
  const heads = [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(found => found[1]!)
  return heads.map(head =>
    head
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )
}

/** Of `policy explain --actor agent`: the words and options that the help of that command does not have. */
function wrongIn(call: string): string[] {
  const words = call.split(/\s+/)
  const command = words[0]!
  if (!listed(help(), command)) return [command]
  const nested =
    ['agent', 'audit', 'policy', 'report', 'rules', 'task'].includes(command) &&
    words[1] &&
    /^[a-z]+$/.test(words[1])
      ? [words[1]]
      : []
  if (nested[0] && !listed(help(command), nested[0])) return [`${command} ${nested[0]}`]
  const options = words.filter(word => /^--\w/.test(word)).map(word => word.replace(/=.*/, ''))
  const known = command === 'hook' ? null : help(command, ...nested)
  return options
    .filter(option => known !== null && !known.includes(option))
    .map(option => `${command} ${option}`)
}

function listed(text: string, command: string): boolean {
  return new RegExp(`^  ${command}(?![\\w-])`, 'm').test(text)
}

const helps = new Map<string, string>()

function help(...words: string[]): string {
  const name = words.join(' ')
  const known = helps.get(name)
  if (known !== undefined) return known
  const text = execFileSync(process.execPath, ['bin/portcullis.js', ...words, '--help'], { encoding: 'utf8' })
  helps.set(name, text)
  return text
}
