/** Which keywords can be read out of a regex: they stand in whatever it matches, others somewhere near. */

/** None of them is spelled in the regex. When in doubt (`cf(?:ut|at)_`) more is looked at, never less. */
export function standApart(keywords: string[], regex: string): boolean {
  return keywords.length > 0 && !keywords.some(spelledIn(regex))
}

/** Whether a keyword can be read out of the regex, and so stands in what it matches. */
export function spelledIn(regex: string): (word: string) => boolean {
  const places = placesOf(regex)
  const spelled = (run: string) =>
    places.some((_, at) => [...run].every((char, index) => places[at + index]?.includes(char)))
  return word => (word.match(/[a-z0-9]{3,}/g) ?? [word]).every(spelled)
}

const PLACE = /\\([^A-Za-z0-9])|\[([A-Za-z0-9-]+)\]|([^()[\]{}|?*+^$\\.])|[\s\S]/g
/** A class of more says nothing about what is spelled. */
const FEW = 16

/** What may stand at each place of the regex, lower case: a character, those of a small class, or '' where it is no text. */
function placesOf(regex: string): string[] {
  return [...regex.matchAll(PLACE)].map(([, escaped, within, plain]) =>
    (escaped ?? plain ?? membersOf(within ?? '')).toLowerCase(),
  )
}

function membersOf(within: string): string {
  const members = within.replace(/(.)-(.)/g, (_, from: string, to: string) => {
    const first = from.charCodeAt(0)
    const count = Math.max(0, Math.min(FEW + 1, to.charCodeAt(0) - first + 1))
    return String.fromCharCode(...Array.from({ length: count }, (_, index) => first + index))
  })
  return members.length > FEW ? '' : members
}
