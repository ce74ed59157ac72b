/**
 * Plays every file in commit/ and push/ on real git, with each engine. Adding a scenario is adding a file that exports
 * `title` and `run(s)`; the number in its name is its topic (1 ways to commit, 2 index and worktree, 3 merges and picks,
 * 4 what changes, 5 names, 6 content, 7 blinded diffs, 8 kinds of repository, 9 messages, 10 other hooks, 11 replaced
 * objects, 12 tricks; for a push 1 refs, 2 histories, 3 what the clone knows).
 *
 * Environment: PORTCULLIS_TEST_GIT the git to use · PORTCULLIS_TEST_RE2 a folder with native re2 (default: the one in
 * node_modules) · PORTCULLIS_TEST_PACKAGE another build to play against · PORTCULLIS_TEST_KEEP=1 keep the repositories.
 */
import { readdirSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { play, type ScenarioFile, Skip } from './harness.ts'
import type { Engine } from './surroundings.ts'
import { makeTemplate, removeAll, type Template } from './template.ts'

const FOLDERS = ['commit', 'push']
const ENGINES: Engine[] = ['js', 'native']

let template: Template

beforeAll(async () => {
  template = await makeTemplate()
})
afterAll(() => template && removeAll(template.root))

for (const folder of FOLDERS) {
  const files = await load(folder)
  for (const engine of ENGINES) {
    describe.concurrent(`${folder}, ${engine} engine`, () => {
      for (const [name, file] of files) {
        it(`${name}: ${file.title}`, { timeout: 240_000 }, async context => {
          if (engine === 'native' && template.nativeMissing) return context.skip(template.nativeMissing)
          try {
            await play(file, template, engine)
          } catch (error) {
            if (error instanceof Skip) return context.skip(error.message)
            throw error
          }
        })
      }
    })
  }
}

async function load(folder: string): Promise<[string, ScenarioFile][]> {
  const dir = new URL(`./${folder}/`, import.meta.url)
  const names = readdirSync(dir).filter(name => name.endsWith('.ts'))
  const files = names.sort().map(async (name): Promise<[string, ScenarioFile]> => {
    return [name.replace(/\.ts$/, ''), await import(pathToFileURL(`${dir.pathname}${name}`).href)]
  })
  return Promise.all(files)
}
