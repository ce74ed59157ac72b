/** Names out of files that may hold anything, as a report may show them. */

const MOST = 80

/** Letters, digits and the few signs that names of packages, columns and hosts are made of; anything else is a `?`. */
export function named(name: string): string {
  const clean = name.replace(/[^\w@./+:~=#!-]/g, '?')
  return clean.length > MOST ? `${clean.slice(0, MOST)}…` : clean
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
