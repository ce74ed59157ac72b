/** Every failure Portcullis names: what failed, where, and the next step. The exit code says which kind it is. */
import type { ExitCode } from './model.ts'

export interface ErrorDetail {
  /** the file, object or option it is about */
  subject?: string
  line?: number
  /** the next step, one sentence */
  hint?: string
  cause?: unknown
}

/** The base of all: `exit` is what the process ends with. */
export class PortcullisError extends Error {
  readonly exit: ExitCode
  readonly detail: ErrorDetail
  constructor(exit: ExitCode, message: string, detail: ErrorDetail = {}) {
    super(message, { cause: detail.cause })
    this.name = new.target.name
    this.exit = exit
    this.detail = detail
  }
}

/** Wrong arguments: exit 2. */
export class UsageError extends PortcullisError {
  constructor(message: string, detail?: ErrorDetail) {
    super(2, message, detail)
  }
}

/** A policy, rule or baseline file that cannot be used: exit 2, with file and line. */
export class PolicyError extends PortcullisError {
  constructor(message: string, detail?: ErrorDetail) {
    super(2, message, detail)
  }
}

/** git failed, or an object could not be read: exit 3. */
export class GitError extends PortcullisError {
  constructor(message: string, detail?: ErrorDetail) {
    super(3, message, detail)
  }
}

/** The object store is damaged, or changed while it was read: exit 3. The message names the file and the object or offset. */
export class PackError extends GitError {
  constructor(message: string, detail: ErrorDetail = {}) {
    super(message, { hint: 'check the repository with: git fsck', ...detail })
  }
}

/** Less was looked at than was asked for, or a budget ran out: exit 3. */
export class CoverageError extends PortcullisError {
  constructor(message: string, detail?: ErrorDetail) {
    super(3, message, detail)
  }
}

/** What failed and, where it is known, the next step: for lists in which each failure has one line. */
export function withHint(error: Error): string {
  const hint = error instanceof PortcullisError ? error.detail.hint : undefined
  return hint === undefined ? error.message : `${error.message}; ${hint}`
}
