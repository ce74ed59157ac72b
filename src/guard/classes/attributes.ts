/** What .gitattributes makes git run, hide or convert. */
import { touching } from './by-path.ts'
import { listed } from './named.ts'
import { countsOf, goneFrom, newIn, textsOf } from './text.ts'
import type { ChangeClass } from './types.ts'

/** Attributes that name a program, or change what a reader of the diff sees (gitattributes(5)). */
const TELLING =
  /^[-!]?(?:filter|diff|merge|textconv|binary|text|eol|working-tree-encoding|export-subst|export-ignore|linguist-generated|linguist-vendored|gitlab-generated)(?:=.*)?$/

export const attributes: ChangeClass = {
  touches: touching(['**/.gitattributes']),
  look: versions => {
    const { after, before } = textsOf(versions)
    const now = countsOf(factsIn(after))
    const then = before.map(text => countsOf(factsIn(text)))
    const fresh = newIn(now, then)
    const gone = goneFrom(now, then)
    return [
      ...(fresh.length === 0 ? [] : [`sets ${listed(fresh)}`]),
      ...(gone.length === 0 ? [] : [`drops ${listed(gone)}`]),
    ]
  },
}

function factsIn(text: string): string[] {
  return text.split('\n').flatMap(line => {
    const isComment = /^\s*#/.test(line)
    // the first word is the pattern; one in quotes may hold blanks
    const rest = line.replace(/^\s*(?:"(?:[^"\\]|\\.)*"|\S+)/, '')
    return isComment ? [] : rest.split(/\s+/).filter(word => TELLING.test(word))
  })
}
