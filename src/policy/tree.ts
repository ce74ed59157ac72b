/** Names of a git tree's blobs. A tree object is `mode SP name NUL id`, entry after entry (git's gitformat: tree). */

/** `idBytes`: 20 (sha1) or 32 (sha256). Only regular files: a link in the rules folder is no rule. */
export function namesInTree(data: Buffer, idBytes: number): string[] {
  const names: string[] = []
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(0x20, at)
    const end = data.indexOf(0, space)
    if (space < 0 || end < 0) break
    if (data.toString('latin1', at, space).startsWith('100'))
      names.push(data.toString('utf8', space + 1, end))
    at = end + 1 + idBytes
  }
  return names
}
