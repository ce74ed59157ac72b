/** The last clean version of each file, as far as memory allows: what the next version is compared with. */
export interface Versions {
  get(path: string): Buffer | undefined
  put(path: string, data: Buffer): void
}

/** Bytes kept in all; beyond, what was put longest ago is forgotten, which only costs time. */
const KEPT = 64 << 20
/** A smaller file is looked at as fast as it is compared. */
const SMALLEST = 1024

export function openVersions(): Versions {
  const known = new Map<string, Buffer>()
  let bytes = 0
  const forget = (path: string) => {
    bytes -= known.get(path)?.length ?? 0
    known.delete(path)
  }
  return {
    get: path => known.get(path),
    put(path, data) {
      forget(path)
      if (data.length < SMALLEST || data.length > KEPT / 2) return
      known.set(path, apart(data))
      bytes += data.length
      for (const oldest of known.keys()) {
        if (bytes <= KEPT) break
        forget(oldest)
      }
    },
  }
}

/** A piece of a much larger buffer would keep all of that alive. */
function apart(data: Buffer): Buffer {
  return data.buffer.byteLength > data.length * 2 ? Buffer.from(data) : data
}
