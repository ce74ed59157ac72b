/** The policy that the design page shows: every table once. */
export const DESIGN_EXAMPLE = `version = 1
mode = "enforce"
owner = { name = "Platform security", contact = "security@example.org" }

[refs.main]
match = ["main", "release/**"]
commit = "allow"
push = "allow"
force = "deny"
delete = "deny"
agent = { commit = "deny", push = "deny" }          # an actor's entry only tightens
hint = "open a pull request from agent/<topic>"
[refs.tags]
match = ["refs/tags/**"]
move = "warn"

[paths.workflows]
match = ["/.github/workflows/**", "/.gitlab-ci.yml"]
verdict = "ask"
actors = ["agent"]
approvers = ["@security"]
count = 1
assurance = "presence"
[paths.env-files]
match = ["**/.env", "**/.env.*", "!**/.env.example"]
verdict = "deny"

[changes.install-scripts]
class = "install-script-changed"
verdict = "ask"
actors = ["agent"]

[limits.agent]
files = 60
lines = 3000
[limits.everyone]
bytes-per-file = "10MB"

[remotes]
allow = ["github.com/acme/*"]
[scopes.agent]
paths = ["src/**", "test/**", "docs/**"]
refs = ["agent/**"]
[people.alice]
emails = ["alice@example.org"]
keys = ["sk-ssh-ed25519@openssh.com AAAA…"]
[groups]
security = ["alice"]

[[waivers]]
rule = "generic-password"
match = ["test/fixtures/**"]
reason = "made-up keys"
by = "alice"
expires = 2027-01-01
[[examples]]                            # checked whenever the policy is loaded
actor = "agent"
operation = "push"
ref = "main"
expect = "deny"
`
