/** The model's file as it is installed: one that does not belong to the code judges nothing, and lets nothing pass. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expand } from '../../src/detect/template.ts'
import { start } from '../scenarios/process.ts'

const root = join(import.meta.dirname, '../..')
const input = expand('db_password = "⟦[A-Za-z0-9]{19}[0-9]⟧"\n', 1)
let folder: string
let model: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-model-'))
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true })
  model = join(folder, 'dist/generic.model.json')
})
afterAll(() => rmSync(folder, { recursive: true }))

const scan = () => {
  const file = join(folder, 'input.txt')
  writeFileSync(file, input)
  return start(process.execPath, [join(folder, 'bin/portcullis.js'), 'scan', '--files', 'input.txt'], {
    cwd: folder,
    env: process.env,
  })
}
const changed = (fields: object) => ({
  ...JSON.parse(readFileSync(join(root, 'rules/generic.model.json'), 'utf8')),
  ...fields,
})

it('the right one finds the password', async () => {
  expect(await scan()).toMatchObject({ code: 1 })
})

it.each([
  ['no JSON', () => 'not a model', 'it is no JSON'],
  ['of another format', () => JSON.stringify(changed({ format: 2 })), 'it is of another format'],
  [
    'of other features',
    () => JSON.stringify(changed({ features: ['size'] })),
    'its feature 0 is not "length"',
  ],
  ['of tables that were cut', () => JSON.stringify(changed({ cuts: '' })), 'its tables do not fit together'],
])('%s: exit 3, and why', async (_, text, why) => {
  writeFileSync(model, text())
  const { code, stderr } = await scan()
  expect({ code, stderr }).toMatchObject({
    code: 3,
    stderr: expect.stringContaining(`the model "generic.model.json" does not belong to this version: ${why}`),
  })
})

it('not there: exit 3', async () => {
  rmSync(model)
  expect(await scan()).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('built-in rules cannot be read'),
  })
})
