import { describe, expect, it } from 'vitest'
import { expand } from '../../../src/detect/template.ts'
import { type Side, seenBy } from './seen.ts'

const pkg = (body: object) => JSON.stringify(body)
const ONE = pkg({ dependencies: { ada: '^1.0.0' } })

describe('dependency-added', () => {
  const CASES: [path: string, before: Side, after: Side, seen: string[]][] = [
    ['package.json', ONE, pkg({ dependencies: { ada: '^2.0.0' } }), []],
    [
      'package.json',
      ONE,
      pkg({ dependencies: { ada: '1' }, devDependencies: { '@x/bob': '1' } }),
      ['adds @x/bob'],
    ],
    ['packages/a/package.json', null, ONE, ['adds ada']],
    ['package.json', ONE, pkg({ devDependencies: { ada: '^1.0.0' } }), []],
    ['package.json', ONE, '{ not json', ['a manifest that cannot be read']],
    ['package.json', ONE, pkg({ dependencies: { ada: '1', 'a b\u202e<c>': '1' } }), ['adds a?']],
    ['requirements.txt', 'Flask==1.0\n', 'flask==2.0\nrequests>=2 # why\n', ['adds requests']],
    ['requirements-dev.txt', 'a==1\n', 'a==1\n-e git+https://me@host.example/x.git#egg=b\n', ['adds -e:b']],
    [
      'requirements.txt',
      'a\n',
      'a\n--extra-index-url https://user:pw@pkgs.example/simple\n',
      ['adds --extra-index-url:pkgs.example'],
    ],
    [
      'pyproject.toml',
      '[project]\ndependencies = ["a>=1"]\n',
      '[project]\ndependencies = ["a>=2", "b[x]>1; python_version<\'3\'"]\n',
      ['adds b'],
    ],
    [
      'pyproject.toml',
      '',
      '[dependency-groups]\ndev = ["pytest"]\n[build-system]\nrequires = ["hatchling"]\n',
      ['adds hatchling, pytest'],
    ],
    ['pyproject.toml', '', '[tool.poetry.dependencies]\npython = "^3.11"\na = "1"\n', ['adds a']],
    [
      'go.mod',
      'module m\nrequire a.example/x v1\n',
      'module m\nrequire (\n\ta.example/x v1\n\tb.example/y v2 // indirect\n)\n',
      ['adds b.example/y'],
    ],
    [
      'Cargo.toml',
      '[dependencies]\na = "1"\n',
      '[dependencies]\na = "1"\n[target."cfg(unix)".dependencies]\nb = "1"\n',
      ['adds b'],
    ],
    ['Cargo.toml', '[dependencies]\na = "1"\n', '[dependencies\n', ['a manifest that cannot be read']],
    ['Gemfile', "gem 'a'\n", "gem 'a', '~> 2'\n# gem 'no'\ngem \"b\"\n", ['adds b']],
    [
      'composer.json',
      pkg({ require: { 'a/b': '1' } }),
      pkg({ require: { 'a/b': '1', 'c/d': '1' } }),
      ['adds c/d'],
    ],
  ]
  it.each(CASES)('%s (%#)', (path, before, after, seen) => {
    expect(seenBy('dependency-added', path, before, after)).toEqual(seen)
  })

  it('a merge adds only what no parent had', () => {
    const left = pkg({ dependencies: { a: '1' } })
    const right = pkg({ dependencies: { b: '1' } })
    const merged = pkg({ dependencies: { a: '1', b: '1' } })
    const evil = pkg({ dependencies: { a: '1', b: '1', c: '1' } })
    expect(seenBy('dependency-added', 'package.json', [left, right], merged)).toEqual([])
    expect(seenBy('dependency-added', 'package.json', [left, right], evil)).toEqual(['adds c'])
  })

  it('reads a manifest in UTF-16, and any case of its name; nothing else', () => {
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('evil==1\n', 'utf16le')])
    expect(seenBy('dependency-added', 'Requirements.TXT', null, wide)).toEqual(['adds evil'])
    expect(seenBy('dependency-added', 'src/package.ts', null, ONE)).toBeNull()
  })
})

it('dependency-removed: gone from the file, or with it', () => {
  const two = pkg({ dependencies: { ada: '1', bob: '1' } })
  expect(seenBy('dependency-removed', 'package.json', two, ONE)).toEqual(['removes bob'])
  expect(seenBy('dependency-removed', 'package.json', ONE, null)).toEqual(['removes ada'])
  expect(seenBy('dependency-removed', 'package.json', [two, ONE], ONE)).toEqual([])
  expect(seenBy('dependency-removed', 'package.json', null, ONE)).toBeNull()
})

describe('dependency-source-changed', () => {
  const lock = (...urls: string[]) => urls.map(url => `"resolved": "${url}"`).join(',\n')
  const NPM = 'https://registry.npmjs.org/a/-/a-1.tgz'
  const CASES: [path: string, before: Side, after: Side, seen: string[]][] = [
    [
      'package.json',
      ONE,
      pkg({ dependencies: { ada: 'git+https://user:pw@git.example/ada.git' } }),
      ['ada comes from git git.example'],
    ],
    ['package.json', ONE, pkg({ dependencies: { ada: 'someone/ada#main' } }), ['ada comes from git github']],
    ['package.json', ONE, pkg({ dependencies: { ada: 'npm:eve@1' } }), ['ada comes from npm eve']],
    ['package.json', ONE, pkg({ dependencies: { ada: 'file:../ada' } }), ['ada comes from a path']],
    ['package.json', pkg({ dependencies: { ada: 'file:../ada' } }), ONE, ['ada comes from registry']],
    ['package.json', ONE, pkg({ dependencies: { ada: '^9' } }), []],
    ['package-lock.json', lock(NPM), lock(NPM, 'https://registry.npmjs.org/b'), []],
    [
      'package-lock.json',
      lock(NPM),
      lock('https://me:pw@mirror.example/a-1.tgz'),
      ['fetches from mirror.example'],
    ],
    ['package-lock.json', null, lock(NPM), []],
    ['package-lock.json', null, lock(NPM, 'git+ssh://git@host.example/x.git'), ['fetches from host.example']],
    [
      'yarn.lock',
      '  resolved "https://registry.yarnpkg.com/a"\n',
      '  resolved "https://evil.example/a"\n',
      ['fetches from evil.example'],
    ],
    [
      'pnpm-lock.yaml',
      'resolution: {integrity: x}\n',
      'resolution: {tarball: https://evil.example/a.tgz}\n',
      ['fetches from evil.example'],
    ],
    [
      'Cargo.lock',
      'source = "registry+https://github.com/rust-lang/crates.io-index"\n',
      'source = "git+https://git.example/x?rev=1#1"\n',
      ['fetches from git.example'],
    ],
    [
      'go.mod',
      'require a.example/x v1\n',
      'require a.example/x v1\nreplace a.example/x => b.example/x v1\n',
      ['a.example/x comes from module b.example/x'],
    ],
    [
      'Cargo.toml',
      '[dependencies]\na = "1"\n',
      '[dependencies]\na = { git = "https://git.example/a" }\n',
      ['a comes from git git.example'],
    ],
    [
      'pyproject.toml',
      '',
      '[tool.uv.sources]\na = { git = "https://git.example/a" }\n',
      ['setting:tool.uv.sources comes from elsewhere'],
    ],
  ]
  it.each(CASES)('%s (%#)', (path, before, after, seen) => {
    expect(seenBy('dependency-source-changed', path, before, after)).toEqual(seen)
  })
})

it('a name too long to be one is not told: half a credential would pass the search of what is told', () => {
  const token = expand('github_pat_⟦[A-Za-z0-9]{22}⟧_⟦[A-Za-z0-9]{59}⟧', 3)
  const told = seenBy('dependency-added', 'package.json', null, pkg({ dependencies: { [token]: '1' } }))
  expect(told).toEqual([`adds ${token.slice(0, 12)}…`])
})
