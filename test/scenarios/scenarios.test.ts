/** Plays every file in commit/ and push/ on real git, with each engine. Adding a scenario is adding a file. */
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
