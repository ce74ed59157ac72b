/** One line on stderr, rewritten, for work that takes more than a second. */
import { visible } from './escape.ts'

export interface ProgressOptions {
  stream: { write(text: string): unknown; columns?: number }
  /** is the stream a terminal, and was `--no-progress` not given: asked once, and only when a second has passed */
  enabled(): boolean
  /** milliseconds, monotonic; the process's own unless given: loading `performance` takes a hook 5 ms */
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
export function openProgress({ stream, enabled, now = monotonic }: ProgressOptions): Progress {
  const start = now()
  let next = start + QUIET_MS
  let shown = false
  let open: boolean | undefined
  let begun: Begun | undefined
  return {
    update(done, total, what) {
      if (open === false) return
      const time = now()
      if (total !== undefined && begun?.what !== what) begun = { what, done, at: time }
      if (time < next) return
      open ??= enabled()
      if (!open) return
      next = time + EVERY_MS
      shown = true
      const line = total === undefined ? plain(done, what, time - start) : share(done, total, begun!, time)
      stream.write(WIPE + clip(line, stream.columns))
    },
    finish() {
      if (open && shown) stream.write(WIPE)
      open = false
    },
  }
}

/** Where work of a known size began: it is not the process's start, and a rate over both would rise all the time. */
interface Begun {
  what: string
  done: number
  at: number
}

function plain(done: number, what: string, elapsed: number): string {
  return `portcullis: ${grouped(done)} ${visible(what)}, ${Math.floor(elapsed / 1000)} s`
}

/** `portcullis: 123,456 of 262,342 blobs (47 %), 61,000/s, 2 s left`; rates are averages, so that no number jumps. */
function share(seen: number, total: number, begun: Begun, time: number): string {
  const done = Math.min(seen, total)
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total)
  const text = `portcullis: ${grouped(done)} of ${grouped(total)} ${visible(begun.what)} (${percent} %)`
  const rate = (1000 * (done - begun.done)) / (time - begun.at)
  if (!(rate > 0 && rate < Number.POSITIVE_INFINITY)) return text
  return `${text}, ${grouped(rounded(rate))}/s, ${duration((total - done) / rate)} left`
}

/** Two digits say all that an average over seconds knows. */
function rounded(rate: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(rate)) - 1)
  return Math.max(1, Math.round(rate / unit) * unit)
}

function duration(seconds: number): string {
  return seconds < 100 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`
}

/** `123,456`, without the tables that toLocaleString loads. */
function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** A line that wraps could not be wiped. */
function clip(text: string, columns = 80): string {
  return text.length < columns ? text : text.slice(0, Math.max(columns - 1, 0))
}

function monotonic(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
