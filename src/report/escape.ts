/**
 * What people are shown must be what is there. Paths, refs, messages and excerpts come from the change under
 * judgement: whoever wrote them may want to move the cursor, colour a lie green, turn text around (bidi), hide
 * letters (zero width) or speak to the CI runner that reads our log.
 */

// Controls (C0, C1, DEL), format characters (bidi, zero width), line and paragraph separators, surrogates that stand
// alone, and everything Unicode calls "default ignorable" (fillers, variation selectors, tags): none draws itself.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu

// GitHub's runner obeys `##[command]` and Azure's `##vso[command]` anywhere in a line, TeamCity `##teamcity[`.
const RUNNER_COMMAND = /##(?=[a-z-]*\[)/gi

/** Untrusted text as one line that draws only what can be seen; anything else appears as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(UNSEEN, codePoint).replace(RUNNER_COMMAND, '#\\u{23}')
}

/** Like `visible`, but a newline stays one: for texts of our own that hold untrusted words (hints, error messages). */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n')
}

/** One object as JSON on one line (or indented), pure ASCII where a character could draw something else than itself. */
export function jsonText(value: unknown, indent?: number): string {
  // JSON.stringify escapes C0 only: the same characters as above, written as JSON's own escapes, change no value.
  return JSON.stringify(value, null, indent)
    .split('\n')
    .map(line => line.replace(UNSEEN, jsonEscape))
    .join('\n')
}

function codePoint(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`
}

function jsonEscape(character: string): string {
  return [...Array(character.length).keys()]
    .map(i => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
    .join('')
}
