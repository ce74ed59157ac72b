// The audit log: what one record costs, with fsync, and how long a log of 100,000 takes to verify.
//   node bench/audit.js [--dir /tmp] [--appends 500] [--records 100000]
// A record waits for the disk, and the disk decides how long: `write and fdatasync` beside it is the same bytes put at the end of a
// file and nothing else, in the same run. What a hook pays besides is a fresh process: `first in a process` is a Node started
// anew for each, its own time taken inside, of the second record of a log.

import { execFileSync } from 'node:child_process'
import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

const options = { dir: tmpdir(), appends: '500', records: '100000' }
for (let i = 2; i < process.argv.length; i += 2) options[process.argv[i].slice(2)] = process.argv[i + 1]

const root = mkdtempSync(join(options.dir, 'pc-bench-audit-'))
try {
  const bundle = join(root, 'audit.cjs')
  await bundled(bundle)
  const audit = await import(bundle)
  console.log(
    `${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}, Node ${process.versions.node}, ${root}`,
  )
  appends(audit.default, Number(options.appends))
  first(bundle)
  verify(audit.default, Number(options.records))
} finally {
  rmSync(root, { recursive: true, force: true })
}

function appends({ appendEvent }, count) {
  const dir = join(root, 'one')
  const file = openSync(join(root, 'floor'), 'a')
  const line = Buffer.alloc(900, 0x78)
  const [ours, floor] = [[], []]
  for (let n = 0; n < count; n++) {
    ours.push(timed(() => appendEvent(dir, 'decision', body(n))))
    floor.push(
      timed(() => {
        writeSync(file, line)
        fdatasyncSync(file)
      }),
    )
  }
  closeSync(file)
  row('one record, median', median(ours))
  row('write and fdatasync alone, median', median(floor))
  row('ours without the disk: the difference', median(ours) - median(floor))
}

/** In a process of its own each: nothing compiled, nothing loaded. */
function first(bundle) {
  const dir = join(root, 'first')
  const script = join(root, 'first.cjs')
  writeFileSync(
    script,
    `const start = process.hrtime.bigint()
    const { appendEvent } = require(${JSON.stringify(bundle)})
    appendEvent(${JSON.stringify(dir)}, 'decision', ${JSON.stringify(body(1))})
    process.stdout.write(String(Number(process.hrtime.bigint() - start) / 1e6))`,
  )
  const times = Array.from({ length: 21 }, () =>
    Number(execFileSync(process.execPath, [script], { encoding: 'utf8' })),
  )
  row('first in a process, loading included, median', median(times.slice(1)))
}

function verify({ auditFolder, seal, verifyChain }, count) {
  const folder = auditFolder(join(root, 'long'))
  mkdirSync(folder, { recursive: true })
  let link = { seq: 0, hash: '0'.repeat(64), log: 'c0ffee01' }
  let text = ''
  for (let n = 0, segment = 1; n < count; n++) {
    const sealed = seal(link, body(n))
    link = sealed.link
    text += `${sealed.line}\n`
    if (text.length < 5_000_000 && n < count - 1) continue
    writeFileSync(join(folder, `${String(segment++).padStart(6, '0')}.jsonl`), text)
    text = ''
  }
  const took = timed(() => {
    const { records, problems } = verifyChain(folder)
    if (records !== count || problems.length > 0)
      throw new Error(`${records} records, ${problems.length} problems`)
  })
  row(`${count} records verified`, took)
}

/** As large as the record of an ordinary commit. */
function body(n) {
  return {
    event: 'decision',
    id: `mx0000${n}`,
    operation: 'commit',
    actor: { kind: 'human', evidence: ['terminal'] },
    refs: [{ ref: 'refs/heads/main', action: 'update', before: 'a1'.repeat(20), after: null }],
    covers: { tree: 'b2'.repeat(20), parents: ['a1'.repeat(20)] },
    verdict: 'allow',
    counts: { findings: 0, suppressed: 0, refs: 1 },
    findings: [],
    suppressed: [],
    coverage: { commits: 1, blobs: 3, bytes: 12_345, skipped: 0, unread: 0 },
    tool: { version: '0.1.0', rulesDigest: '9'.repeat(64), policy: 'base 1, working 2' },
    durationMs: 12,
  }
}

function bundled(outfile) {
  const contents = ['append', 'chain', 'folder', 'verify'].map(
    name => `export * from './src/audit/${name}.ts'`,
  )
  const stdin = { contents: contents.join('\n'), resolveDir: '.', loader: 'ts' }
  return build({
    stdin,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  })
}

function timed(run) {
  const start = process.hrtime.bigint()
  run()
  return Number(process.hrtime.bigint() - start) / 1e6
}

function median(times) {
  return times.toSorted((a, b) => a - b)[times.length >> 1]
}

function row(name, ms) {
  console.log(`${name.padEnd(48)} ${ms.toFixed(2).padStart(10)} ms`)
}
