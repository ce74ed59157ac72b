/** One line on stderr, rewritten, for work that takes more than a second. */
import { visible } from './escape.ts'

export interface ProgressOptions {
  stream: { write(text: string): unknown; columns?: number }
  /** is the stream a terminal, and was `--no-progress` not given: asked once, and only when a second has passed */
  enabled(): boolean
  /** milliseconds, monotonic; performance.now unless given */
  now?: () => number
}

export interface Progress {
  /** cheap enough to be called for every blob */
  update(done: number, total: number | undefined, what: string): void
  /** wipes the line; further updates show nothing */
  finish(): void
}

const QUIET_MS = 1000
const EVERY_MS = 100
const WIPE = '\r\u001b[K'

/** Looks at the clock when told of progress, keeps no timer: nothing holds the process open or fires late. */
export function openProgress({ stream, enabled, now = () => performance.now() }: ProgressOptions): Progress {
  const start = now()
  let next = start + QUIET_MS
  let shown = false
  let open: boolean | undefined
  return {
    update(done, total, what) {
      if (open === false || now() < next) return
      open ??= enabled()
      if (!open) return
      next = now() + EVERY_MS
      shown = true
      stream.write(WIPE + clip(line(done, total, what, now() - start), stream.columns))
    },
    finish() {
      if (open && shown) stream.write(WIPE)
      open = false
    },
  }
}

function line(done: number, total: number | undefined, what: string, elapsed: number): string {
  const share = total ? ` of ${total} (${Math.floor((100 * done) / total)} %)` : ''
  return `portcullis: ${done}${share} ${visible(what)}, ${Math.floor(elapsed / 1000)} s`
}

/** A line that wraps could not be wiped. */
function clip(text: string, columns = 80): string {
  return text.length < columns ? text : text.slice(0, Math.max(columns - 1, 0))
}
