/** Objects that may be a base again soon; the least recently used make room. */

export class BaseCache {
  readonly #room: number
  #used = 0
  readonly #objects = new Map<number, Buffer>()

  /** `room`: bytes held at most. */
  constructor(room: number) {
    this.#room = room
  }

  get(n: number): Buffer | undefined {
    const object = this.#objects.get(n)
    if (!object) return undefined
    this.#objects.delete(n) // and put behind all others
    this.#objects.set(n, object)
    return object
  }

  /** One that would push out most others is not kept. */
  add(n: number, object: Buffer): void {
    if (object.length > this.#room / 4 || this.#objects.has(n)) return
    this.#objects.set(n, object)
    this.#used += object.length
    for (const [oldest, { length }] of this.#objects) {
      if (this.#used <= this.#room) return
      this.#objects.delete(oldest)
      this.#used -= length
    }
  }

  clear(): void {
    this.#objects.clear()
    this.#used = 0
  }
}
