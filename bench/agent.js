// What a coding agent's hook costs on each tool call, against the bare start of the same Node.
//   node scripts/build.js && node bench/agent.js [--node PATH]… [--runs N]
// Unfair about: the shell that hosts start the command with is in every figure but the floor; the file cache is warm, one machine,
// nothing else running (check the load). Read the ratios, not the milliseconds.

import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { environment, git, project } from './bed.js'

const options = parse(process.argv.slice(2))
console.log(`${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}`)
for (const node of options.nodes) measure(node)

function measure(node) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'pc-bench-')))
  try {
    const env = environment(root, node)
    const repo = join(root, 'app')
    mkdirSync(repo)
    git(repo, env, 'init', '-q', '-b', 'main')
    execFileSync('node', [join(project(), 'bin', 'portcullis.js'), 'init'], { cwd: repo, env })
    writeFileSync(join(repo, 'a.js'), 'const a = 1\n')
    git(repo, env, 'add', '-A')
    git(repo, env, '-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'set up')
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
    print(`Node ${version}`, sample(entries(repo, env, node)))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function entries(repo, env, node) {
  const hook = join(project(), 'bin', 'agent.cjs')
  const run = (name, tool, input) => ({
    name,
    run: () => timed(node, [hook, 'agent', 'hook'], repo, env, payload(repo, tool, input)),
  })
  const launcher = join(repo, '.portcullis', 'agent') // as `agent install` puts it into a repository
  cpSync(join(project(), 'src', 'install', 'agent.sh'), launcher)
  return [
    { name: 'node -e 0', run: () => timed(node, ['-e', '0'], repo, env, '') },
    run('a harmless command', 'Bash', { command: 'ls -la src && npm test' }),
    run('a harmless git command', 'Bash', { command: 'git status --short' }),
    run('a read', 'Read', { file_path: join(repo, 'a.js') }),
    run('an edit', 'Edit', { file_path: join(repo, 'a.js'), old_string: 'a = 1', new_string: 'a = 2' }),
    run('a command that is refused', 'Bash', { command: 'git commit --no-verify -m x' }),
    {
      name: 'a harmless command, with the launcher',
      run: () => timed('sh', [launcher], repo, env, payload(repo, 'Bash', { command: 'ls' })),
    },
  ]
}

function payload(repo, tool, input) {
  return JSON.stringify({
    session_id: 'bench',
    transcript_path: '/home/dev/.claude/projects/app/bench.jsonl',
    cwd: repo,
    permission_mode: 'default',
    hook_event_name: 'PreToolUse',
    tool_name: tool,
    tool_input: input,
    tool_use_id: `toolu_${Math.random()}`,
  })
}

function timed(program, args, cwd, env, input) {
  const start = process.hrtime.bigint()
  const { status, stderr } = spawnSync(program, args, { cwd, env, input, stdio: ['pipe', 'ignore', 'pipe'] })
  const time = Number(process.hrtime.bigint() - start) / 1e6
  if (status !== 0) throw new Error(`${program} ${args[0]}: exit ${status}\n${stderr}\n${input}`)
  return time
}

function sample(list) {
  const times = new Map(list.map(({ name }) => [name, []]))
  for (let i = -1; i < options.runs; i++) {
    for (const { name, run } of list) {
      const time = run()
      if (i >= 0) times.get(name).push(time) // the first round only warms caches
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]))
}

function median(list) {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]
}

function print(title, medians) {
  console.log(`\n${title}`)
  const floor = medians.get('node -e 0')
  for (const [name, time] of medians)
    console.log(
      `  ${name.padEnd(40)} ${time.toFixed(1).padStart(7)} ms   ${(time / floor).toFixed(2)} × Node`,
    )
}

function parse(args) {
  const parsed = { nodes: [], runs: 25 }
  for (let i = 0; i < args.length; i += 2) {
    if (args[i] === '--node') parsed.nodes.push(args[i + 1])
    else if (args[i] === '--runs') parsed.runs = Number(args[i + 1])
    else throw new Error(`unknown option "${args[i]}"`)
  }
  if (parsed.nodes.length === 0) parsed.nodes.push(process.execPath)
  return parsed
}
