/** Git's own test (xdiff-interface.c, buffer_is_binary): a NUL in the first 8,000 bytes. */
export function isBinary(data: Buffer): boolean {
  return data.subarray(0, 8000).includes(0)
}
