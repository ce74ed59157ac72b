/** A content that holds others → these, whatever the format. */
import { openAr } from './ar.ts'
import { type Format, formatOf } from './format.ts'
import { openGzip, openZstd } from './gzip.ts'
import { openPdf } from './pdf.ts'
import { type Opener, unreadable } from './piece.ts'
import { openSqlite } from './sqlite.ts'
import { openTar } from './tar.ts'
import { openZip } from './zip.ts'

const OPENERS: Partial<Record<Format, Opener>> = {
  zip: openZip,
  gzip: openGzip,
  zstd: openZstd,
  tar: openTar,
  ar: openAr,
  sqlite: openSqlite,
  pdf: openPdf,
}

/** What opens this content, undefined where there is nothing to open. */
export function openerOf(bytes: Buffer): Opener | undefined {
  const format = formatOf(bytes)
  return format === undefined ? undefined : (OPENERS[format] ?? closed(format))
}

function closed(format: Format): Opener {
  return () => [unreadable('', `is ${format}, which is not opened`)]
}
