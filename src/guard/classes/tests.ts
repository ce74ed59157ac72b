/** Tests that go away: skipped, or the only ones left to run. Whole files that are deleted: together.ts. */
import { touching } from './by-path.ts'
import { listed } from './named.ts'
import { countsOf, matchesOf, newIn, textsOf } from './text.ts'
import type { ChangeClass } from './types.ts'

export const isTest = touching([
  '**/test/**',
  '**/tests/**',
  '**/__tests__/**',
  '**/spec/**',
  '**/specs/**',
  '**/e2e/**',
  '*.test.*',
  '*.spec.*',
  '*.cy.*',
  '*_test.*',
  'test_*.py',
  '*_spec.rb',
  '*Test.java',
  '*Tests.java',
  '*Test.kt',
  '*Tests.cs',
  '*Test.php',
])

/** A test in the source file itself (Rust) counts as well, hence every path. */
export const testSkipped: ChangeClass = {
  touches: change => change.after !== null,
  look: versions => {
    const isNamed = isTest({ path: versions.path, status: 'modified', before: [], after: null })
    const { after, before } = textsOf(versions)
    const marks = (text: string) =>
      countsOf(isNamed ? [...skipsIn(text, MARKS), ...skipsIn(text, INLINE)] : skipsIn(text, INLINE))
    const fresh = newIn(marks(after), before.map(marks))
    return fresh.length === 0 ? [] : [`newly marked ${listed(fresh)}`]
  },
  needsText: true,
}

/** vitest, jest, mocha, jasmine, pytest, unittest, JUnit, NUnit, xUnit, Go, RSpec, PHPUnit. `only` skips all the others. */
const MARKS = [
  /(\b(?:it|test|describe|context|suite|bench)\.(?:skip|only|todo|skipIf|runIf|fails))\b/g,
  /\b(xit|xdescribe|xtest|xcontext|xspecify|fit|fdescribe)\s*[(\s]/g,
  /(@(?:pytest\.mark\.(?:skip|skipif|xfail)|unittest\.(?:skip|skipIf|skipUnless|expectedFailure)))\b/g,
  /\b(pytest\.(?:skip|importorskip)|self\.skipTest|pytestmark)\b/g,
  /(@(?:Disabled|Ignore)(?:\w*))\b/g,
  /\b([tb]\.(?:Skip|Skipf|SkipNow))\s*\(/g,
  /(\[Ignore\b|\bSkip\s*=)/g,
  /\b(markTestSkipped|markTestIncomplete)\b/g,
  /^[ \t]*(skip|pending)\b\s*(?=['"(]|$)/gm,
  /\b(skip:\s*true|this\.skip)\b/g,
]
const INLINE = [/(#\[ignore)\b/g]

function skipsIn(text: string, patterns: readonly RegExp[]): string[] {
  return patterns.flatMap(pattern => matchesOf(text, pattern)).map(mark => mark.replace(/[\s=([]+/g, ''))
}
