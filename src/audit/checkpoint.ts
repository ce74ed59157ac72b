/**
 * A checkpoint's text, in the manner of C2SP tlog-checkpoint: origin, number of records, base64 of a hash. The hash is that of the
 * chain's last record, not a Merkle root, and no signature follows: where it lies is what makes it worth something.
 */
export interface Checkpoint {
  log: string
  seq: number
  /** 64 hex digits */
  hash: string
}

export const CHECKPOINTS = 'refs/portcullis/checkpoints/'

const ORIGIN = 'portcullis-audit/'

export function formatCheckpoint({ log, seq, hash }: Checkpoint): string {
  return `${ORIGIN}${log}\n${seq}\n${Buffer.from(hash, 'hex').toString('base64')}\n`
}

/** Null where the text is none: nothing more and nothing less than the three lines counts. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [, log, seq, hash] =
    /^portcullis-audit\/([0-9a-f]{8})\n([1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\n$/.exec(text) ?? []
  if (log === undefined || hash === undefined) return null
  const found = { log, seq: Number(seq), hash: Buffer.from(hash, 'base64').toString('hex') }
  return formatCheckpoint(found) === text ? found : null
}
