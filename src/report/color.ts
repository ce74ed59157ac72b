/** 0 none · 1 sixteen colours · 2 256 · 3 true colour */
export type ColorLevel = 0 | 1 | 2 | 3

/**
 * Whether to colour what goes to a stream. `FORCE_COLOR` beats `NO_COLOR`, as in Node itself; then `NO_COLOR`
 * (no-color.org: any value but the empty one), `TERM=dumb`, and whether the stream is a terminal.
 */
export function colorLevel(env: Record<string, string | undefined>, isTerminal: boolean): ColorLevel {
  const forced = env.FORCE_COLOR
  if (forced !== undefined) return forcedLevel(forced)
  if (env.NO_COLOR || env.TERM === 'dumb' || !isTerminal) return 0
  if (/^(truecolor|24bit)$/i.test(env.COLORTERM ?? '')) return 3
  return /256(color)?$/i.test(env.TERM ?? '') ? 2 : 1
}

function forcedLevel(value: string): ColorLevel {
  if (value === '0' || value === 'false') return 0
  return value === '2' ? 2 : value === '3' ? 3 : 1
}
