/**
 * Messages heard lately. A commit that was rebased or picked says what it said before, and lies near itself in the pack: of git.git's
 * messages nearly half come again within a megabyte.
 */

const ROOM = 2 << 20
const LARGEST = ROOM >> 4
const SLOTS = 1 << 14
/** bytes that are looked at to know where one may be */
const SAMPLES = 32

export interface Heard {
  /** whether these very bytes were added, and not too long ago */
  has(message: Buffer): boolean
  add(message: Buffer): void
}

export function openHeard(): Heard {
  const ring = Buffer.allocUnsafe(ROOM)
  const starts = new Float64Array(SLOTS) // counted over all that was ever added
  const lengths = new Int32Array(SLOTS).fill(-1)
  let total = 0
  return {
    has(message) {
      const slot = slotOf(message)
      const start = starts[slot]!
      if (lengths[slot] !== message.length || total - start > ROOM) return false
      return message.compare(ring, start % ROOM, (start % ROOM) + message.length) === 0
    },
    add(message) {
      if (message.length > LARGEST) return
      if ((total % ROOM) + message.length > ROOM) total += ROOM - (total % ROOM)
      const slot = slotOf(message)
      starts[slot] = total
      lengths[slot] = message.length
      message.copy(ring, total % ROOM)
      total += message.length
    },
  }
}

function slotOf(message: Buffer): number {
  const step = Math.max(1, Math.floor(message.length / SAMPLES))
  let hash = message.length
  for (let at = 0; at < message.length; at += step) hash = Math.imul(hash ^ message[at]!, 0x01000193)
  return (hash ^ (hash >>> 15)) & (SLOTS - 1)
}
