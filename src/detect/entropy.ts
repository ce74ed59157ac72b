/** How random a string looks. A short string cannot reach a flat threshold: one in six random 32-hex keys fails 3.5. */

/** Shannon entropy in bits per character (UTF-16 unit). */
export function entropyOf(text: string): number {
  const counts = new Map<number, number>()
  for (let i = 0; i < text.length; i++)
    counts.set(text.charCodeAt(i), (counts.get(text.charCodeAt(i)) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

/** Whether the secret is random enough for a rule's `entropy`, lowered to 0.8 log2(length) for short ones. */
export function randomEnough(secret: string, least: number): boolean {
  return entropyOf(secret) >= Math.min(least, 0.8 * Math.log2(secret.length))
}
