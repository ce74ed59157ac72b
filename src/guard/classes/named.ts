/** Names out of files that may hold anything, as a report may show them. */

/** Longer is no name. What a report says is searched for credentials before it is told, and half of one would not be known. */
const LONGEST = 64
const SHOWN = 12

/** As far as it is made of what names of packages, columns and hosts are made of; the rest is a `?`. Of what is too long the beginning. */
export function named(name: string): string {
  const plain = /^[\w@./+:~=#!-]*/.exec(name)![0]
  if (plain.length > LONGEST) return `${plain.slice(0, SHOWN)}…`
  return plain.length < name.length ? `${plain}?` : plain
}

/** A phrase that lists a few names and counts the rest. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map(named).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
