/** What an offline check says of one token, and the few ways to say it. */

/** `valid`: only the issuer's own code writes it so. `invalid`: it cannot be one. `unknown`: nothing speaks for or against it. */
export type ProofVerdict = 'valid' | 'invalid' | 'unknown'

export interface Answer {
  verdict: ProofVerdict
  /** what the token says of itself, in words that open nothing */
  facts: string[]
  /** only with `invalid`: it could be one all the same, mangled or of a kind not known here */
  doubtful?: true
  /** it opens nothing any more */
  expired?: true
  /** only with `valid`: made to be seen by anybody */
  open?: true
}

/** What stands beside the token in its text; asked for only where a check needs it. */
export interface Around {
  /** at most some hundred characters before it, and after it */
  before(): string
  after(): string
  /** milliseconds since 1970 */
  now: number
}

/** Never throws on any text; `prove.ts` holds that for all of them. */
export type Check = (token: string, around: Around) => Answer

export function valid(...facts: (string | undefined)[]): Answer {
  return { verdict: 'valid', facts: given(facts) }
}

export function unknown(...facts: (string | undefined)[]): Answer {
  return { verdict: 'unknown', facts: given(facts) }
}

/** Nothing speaks against it but its own date. */
export function lapsed(...facts: (string | undefined)[]): Answer {
  return { ...unknown(...facts), expired: true }
}

/** The form is not as expected, and it may be we who are wrong. */
export function odd(...facts: (string | undefined)[]): Answer {
  return { verdict: 'invalid', doubtful: true, facts: given(facts) }
}

/** The form is wrong. */
export function malformed(...facts: (string | undefined)[]): Answer {
  return { verdict: 'invalid', facts: given(facts) }
}

/** The form is right and the sum is not: random characters, a typing error, or a made-up example. */
export function mismatch(...facts: (string | undefined)[]): Answer {
  return malformed('its checksum does not hold', ...facts)
}

/** By a checksum, with the same facts either way. */
export function summed(holds: boolean, ...facts: (string | undefined)[]): Answer {
  return holds ? valid('its checksum holds', ...facts) : mismatch(...facts)
}

function given(facts: (string | undefined)[]): string[] {
  return facts.filter(fact => fact !== undefined)
}
