/** A content that holds others → these, whatever the format. */
import { PortcullisError } from '../../errors.ts'
import { type Format, formatOf } from './format.ts'
import { openers } from './openers.ts'
import { type Opener, unreadable } from './piece.ts'

/** What opens this content, undefined where there is nothing to open. Throws PortcullisError exit 3 when no opener can be loaded. */
export function openerOf(bytes: Buffer): Opener | undefined {
  const format = formatOf(bytes)
  return format === undefined ? undefined : (known()[format] ?? closed(format))
}

function known(): Partial<Record<Format, Opener>> {
  try {
    return openers()
  } catch (cause) {
    const hint = 'install portcullis again: its file dist/open.cjs is missing or damaged'
    throw new PortcullisError(3, 'archives cannot be opened: no reader loads', { hint, cause })
  }
}

function closed(format: Format): Opener {
  return () => [unreadable('', `is ${format}, which is not opened`)]
}
