/** The ways in which one value is written: as it is, base64 (in whatever surroundings), hex, URL-encoded, in a string literal. */

export interface Form {
  /** latin1: a character a byte */
  text: string
  /** `base64`; undefined where it is written as it is */
  encoding?: string
}

/** All of them, each once. */
export function formsOf(value: string): Form[] {
  const bytes = Buffer.from(value, 'utf8')
  const hex = bytes.toString('hex')
  return distinct([
    { text: bytes.toString('latin1') },
    ...(SAME_EVERYWHERE.test(value) ? [] : escapedForms(value)),
    ...[0, 1, 2].flatMap(offset => base64Forms(bytes, offset)).map(text => ({ text, encoding: 'base64' })),
    ...[hex, hex.toUpperCase()].map(text => ({ text, encoding: 'hex' })),
  ])
}

/** No string literal and no URL writes these in another way. Most secrets have nothing else. */
const SAME_EVERYWHERE = /^[\w.-]+$/

function escapedForms(value: string): Form[] {
  const texts = [JSON.stringify(value).slice(1, -1), value.replaceAll('/', '\\/')].map(latin1)
  const urls = [encodeURIComponent(wellFormed(value)), encodeURI(wellFormed(value))].flatMap(percentForms)
  return [
    ...texts.map(text => ({ text })),
    { text: Buffer.from(value, 'latin1').toString('latin1') }, // in a Latin-1 file
    ...urls.map(text => ({ text, encoding: 'URL-encoded' })),
  ]
}

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** Half a surrogate pair cannot be percent-encoded. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}

/** encodeURIComponent leaves `!'()*` alone; a form keeps `*`, escapes `~` and writes a blank as +; digits may be in either case. */
function percentForms(text: string): string[] {
  const strict = text.replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  const form = strict.replaceAll('%2A', '*').replaceAll('~', '%7E').replaceAll('%20', '+')
  const upper = [...new Set([text, strict, strict.replaceAll('%20', '+'), form])]
  return upper.flatMap(one => [one, one.replace(/%../g, digits => digits.toLowerCase())])
}

/**
 * The characters that depend on nothing but these bytes when `offset` bytes (modulo 3) stand before them; with both alphabets
 * (RFC 4648 §4 and §5).
 */
function base64Forms(bytes: Buffer, offset: number): string[] {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  const inner = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
  return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')]
}

function distinct(forms: Form[]): Form[] {
  return [...new Map([...forms].reverse().map(form => [form.text, form])).values()].reverse()
}
