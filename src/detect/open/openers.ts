/** What opens each format. The bundle for hooks loads this from a file of its own, when there is something to open (scripts/build.js). */
import { openAr } from './ar.ts'
import type { Format } from './format.ts'
import { openGzip, openZstd } from './gzip.ts'
import { openPdf } from './pdf.ts'
import type { Opener } from './piece.ts'
import { openSqlite } from './sqlite.ts'
import { openTar } from './tar.ts'
import { openZip } from './zip.ts'

export function openers(): Partial<Record<Format, Opener>> {
  return {
    zip: openZip,
    gzip: openGzip,
    zstd: openZstd,
    tar: openTar,
    ar: openAr,
    sqlite: openSqlite,
    pdf: openPdf,
  }
}
