// The versions that a peer names, each looked at by itself. Of one credential at one path a whole history tells the first version only, and
// a peer every line that it ever stood at: what moved down a file would count as missed.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileOf } from './contenders.js'

const MOST_OUTPUT = 2 ** 30

/** Those of `missed` (places of one secret each) that `portcullis` does not find either in the version of the first place. */
export function leftOf(missed, repo, { tellFiles, read }, { env, scratch }) {
  const folder = mkdtempSync(join(scratch, 'versions-'))
  try {
    missed.forEach(([first], i) => {
      writeVersion(first, repo, join(folder, String(i)), env)
    })
    const own = findIn(folder, { tellFiles, read }, env)
    return missed.filter(([first], i) => !own.some(one => isAt(one, first, `${i}/${fileOf(first)}`)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function isAt({ path, line }, first, wanted) {
  if (!path.endsWith(`/${wanted}`)) return false
  // within an archive lines are counted by each in its own way
  return first.path.includes('!') || (line >= first.line && line <= (first.endLine ?? first.line))
}

/** A commit that a snapshot lacks, or a message that is at no path, has no file: nothing will be found in it. */
function writeVersion(first, repo, folder, env) {
  try {
    const spec = `${first.commit}:${fileOf(first)}`
    const args = ['-C', repo, 'cat-file', 'blob', spec]
    const bytes = execFileSync('git', args, {
      env,
      maxBuffer: MOST_OUTPUT,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const path = join(folder, fileOf(first))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes, { mode: 0o600 })
  } catch {}
}

function findIn(folder, { tellFiles, read }, env) {
  const [program, ...args] = tellFiles(folder)
  const options = {
    env,
    cwd: dirname(folder),
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT,
    stdio: ['ignore', 'pipe', 'ignore'],
  }
  const { stdout, error } = spawnSync(program, args, options)
  if (error) throw new Error(`${program} could not look at the versions: ${error.code}`)
  return read(stdout)
}
