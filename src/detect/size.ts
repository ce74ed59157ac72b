/**
 * How large a regex becomes in RE2, estimated without an engine: native RE2 refuses what does not fit its memory, the
 * JavaScript engine takes nearly anything. A repository's rule must not work on one machine and be an error on the next.
 *
 * Weights and limit were measured with native re2 1.24 (8 MB, its default): a class of letters repeats about 100,000 times, `\p{L}`
 * 446 times, since in UTF-8 it is some 400 instructions.
 */

/** Instructions, by this estimate; native RE2 gives up at about 170,000 of its own. */
export const LARGEST = 150_000

const UNICODE = 400
const CLASS = 5

const TOKEN =
  /(\(\?[imsU-]+\))|(\((?:\?P?<\w+>|\?[imsU-]*:)?)|(\))|\{(\d+)(,?)(\d*)\}|([*+?|^$])|(\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]|\\[pP](?:\{[^}]*\}|[\s\S])|\\[dDwWsSX]|\.)|\\Q([\s\S]*?)(?:\\E|$)|\\x\{[^}]*\}|\\?[\s\S]/g

/** Reads RE2 syntax; of what no engine accepts it only says some number. */
export function sizeOf(regex: string): number {
  const open: number[] = [0]
  let last = 0
  const add = (size: number) => {
    last = size
    open[open.length - 1]! += size
  }
  for (const [token, flags, group, close, low, comma, high, mark, several, quoted] of regex.matchAll(TOKEN)) {
    if (flags !== undefined) continue
    if (group !== undefined) open.push(0)
    else if (close !== undefined) add(closed(open))
    else if (low !== undefined) add(last * (timesOf(low, comma!, high!) - 1))
    else if (mark !== undefined) open[open.length - 1]! += 1
    else if (several !== undefined) add(/\\[pP]/.test(several) ? UNICODE : CLASS)
    else add(quoted?.length ?? token.length)
  }
  return open.reduce((sum, part) => sum + part, 0)
}

/** An unbalanced `)` closes nothing: the engine says so. */
function closed(open: number[]): number {
  return open.length > 1 ? open.pop()! : 0
}

function timesOf(low: string, comma: string, high: string): number {
  return comma === '' || high === '' ? Number(low) + (comma === '' ? 0 : 1) : Number(high)
}
