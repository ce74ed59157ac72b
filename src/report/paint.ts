/** How a line is coloured, as functions: the lines are written once, with chalk or without any colour. */
export interface Paint {
  deny(text: string): string
  warn(text: string): string
  good(text: string): string
  strong(text: string): string
  faint(text: string): string
  /** the text, linked to a file where terminals are known to follow links */
  link(text: string, path: string | undefined): string
}

const same = (text: string): string => text

/** For pipes, files, agents and `NO_COLOR`. */
export const plain: Paint = { deny: same, warn: same, good: same, strong: same, faint: same, link: same }
