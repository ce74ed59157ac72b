/** One digest of all the secrets that this machine holds: says later whether they are the same ones, and nothing else of them. */
import { Secret } from '../secret.ts'
import type { Held } from './held.ts'

export const STRETCHED_BYTES = 32
/** scrypt's N with r = 8: some 50 ms and 16 MB for each guess, and a guess has to be right about all of them at once. */
const COST = 2 ** 14

/** Zeros where there are none. Loads them. */
export async function stretchHeld(held: Held | undefined, salt: Buffer): Promise<Buffer> {
  await held?.load()
  const values = (held?.secrets ?? []).map(({ secret }) => Secret.reveal(secret)).sort()
  if (values.length === 0) return Buffer.alloc(STRETCHED_BYTES)
  const { scrypt } = await import('node:crypto')
  return new Promise((resolve, reject) => {
    scrypt(JSON.stringify(values), salt, STRETCHED_BYTES, { N: COST, r: 8, p: 1 }, (error, bytes) =>
      error ? reject(error) : resolve(bytes),
    )
  })
}
