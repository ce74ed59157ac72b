/** Runs the console blocks of README.md and docs/*.md that are marked `<!-- run -->`, and compares what they print. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { start } from './scenarios/process.ts'
import { surroundings } from './scenarios/surroundings.ts'

/**
 * A block is a `$ command` line, then its output. In output, `…` stands for anything within a line, and a line that
 * is only `…` for any number of lines. Blocks of one file run in one folder, in order; an exit code is not compared,
 * so a block that wants it prints it (`$ portcullis …; echo $?`).
 */
const BLOCK = /<!-- run -->\s*```console\n([\s\S]*?)```/g

const PROJECT = fileURLToPath(new URL('../', import.meta.url))

interface Step {
  command: string
  output: string
}

it('reads a block as commands with their outputs', () => {
  expect(stepsOf('$ a\nx\n…\n$ b\n')).toEqual([
    { command: 'a', output: 'x\n…' },
    { command: 'b', output: '' },
  ])
})

it.each([
  ['found 2 things', 'found … things', true],
  ['found 2 things', 'found … thing', false],
  ['a\nb\nc\nd', 'a\n…\nd', true],
  ['a\nd', 'a\n…\nd', true],
  ['a\nb', 'a\n…\nd', false],
  ['1+1 (sure)', '1+1 (sure)', true],
])('compares %j with %j', (actual, wanted, same) => {
  expect(pattern(wanted).test(actual)).toBe(same)
})

for (const file of pages()) {
  const blocks = [...readFileSync(join(PROJECT, file), 'utf8').matchAll(BLOCK)].map(found => found[1]!)
  if (blocks.length === 0) continue
  it(`${file} shows what the commands print`, { timeout: 300_000 }, async () => {
    const root = mkdtempSync(join(tmpdir(), 'pc-docs-'))
    try {
      const env = reader(root)
      for (const step of blocks.flatMap(stepsOf)) await follow(step, join(root, 'app'), env)
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
}

function pages(): string[] {
  const docs = readdirSync(PROJECT).includes('docs') ? readdirSync(join(PROJECT, 'docs')) : []
  const names = readdirSync(PROJECT).filter(name => name.endsWith('.md'))
  return [...names, ...docs.filter(name => name.endsWith('.md')).map(name => join('docs', name))].sort()
}

function stepsOf(block: string): Step[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map(text => ({ command: text.split('\n')[0]!, output: text.split('\n').slice(1).join('\n').trimEnd() }))
}

/** A reader's machine: an empty folder, `portcullis` on PATH, the project as $PORTCULLIS_PROJECT. */
function reader(root: string): NodeJS.ProcessEnv {
  const env = surroundings(join(root, 'home'))
  mkdirSync(join(root, 'app'))
  symlinkSync(join(PROJECT, 'bin', 'portcullis.js'), join(root, 'home', 'bin', 'portcullis'))
  return {
    ...env,
    PATH: [env.PATH, process.env.PATH].join(delimiter),
    PORTCULLIS_PROJECT: PROJECT,
    NO_COLOR: '1',
  }
}

async function follow(step: Step, cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { stdout } = await start('sh', ['-c', `exec 2>&1; ${step.command}`], { cwd, env })
  const actual = stdout.trimEnd()
  if (!pattern(step.output).test(actual)) expect(actual, `$ ${step.command}`).toBe(step.output)
}

function pattern(output: string): RegExp {
  const lines = output.split('\n').map(line => (line === '…' ? '(?:.*\\n)*?' : `${quoted(line)}\\n`))
  return new RegExp(
    `^${lines.join('')}$`.replace(/\\n\$$/, '$').replace(/\(\?:\.\*\\n\)\*\?\$$/, '[\\s\\S]*$'),
  )
}

function quoted(line: string): string {
  return line
    .split('…')
    .map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*')
}
