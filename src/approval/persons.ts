/** Who somebody is among the enrolled people: for leaving the author out. */
import type { Person } from '../policy/types.ts'

/** As the server authenticated them, or as a commit says; either may be unknown. */
export interface Identity {
  /** the forge's account */
  account?: string
  email?: string
}

/** Ids of the people these identities belong to; capitals make no difference. A stranger is nobody. */
export function personsOf(identities: readonly Identity[], people: ReadonlyMap<string, Person>): string[] {
  const isThem = (person: Person) => identities.some(identity => belongs(identity, person))
  return [...people].filter(([, person]) => isThem(person)).map(([id]) => id)
}

function belongs({ account, email }: Identity, { github, emails }: Person): boolean {
  const same = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase()
  return same(account, github) || emails.some(address => same(email, address))
}
