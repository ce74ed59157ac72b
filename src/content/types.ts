/** What is looked for in texts that somebody else wrote. Types only. */

/** How a text is read: `code` by a program, `prose` by people, `name` (a path, a branch) by both. */
export type Surface = 'code' | 'prose' | 'name'

/** Where a text stands, as far as it decides what is at home there. */
export interface Place {
  surface: Surface
  /** undefined for messages and names */
  path?: string
  /** agents take it for instructions (`@builtin/agent-instructions`) */
  obeyed: boolean
  /** it gives an agent commands, tools or permissions (`@builtin/agent-config`) */
  settings: boolean
  /** a test, a fixture or a translation: strange characters are its business */
  gentle: boolean
}

/** `block`: denied. `tell`: warned about. `agents`: an agent needs a person's word, everybody else is warned. */
export type Grade = 'block' | 'tell' | 'agents'

/** One thing seen. Lines and columns 1-based, UTF-16 units. */
export interface Sight {
  /** class and kind: `hidden-unicode/tags` */
  rule: string
  grade: Grade
  line: number
  column: number
  endColumn: number
  /** what it is, in words of ours: no text of the file */
  said: string
  /** what it says or stands in, as it was found: to be masked and escaped before anybody sees it */
  shown?: string
  /** equal in two versions of a file when it is the same sight: by default its line */
  key: string
}

/** What a family is asked about one match of its pattern. */
export interface Hit {
  text: string
  at: number
  found: string
}

/** A family's answer. Without a grade it blocks. */
export interface Told {
  said: string
  shown?: string
  grade?: Grade
  key?: string
}

/** One kind of hidden or commanding text: a pattern that is linear to search, and a judge of what is at home there. */
export interface Family {
  rule: string
  /** global */
  pattern: RegExp
  /** null: it belongs there */
  judge(hit: Hit, place: Place): Told | null
}

/** A sight that was found otherwise than by a pattern. */
export interface Spot {
  rule: string
  at: number
  found: string
  told: Told
}
