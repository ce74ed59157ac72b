// `npm test`: format, lint, types, build, tests. The last line is the true count: `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runOrphaned } from './orphan.js'

const results = join(tmpdir(), `portcullis-test-${process.pid}.json`)
const steps = [
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '.']],
  ['types', ['node_modules/typescript/bin/tsc', '--noEmit']],
  ['build', ['scripts/build.js']],
]
const failed = steps.filter(step => !passes(step))
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile=${results}`,
]
const tests = [...vitest, ...process.argv.slice(2)]
const tested = isUnderAgent() ? runOrphaned(tests, `${results}.status`) : run(tests)
const counts = count(failed.length)
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = tested && counts.failed === 0 ? 0 : 1

function passes([name, args]) {
  const ok = run(args)
  if (!ok) console.error(`failed: ${name}`)
  return ok
}

/** As Portcullis itself sees it, without the environment: that much the tests scrub. */
function isUnderAgent() {
  const scan = ['bin/portcullis.js', 'scan', '--stdin', '--format', 'json']
  const { stdout } = spawnSync(process.execPath, scan, { input: '', env: {}, encoding: 'utf8' })
  return /"kind": "agent"/.test(stdout)
}

function run(args) {
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0
}

// A step that failed before the tests counts as one failure; no results at all as another.
function count(before) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(results, 'utf8'),
    )
    rmSync(results)
    return {
      passed: numPassedTests + steps.length - before,
      failed: numFailedTests + before,
      skipped: numPendingTests + numTodoTests,
    }
  } catch {
    return { passed: steps.length - before, failed: before + 1, skipped: 0 }
  }
}
