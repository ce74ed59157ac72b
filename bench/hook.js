// What a commit costs: the installed pre-commit and prepare-commit-msg hooks as git runs them, against the floor and peers on PATH.
//   node scripts/build.js && node bench/hook.js [--node PATH]… [--repo PATH] [--runs N]
// Unfair about: peers' own set-up (pre-commit framework, npx) is left out, only their binary runs; secretlint has its preset
// loaded from where it is installed; ripsecrets and secretlint are handed the file names, so that they read the working tree
// and not the index; kingfisher makes a temporary commit; file cache warm, one machine, nothing else running (check the load).
// The floor of `commit` is what Node and git cost alone; a whole commit starts Node up to three times (pre-commit, commit-msg;
// prepare-commit-msg only without a receipt).

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { assertAwake, cloneCorpus, environment, git, guard, project, stage } from './bed.js'

const SIZES = [
  { title: '10 files, 20 lines added to each', files: 10, lines: 20 },
  { title: '1 file, 1 line added', files: 1, lines: 1 },
]

const options = parse(process.argv.slice(2))
console.log(
  `${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}, ${git('.', process.env, '--version')}`,
)
console.log(`corpus ${options.repo}; medians of ${options.runs} interleaved runs, milliseconds`)
for (const node of options.nodes) measure(node)

function measure(node) {
  const root = mkdtempSync(join(tmpdir(), 'pc-bench-'))
  try {
    const env = environment(root, node)
    const [bare, guarded] = [join(root, 'bare'), join(root, 'guarded')]
    for (const dir of [bare, guarded]) cloneCorpus(options.repo, dir, env)
    guard(guarded, root, env)
    assertAwake(guarded, env)
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
    for (const size of SIZES) {
      for (const dir of [bare, guarded]) stage(dir, env, size.files, size.lines)
      const names = git(bare, env, 'diff', '--cached', '--name-only').split('\n')
      const entries = [...ours(bare, guarded, env), ...peers(bare, env, names)]
      print(`Node ${version}, ${size.title}`, entries, sample(entries))
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** Each entry: a name and a function that runs it once and returns milliseconds, or {} of several. */
function ours(bare, guarded, env) {
  const hook = hookEnvironment(guarded, env)
  const node = ['-e', '0']
  const diff = ['diff-index', '--cached', '--raw', '-z', 'HEAD']
  const message = join('.git', 'COMMIT_EDITMSG')
  git(guarded, env, 'hook', 'run', '--ignore-missing', 'none') // git < 2.36 cannot: fail here, by name
  return [
    { name: 'node -e 0', run: () => timed('node', node, bare, env) },
    {
      name: 'floor: node -e 0 and one diff-index',
      run: () => timed('node', node, bare, env) + timed('git', diff, bare, env),
    },
    { name: 'portcullis pre-commit', run: () => timed('git', ['hook', 'run', 'pre-commit'], guarded, hook) },
    {
      name: 'portcullis prepare-commit-msg, with the receipt',
      before: () => spawnSync('git', ['hook', 'run', 'pre-commit'], { cwd: guarded, env: hook }),
      run: () => timed('git', ['hook', 'run', 'prepare-commit-msg', '--', message, 'message'], guarded, hook),
    },
    {
      name: 'portcullis prepare-commit-msg, without (--no-verify)',
      run: () =>
        timed(
          'git',
          ['hook', 'run', 'prepare-commit-msg', '--', message, 'message'],
          guarded,
          anotherCommit(hook),
        ),
    },
    { name: 'git commit, no hooks', run: () => commit(bare, env) },
    { name: 'git commit, guarded', run: () => commit(guarded, env) },
  ]
}

/** What `git commit` sets for its hooks (git 2.39). */
function hookEnvironment(dir, env) {
  git(dir, env, 'config', 'user.name') // identity is there
  const author = {
    GIT_AUTHOR_NAME: 'Dev',
    GIT_AUTHOR_EMAIL: 'dev@example.org',
    // not the second in which HEAD was made: that would look like an amend, and be judged against HEAD's parents
    GIT_AUTHOR_DATE: `@${Math.floor(Date.now() / 1000) + 3600} +0000`,
  }
  return { ...env, ...author, GIT_INDEX_FILE: '.git/index', GIT_EDITOR: ':', GIT_PREFIX: '' }
}

/** A receipt is bound to the author date, which is the start of the `git commit`: this one has none. */
function anotherCommit(hook) {
  return { ...hook, GIT_AUTHOR_DATE: `@${1_600_000_000 + Math.floor(Math.random() * 1e8)} +0000` }
}

function commit(dir, env) {
  const time = timed('git', ['commit', '-q', '-m', 'bench'], dir, env)
  git(dir, env, 'reset', '-q', '--soft', 'HEAD~1')
  return time
}

function peers(dir, env, names) {
  const commands = {
    gitleaks: ['git', '--pre-commit', '--staged', '--redact', '--no-banner'],
    betterleaks: ['git', '--staged', '--redact', '--no-banner'],
    kingfisher: ['scan', '.', '--staged', '--no-validate', '--no-update-check', '--quiet'],
    ripsecrets: ['--strict-ignore', ...names],
    secretlint: [
      '--secretlintrcJSON',
      '{"rules":[{"id":"@secretlint/secretlint-rule-preset-recommend"}]}',
      ...names,
    ],
  }
  return Object.entries(commands).map(([name, args]) => {
    const found = spawnSync('which', [name], { env }).status === 0
    return found ? { name, run: () => timed(name, args, dir, env) } : { name, missing: true }
  })
}

function timed(program, args, cwd, env) {
  const start = process.hrtime.bigint()
  const result = spawnSync(program, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] })
  const time = Number(process.hrtime.bigint() - start) / 1e6
  if (result.status !== 0)
    throw new Error(`${program} ${args.slice(0, 3).join(' ')}: exit ${result.status}\n${result.stderr}`)
  return time
}

function sample(entries) {
  const times = new Map(entries.map(entry => [entry.name, []]))
  for (let i = -1; i < options.runs; i++) {
    for (const entry of entries.filter(entry => !entry.missing)) {
      entry.before?.()
      const time = entry.run()
      if (i >= 0) times.get(entry.name).push(time) // the first round only warms caches
    }
  }
  return new Map([...times].map(([name, list]) => [name, median(list)]))
}

function median(list) {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]
}

function print(title, entries, medians) {
  const floor = medians.get('floor: node -e 0 and one diff-index')
  console.log(`\n${title}`)
  for (const { name, missing } of entries) {
    const time = medians.get(name)
    console.log(missing ? `  ${name.padEnd(54)} not on PATH` : row(name, time, floor))
  }
  const more = medians.get('git commit, guarded') - medians.get('git commit, no hooks')
  console.log(row('guarded commit minus hookless commit', more, floor))
}

function row(name, time, floor) {
  return `  ${name.padEnd(54)} ${time.toFixed(1).padStart(7)}   ${(time / floor).toFixed(2)} × floor`
}

function parse(args) {
  const parsed = { nodes: [], repo: project(), runs: 15 }
  for (let i = 0; i < args.length; i += 2) {
    if (args[i] === '--node') parsed.nodes.push(args[i + 1])
    else if (args[i] === '--repo') parsed.repo = args[i + 1]
    else if (args[i] === '--runs') parsed.runs = Number(args[i + 1])
    else throw new Error(`unknown option "${args[i]}"`)
  }
  if (parsed.nodes.length === 0) parsed.nodes.push(process.execPath)
  return parsed
}
