/** The policy that `init` writes: design §7.9, fitted to the repository, commented for whoever reads it first. */

export interface Surroundings {
  /** short name: `main` */
  defaultBranch: string
  /** are there CI workflows to protect */
  hasWorkflows: boolean
  /** paths of lockfiles from the top of the work tree */
  lockfiles: readonly string[]
  owner?: { name: string; contact?: string }
}

/** The text of `.portcullis/policy.toml`. Its examples pass, and it keeps daily work quiet. */
export function defaultPolicy(around: Surroundings): string {
  const parts = [
    head(around),
    refs(around.defaultBranch),
    guarded(),
    agentConfig(),
    ...(around.hasWorkflows ? [workflows()] : []),
    ...(around.lockfiles.length > 0 ? [dependencies(around.lockfiles)] : []),
    migrations(),
    limits(),
    examples(around),
  ]
  return parts.join('\n')
}

function head({ owner }: Surroundings): string {
  const contact = owner?.contact === undefined ? '' : `, contact = ${quote(owner.contact)}`
  const line = owner === undefined ? '' : `owner = { name = ${quote(owner.name)}${contact} }\n`
  return `# What may be committed and pushed here, and by whom (portcullis policy explain says why)
# Verdicts: allow < warn < ask (a person must approve) < deny. All clauses are asked, the strongest wins.
# This file takes effect as it stands on the default branch: a change cannot loosen the rules that judge it.
version = 1
${line}`
}

function refs(branch: string): string {
  return `# Agents work on branches of their own; people may commit here, nobody rewrites or deletes it.
[refs.default]
match = [${quote(branch)}]
commit = "allow"
push = "allow"
force = "deny"
delete = "deny"
agent = { commit = "deny", push = "deny" }
hint = ${quote(`work on a branch of your own and open a pull request into ${branch}`)}

[refs.tags]
match = ["refs/tags/**"]
move = "warn"
`
}

function guarded(): string {
  return `# The gate itself: its policy, its people, and the hooks that run it.
# Until a person with a key is enrolled under [people.<name>], "ask" is a warning for people and a block for agents.
[paths.gate]
match = ["/.portcullis/**", "@builtin/hooks"]
verdict = "ask"
`
}

function agentConfig(): string {
  return `# Settings by which an agent would give itself commands, tools or permissions.
[paths.agent-config]
match = ["@builtin/agent-config"]
verdict = "ask"
actors = ["agent"]
`
}

function workflows(): string {
  return `# What CI runs with the repository's secrets.
[paths.workflows]
match = ["@builtin/workflows"]
verdict = "ask"
actors = ["agent"]
`
}

function dependencies(lockfiles: readonly string[]): string {
  return `# New dependencies deserve a second look when no person typed them.
[paths.dependencies]
match = [${lockfiles.map(path => quote(`/${escapeGlob(path)}`)).join(', ')}]
verdict = "warn"
actors = ["agent"]
`
}

function migrations(): string {
  return `[paths.migrations]
match = ["**/migrations/**"]
verdict = "warn"
actors = ["agent"]
`
}

function limits(): string {
  return `# A change this large is hard to review. Passing a limit warns; add verdict = "ask" or "deny" to mean it.
[limits.agent]
files = 60
lines = 3000

[limits.everyone]
bytes-per-file = "10MB"
`
}

/** Each says what its clause is for; they are checked whenever this file is loaded. */
function examples({ defaultBranch, hasWorkflows }: Surroundings): string {
  const branch = `ref = ${quote(defaultBranch)}`
  const list = [
    ['actor = "agent"', 'operation = "push"', branch, 'expect = "deny:refs.default"'],
    ['actor = "human"', 'operation = "push"', branch, 'expect = "allow"'],
    ['actor = "human"', 'operation = "force"', branch, 'expect = "deny:refs.default"'],
    [
      'actor = "agent"',
      'operation = "edit"',
      'path = ".portcullis/policy.toml"',
      'expect = "ask:paths.gate"',
    ],
    ['actor = "human"', 'operation = "edit"', 'path = "README.md"', 'expect = "allow"'],
  ]
  if (hasWorkflows) {
    list.push([
      'actor = "agent"',
      'operation = "edit"',
      'path = ".github/workflows/ci.yml"',
      'expect = "ask:paths.workflows"',
    ])
  }
  const tables = list.map(lines => `[[examples]]\n${lines.join('\n')}\n`)
  return `# What this file is meant to say, checked whenever it is loaded (portcullis policy test).\n${tables.join('\n')}`
}

/** A TOML basic string; JSON's escapes are among TOML's. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/\x7f/g, '\\u007f')
}

function escapeGlob(path: string): string {
  return path.replace(/[\\*?]/g, '\\$&')
}
