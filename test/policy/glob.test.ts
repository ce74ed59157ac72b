import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { globFault, globList, type NameKind, type Reading } from '../../src/policy/glob.ts'

const hits = (patterns: string[], name: string, kind: NameKind = 'path', reading: Reading = 'allow') =>
  globList(patterns, kind, reading)(name)

/** The conformance cases of CODEOWNERS implementations, in words of our own: pattern, what it covers, what it does not. */
const PATHS: [pattern: string, covers: string[], not: string[]][] = [
  ['lib', ['lib', 'lib/a', 'x/lib', 'x/lib/a'], ['lib.ts', 'x/lib.ts', 'x/a']],
  ['/lib', ['lib', 'lib/a', 'lib/a/b'], ['libs.ts', 'x/lib', 'x/a', 'x/lib/a']],
  ['lib/', ['lib/a', 'lib/a/b', 'x/lib/a', 'x/lib/a/b'], ['lib', 'x/lib', 'x/a']],
  ['/lib/', ['lib/a', 'lib/a/b'], ['lib', 'x/lib', 'x/a', 'x/lib/a', 'x/lib/a/b']],
  ['lib/sub', ['lib/sub', 'lib/sub/a'], ['lib/subs', 'x/lib/sub', 'x/lib/sub/a']],
  ['/lib/sub', ['lib/sub', 'lib/sub/a'], ['lib/subs', 'x/lib/sub', 'x/lib/sub/a']],
  ['lib/sub/', ['lib/sub/a'], ['lib/sub', 'lib/subs', 'x/lib/sub', 'x/lib/sub/a']],
  ['/lib/sub/', ['lib/sub/a', 'lib/sub/a/b'], ['lib/sub', 'lib/subs', 'x/lib/sub', 'x/lib/sub/a']],
  ['*', ['a', 'a/b', 'a/b/c'], []],
  ['l*', ['lib', 'lib/a', 'lib/a/b', 'x/lib', 'x/lib/a'], ['x/a', 'xlib']],
  ['/*', ['a', 'b'], ['a/b', 'a/b/c']],
  ['/l*', ['lib', 'lib/a', 'lib/a/b'], ['x/lib', 'x/lib/a', 'x/a']],
  ['l*/', ['lib/a', 'x/lib/a'], ['lib', 'x/lib', 'x/a', 'xlib']],
  ['/*/', ['lib/a', 'x/lib', 'x/lib/a'], ['lib']],
  ['/l*/', ['lib/a'], ['lib', 'x/lib', 'x/lib/a', 'x/a']],
  ['l\\*b', ['l*b'], ['lib', 'lb']],
  ['lib/*', ['lib/a'], ['lib', 'lib/a/b', 'x/lib', 'x/lib/a']],
  ['lib/*.ts', ['lib/a.ts'], ['lib', 'lib/a/b.ts', 'x/lib/a.ts', 'x/lib/a/b.ts']],
  ['lib/*/sub', ['lib/a/sub', 'lib/a/sub/b'], ['lib', 'lib/a', 'lib/sub']],
  ['l?b', ['lib', 'lab'], ['lb', 'liib']],
  ['l\\?b', ['l?b'], ['lib']],
  ['**/lib/sub', ['lib/sub', 'x/lib/sub', 'x/lib/sub/a'], ['lib/x/sub', 'x/lib/y/sub']],
  ['**/*lib*', ['lib', 'x/lib', 'x/mylib', 'x/library', 'x/y/lib'], ['x/y']],
  ['lib/sub/**', ['lib/sub/a', 'lib/sub/a/b'], ['lib/sub', 'x/lib/sub', 'x/lib/sub/a']],
  ['lib/**/sub', ['lib/sub', 'lib/sub/a', 'lib/x/sub/a', 'lib/x/y/sub/a', 'lib/sub/a/b'], ['x/lib/sub']],
  ['lib/**/', ['lib/a', 'lib/a/', 'lib/a/b'], ['lib']],
  ['lib/**/sub/b*', ['lib/sub/boo', 'lib/x/sub/boo'], ['lib/sub', 'lib/sub/a', 'lib/x/sub', 'lib/x/sub/a']],
  ['/app/[id]/page.ts', ['app/[id]/page.ts'], ['app/i/page.ts', 'app/[other]/page.ts', 'app/id/page.ts']],
  ['svc/a:b/**/*', ['svc/a:b/x.json', 'svc/a:b/y/x.json'], ['svc/a-b/x.json']],
  ['v1/w/^cpu', ['v1/w/^cpu'], ['v1/w/cpu']],
]

describe('path globs', () => {
  it.each(PATHS)('%s', (pattern, covers, not) => {
    expect(covers.filter(path => !hits([pattern], path))).toEqual([])
    expect(not.filter(path => hits([pattern], path))).toEqual([])
  })

  it('excludes within its own list, the later entry winning', () => {
    const list = ['**/.env', '**/.env.*', '!**/.env.example']
    expect(['.env', 'a/.env.local', 'a/.env.example', '.envrc'].map(path => hits(list, path))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(hits(['!a', 'a'], 'a')).toBe(true)
  })

  it('takes a character outside the basic plane for one', () => {
    expect([hits(['a?b'], 'a😀b'), hits(['a??b'], 'a😀b')]).toEqual([true, false])
  })
})

describe('case and Unicode form', () => {
  it('deny names a path however it is spelled, and excludes it only as written', () => {
    const list = ['/Café/**', '!/Café/free']
    const deny = (path: string) => hits(list, path, 'path', 'deny')
    expect(['CAFÉ/x', 'cafe\u0301/x', 'Caf\u00e9/x'].map(deny)).toEqual([true, true, true])
    expect([deny('Café/free'), deny('Café/FREE')]).toEqual([false, true])
  })

  it('allow names a path only as written, and excludes it however it is spelled', () => {
    const allow = (path: string) => hits(['src/**', '!src/gen/**'], path, 'path', 'allow')
    expect([allow('src/a'), allow('SRC/a'), allow('src/gen/a'), allow('src/GEN/a')]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  it('letters that only meet when raised first are still the same (long s, Kelvin sign)', () => {
    expect(hits(['/hooks/**'], 'hook\u017f/x', 'path', 'deny')).toBe(true)
    expect(hits(['/kit/**'], '\u212ait/x', 'path', 'deny')).toBe(true)
  })
})

describe('ref globs', () => {
  it.each([
    ['main', ['refs/heads/main'], ['refs/heads/main2', 'refs/heads/x/main', 'refs/tags/main', 'main']],
    [
      'release/**',
      ['refs/heads/release/1', 'refs/heads/release/1/2'],
      ['refs/heads/release', 'refs/tags/release/1'],
    ],
    ['release/*', ['refs/heads/release/1'], ['refs/heads/release/1/2']],
    ['refs/tags/**', ['refs/tags/v1', 'refs/tags/a/b'], ['refs/heads/v1', 'refs/tags']],
    ['**', ['refs/heads/a', 'refs/heads/a/b'], ['refs/tags/a']],
    ['**/hotfix', ['refs/heads/hotfix', 'refs/heads/a/hotfix'], ['refs/heads/hotfix/a']],
    ['v[1]', ['refs/heads/v[1]'], ['refs/heads/v1']],
  ])('%s', (pattern, covers, not) => {
    expect(covers.filter(ref => !hits([pattern], ref, 'ref', 'deny'))).toEqual([])
    expect(not.filter(ref => hits([pattern], ref, 'ref', 'deny'))).toEqual([])
  })

  it('protects a branch whose name differs in case only', () => {
    expect(hits(['main'], 'refs/heads/MAIN', 'ref', 'deny')).toBe(true)
    expect(hits(['agent/**'], 'refs/heads/Agent/x', 'ref', 'allow')).toBe(false)
  })
})

describe('lists that cannot mean anything', () => {
  it.each([
    [[], 'path', 'an empty list matches nothing'],
    [['!a'], 'path', 'a list of exclusions alone matches nothing'],
    [['/'], 'path', 'a pattern that names nothing: "/"'],
    [['a', '!'], 'path', 'a pattern that names nothing: "!"'],
    [['/main'], 'ref', 'a ref pattern has no leading "/": "/main"'],
    [['a\nb'], 'path', 'a pattern with a newline or a NUL: "a\nb"'],
  ] as [string[], NameKind, string][])('%j as %s', (list, kind, fault) => {
    expect(globFault(list, kind)).toBe(fault)
  })
})

const segment = fc.stringMatching(/^[a-c*?]{1,6}$/)
const pattern = fc
  .array(fc.oneof(segment, fc.constant('**')), { minLength: 1, maxLength: 4 })
  .map(parts => parts.join('/'))
const path = fc
  .array(fc.stringMatching(/^[a-c]{1,5}$/), { minLength: 1, maxLength: 5 })
  .map(parts => parts.join('/'))

describe('properties', () => {
  it('a path is always covered by itself, escaped', () => {
    const any = fc.array(
      fc.string({ minLength: 1 }).map(s => s.replaceAll('/', '_')),
      { minLength: 1, maxLength: 4 },
    )
    fc.assert(
      fc.property(any, parts => {
        const name = parts.join('/')
        const escaped = `/${name.replace(/[\\*?]/g, '\\$&')}`
        const elsewhere = `${parts[0]}x/${name}` // a first part that is not the pattern's, whatever that is
        return hits([escaped], name) && hits([escaped], `${name}/below`) && !hits([escaped], elsewhere)
      }),
    )
  })

  it('agrees with a regular expression made the textbook way', () => {
    fc.assert(
      fc.property(pattern, path, (globs, name) => hits([`/${globs}`], name) === textbook(globs).test(name)),
      { numRuns: 2000 },
    )
  })

  it('deny covers whatever allow covers', () => {
    fc.assert(
      fc.property(pattern, path, (glob, name) => !hits([glob], name) || hits([glob], name, 'path', 'deny')),
    )
  })

  it('answers about a pattern and a path built to be slow', () => {
    const slow = `${'*a'.repeat(200)}b`
    expect(hits([slow], 'a'.repeat(4000))).toBe(false)
    expect(hits([`/${'**/a/'.repeat(100)}b`], 'a/'.repeat(2000))).toBe(false)
  })
})

/** Exponential in bad cases and hard to read, but written straight from the definition. */
function textbook(glob: string): RegExp {
  const parts = glob.split('/')
  const last = parts.at(-1)
  const body = parts.map((part, i) => {
    if (part === '**') return i === parts.length - 1 ? '.+' : '(?:[^/]+/)*'
    const text = part.replace(/\*+/g, '[^/]*').replace(/\?/g, '[^/]')
    return i === parts.length - 1 ? text : `${text}/`
  })
  return new RegExp(`^${body.join('')}${last === '*' || last === '**' ? '' : '(?:/.*)?'}$`)
}
