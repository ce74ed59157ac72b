/** What a content is, by its first bytes: a name's ending says what somebody calls it, not what it is. */

/** Formats that hold other contents in a form in which they cannot be searched. */
export type Format = 'zip' | 'gzip' | 'zstd' | 'tar' | 'ar' | 'sqlite' | 'pdf' | Closed

/** Known and never opened: Node has no reader for them, and writing one would be a project of its own. */
export type Closed = '7z' | 'rar' | 'xz' | 'bzip2' | 'lz4' | 'lzip' | 'cab'

/** Hexadecimal, as in https://www.garykessler.net/library/file_sigs.html, each checked against its own specification. */
const MAGIC: [Format, Buffer][] = (
  [
    ['zip', '504b0304'],
    ['zip', '504b0506'], // without an entry, or with all of them behind it
    ['gzip', '1f8b08'],
    ['zstd', '28b52ffd'],
    ['ar', '213c617263683e0a'], // !<arch>
    ['sqlite', '53514c69746520666f726d6174203300'], // SQLite format 3
    ['pdf', '255044462d'], // %PDF-
    ['7z', '377abcaf271c'],
    ['rar', '526172211a07'],
    ['xz', 'fd377a585a00'],
    ['lz4', '04224d18'],
    ['lzip', '4c5a495001'],
    ['cab', '4d53434600000000'],
  ] as [Format, string][]
).map(([format, hex]) => [format, Buffer.from(hex, 'hex')])

/** The formats' first bytes: nearly every content is done after one look. */
const FIRST = new Set(MAGIC.map(([, magic]) => magic[0]))
const BZIP2 = /^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/
const USTAR = Buffer.from('ustar')
const DIRECTORY_END = Buffer.from('504b0506', 'hex')
/** A directory's end without a comment. */
const END_LENGTH = 22

/** undefined: nothing to open. */
export function formatOf(bytes: Buffer): Format | undefined {
  if (FIRST.has(bytes[0])) {
    const found = MAGIC.find(([, magic]) => bytes.subarray(0, magic.length).equals(magic))
    if (found) return found[0]
  }
  if (bytes[0] === 0x42 && BZIP2.test(bytes.toString('latin1', 0, 10))) return 'bzip2'
  if (bytes[257] === 0x75 && bytes.subarray(257, 262).equals(USTAR)) return 'tar'
  return isZipBehindOther(bytes) ? 'zip' : undefined
}

/** A program in front of an archive: self-extracting ones, jars with a shell script before them. */
function isZipBehindOther(bytes: Buffer): boolean {
  const end = bytes.length - END_LENGTH
  return end > 0 && bytes[end] === 0x50 && bytes.subarray(end, end + 4).equals(DIRECTORY_END)
}
