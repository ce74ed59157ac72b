// Packages that look like others; a version bump of one is no news.
import { expect, it } from 'vitest'
import { added } from '../../src/content/look.ts'
import { isOneAway } from '../../src/content/lookalikes.ts'
import { POPULAR } from '../../src/content/popular.ts'
import { at, sightsOf } from './attack.ts'

const npm = (...names: string[]) =>
  JSON.stringify({ dependencies: Object.fromEntries(names.map(name => [name, '1'])) }, null, 1)
const found = (path: string, text: string) =>
  sightsOf(text, path).map(({ shown, line, said }) => `${line} ${shown}: ${said.replace(/^.*like /, '')}`)

it.each([
  ['package.json', npm('expres'), ["3 expres: 'express'"]],
  ['package.json', npm('react', 'lodahs'), ["4 lodahs: 'lodash'"]],
  ['package.json', npm('raect'), ["3 raect: 'react'"]],
  ['package.json', npm('rnongoose'), ["3 rnongoose: 'mongoose'"]],
  ['package.json', npm(`l${at(0x43e)}dash`), [`3 l${at(0x43e)}dash: 'lodash'`]],
  ['package.json', npm('internal-tool', 'lnternal-tool'), []],
  ['package.json', npm('Internal-tool', 'lnternal-tool'), ["4 lnternal-tool: 'Internal-tool'"]],
  ['package.json', npm('react', 'preact', 'lodash', 'lodash-es', 'vite', 'vitest', 'chai', 'ajv', 'joi'), []],
  ['package.json', '{"dependencies": {"expres', []],
  ['requirements.txt', 'reqeusts==2.0\nflask>=2\n# numpyy\n', ["1 reqeusts: 'requests'"]],
  ['requirements.txt', 'Flask\npython_dateutil\nscikit.learn\n', []],
  [
    'pyproject.toml',
    '[project]\ndependencies = [\n  "requestss>=2",\n  "rich",\n]\n',
    ["3 requestss: 'requests'"],
  ],
  [
    'Cargo.toml',
    '[package]\nname = "serd"\n[dependencies]\nserde = "1"\ntokoi = { version = "1" }\n',
    ["5 tokoi: 'tokio'"],
  ],
  ['Gemfile', "gem 'rails'\ngem 'nokogirl'\n", ["2 nokogirl: 'nokogiri'"]],
  ['composer.json', '{"require": {"monolog/monolg": "1"}}', ["1 monolog/monolg: 'monolog/monolog'"]],
  ['other.json', npm('expres'), []],
])('%s %j', (path, text, expected) => {
  expect(found(path, text)).toEqual(expected)
})

it('a version bump of one is no news', () => {
  const [before, now] = ['1', '2'].map(version =>
    sightsOf(`{"dependencies": {"expres": "${version}"}}`, 'package.json'),
  )
  expect([before!.length, added(now!, [before!])]).toEqual([1, []])
})

it('each well-known name stands once', () => {
  for (const names of Object.values(POPULAR)) expect(new Set(names).size).toBe(names.length)
})

it.each([
  ['abcd', 'abc', true],
  ['abc', 'abxc', true],
  ['abc', 'abd', true],
  ['abc', 'acb', true],
  ['abc', 'abc', false],
  ['abcd', 'badc', false],
  ['abc', 'abcde', false],
])('%s and %s', (a, b, expected) => {
  expect([isOneAway(a, b), isOneAway(b, a)]).toEqual([expected, expected])
})
