/** Until src/policy/defaults.ts is there: the smallest policy, with its signature. */
import type { RepositoryFacts } from './facts.ts'

export function defaultPolicy({ defaultBranch }: RepositoryFacts): string {
  return `version = 1

[refs.default]
match = [${JSON.stringify(defaultBranch)}]
commit = "allow"
push = "allow"
force = "deny"
delete = "deny"
agent = { commit = "deny", push = "deny" }
`
}
