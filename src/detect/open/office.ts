/**
 * The text of a document's XML: a word processor splits a word over runs (`<w:t>gh</w:t></w:r><w:r><w:t>p_…`) wherever its
 * spelling or formatting changes, so a token is whole only once the tags are gone. A paragraph, row or shared string is a line.
 * Formats: ECMA-376 (docx, xlsx, pptx), OASIS OpenDocument (odt, ods, odp).
 */

const DOCUMENTS = /^(?:word|ppt|xl|visio)\/.*\.xml$|(?:^|\/)(?:content|styles|meta)\.xml$/
const LINE = /<\/(?:w:p|a:p|si|row|text:p|text:h|table:table-row)>|<(?:w:br|a:br|text:line-break)\b[^<>]*>/g
const GAP = /<\/(?:w:tc|c|table:table-cell)>|<(?:w:tab|text:tab|text:s)\b[^<>]*>/g
const ENTITY = /&(?:amp|lt|gt|quot|apos|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));/g
const NAMED: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" }

/** undefined for a member that is no document. */
export function officeText(name: string, bytes: Buffer): Buffer | undefined {
  if (!DOCUMENTS.test(name) || bytes[0] === undefined) return undefined
  const xml = bytes.toString('utf8')
  const text = xml
    .replace(/[\r\n]+/g, ' ')
    .replace(LINE, '\n')
    .replace(GAP, '\t')
    .replace(/<[^<>]*>/g, '')
  return Buffer.from(text.replace(ENTITY, character))
}

function character(entity: string, decimal?: string, hex?: string): string {
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  if (Number.isNaN(code)) return NAMED[entity] ?? entity
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
}
