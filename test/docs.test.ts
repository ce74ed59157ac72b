/** Runs the console blocks of README.md and docs/*.md that are marked `<!-- run -->`, and compares what they print. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { executedPages } from './docs/pages.ts'
import { start } from './scenarios/process.ts'
import { surroundings } from './scenarios/surroundings.ts'

/**
 * A block is a `$ command` line, then its output. In output, `…` stands for anything within a line, and a line that
 * is only `…` for any number of lines. Blocks of one file run in one folder, in order; an exit code is not compared,
 * so a block that wants it prints it (`$ portcullis …; echo $?`). A block marked `<!-- write PATH -->` becomes that file.
 */
const BLOCK = /<!-- (?:(run)|write (\S+)) -->\s*```\w+\n([\s\S]*?)```/g

const PROJECT = fileURLToPath(new URL('../', import.meta.url))

type Step = { command: string; output: string } | { file: string; text: string }

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

for (const file of executedPages()) {
  const steps = [...readFileSync(join(PROJECT, file), 'utf8').matchAll(BLOCK)].flatMap(
    ([, run, path, block]) => (run ? stepsOf(block!) : [{ file: path!, text: block! }]),
  )
  if (steps.length === 0) continue
  it(`${file} shows what the commands print`, { timeout: 300_000 }, async () => {
    const root = mkdtempSync(join(tmpdir(), 'pc-docs-'))
    try {
      const env = reader(root)
      for (const [n, step] of steps.entries()) await follow(step, join(root, 'app'), { ...env, ...clock(n) })
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
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

/** A minute a step: two commits of one person within a second look like an amend of the first. */
function clock(step: number): NodeJS.ProcessEnv {
  return { GIT_AUTHOR_DATE: `@${1_800_000_000 + 60 * step} +0000` }
}

async function follow(step: Step, cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  if ('file' in step) {
    mkdirSync(dirname(join(cwd, step.file)), { recursive: true })
    return writeFileSync(join(cwd, step.file), step.text)
  }
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
