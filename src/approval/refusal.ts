/** Why something is no approval: a code for programs, a sentence for people. What parsers and checks here throw, and nothing else. */

export interface Refused {
  /** `key-revoked`; stable */
  code: string
  /** one sentence, printable, that also says what to do where there is something to do */
  message: string
}

export class Refusal extends Error implements Refused {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'Refusal'
    this.code = code
  }
}

/** Throws a Refusal. */
export function refuse(code: string, message: string): never {
  throw new Refusal(code, message)
}

/** Runs a check; gives what it refused, or null. Anything else that is thrown is a fault of ours and goes on. */
export function refusalOf(check: () => unknown): Refused | null {
  try {
    check()
    return null
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, message: error.message }
    throw error
  }
}

/** Foreign text in a sentence: its beginning, and what is no plain ASCII by its number. */
export function shown(value: unknown): string {
  const escaped = (sign: string) => `\\u{${sign.codePointAt(0)!.toString(16)}}`
  const text = String(value)
    .slice(0, 200)
    .replace(/[^\x20-\x7e]/gu, escaped)
  return text.length > 100 ? `${text.slice(0, 97)}...` : text
}
