/** A credential's text while it is in the detector. Printing, logging or serialising it shows `[secret]`. */
export class Secret {
  readonly #value: string
  constructor(value: string) {
    this.#value = value
  }
  toString(): string {
    return '[secret]'
  }
  toJSON(): string {
    return '[secret]'
  }
  [Symbol.toPrimitive](): string {
    return '[secret]'
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]'
  }
  /** The text itself. For src/detect only: test/detect/secret.test.ts proves that nothing else imports this file. */
  static reveal(secret: Secret): string {
    return secret.#value
  }
}
