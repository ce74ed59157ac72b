/** A real repository with a policy on its trusted base, and the agent hook called as a function with a host's payload. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { auditFolder } from '../../src/audit/folder.ts'
import { logRecords } from '../../src/audit/read.ts'
import { agentHook } from '../../src/commands/agent/hook.ts'
import type { Io } from '../../src/enforce.ts'
import { surroundings } from '../scenarios/surroundings.ts'

export interface Said {
  exit: number
  stdout: string
  stderr: string
  /** of Claude Code's form; null where nothing was said */
  decision: string | null
  reason: string
}

export interface Bench {
  root: string
  home: string
  env: NodeJS.ProcessEnv
  git(...args: string[]): string
  write(path: string, text: string): void
  /** a tool call of Claude Code before it runs */
  tool(tool: string, input: object, more?: object): Promise<Said>
  /** any payload; `deadline` in milliseconds */
  hook(payload: unknown, deadline?: number): Promise<Said>
  audit(): Record<string, unknown>[]
  remove(): void
}

export function openBench(policy: string | null = POLICY): Bench {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'portcullis-agent-')))
  const home = join(folder, 'home')
  const root = join(folder, 'app')
  const env = surroundings(home)
  mkdirSync(root)
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, env, encoding: 'utf8' })
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  git('init', '-q', '-b', 'main')
  write('README.md', 'hello\n')
  if (policy !== null) write('.portcullis/policy.toml', policy)
  git('add', '-A')
  git('commit', '-q', '-m', 'first')
  let calls = 0
  const hook = (payload: unknown, deadline?: number) => call(payload, { root, env }, deadline)
  return {
    root,
    home,
    env,
    git,
    write,
    hook,
    tool: (tool, input, more = {}) =>
      hook({ ...claude(root), tool_name: tool, tool_input: input, tool_use_id: `toolu_${calls++}`, ...more }),
    // behind the record that the log begins with
    audit: () => [...logRecords(auditFolder(join(root, '.git')))].slice(1),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export function claude(cwd: string): object {
  return {
    session_id: 'session-1',
    transcript_path: '/home/dev/.claude/projects/app/1.jsonl',
    cwd,
    permission_mode: 'default',
    hook_event_name: 'PreToolUse',
  }
}

export const POLICY = `version = 1

[refs.default]
match = ["main"]
agent = { commit = "deny", push = "deny" }
[paths.flows]
match = ["@builtin/workflows"]
verdict = "ask"
actors = ["agent"]
[paths.frozen]
match = ["/frozen/**"]
verdict = "deny"
[scopes.agent]
paths = ["**", "!/secret-area/**"]
[skips.fake]
match = ["/test/.env"]
reason = "made-up values"
`

async function call(
  payload: unknown,
  { root, env }: { root: string; env: NodeJS.ProcessEnv },
  deadline?: number,
): Promise<Said> {
  const [out, err]: [string[], string[]] = [[], []]
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const io: Io = {
    cwd: root,
    env,
    out: piece => void out.push(piece),
    err: piece => void err.push(piece),
    color: () => 0,
    interactive: () => false,
    answers: () => false,
    stdin: () => Buffer.from(text),
    node: { path: process.execPath, version: process.versions.node },
  }
  const exit = await agentHook(io, deadline ?? 60_000) // a busy machine is not what is tested
  const [stdout, stderr] = [out.join(''), err.join('')]
  const said = stdout.startsWith('{') ? JSON.parse(stdout) : {}
  const specific = said.hookSpecificOutput ?? {}
  const reason = specific.permissionDecisionReason ?? said.reason ?? specific.additionalContext ?? stderr
  return { exit, stdout, stderr, decision: specific.permissionDecision ?? said.decision ?? null, reason }
}
