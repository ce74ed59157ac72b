/** The client hooks Portcullis stands in (design §6); adding one here installs it everywhere. */
export const EVENTS = [
  'pre-commit',
  'pre-merge-commit',
  'prepare-commit-msg',
  'commit-msg',
  'pre-push',
] as const
export type HookEvent = (typeof EVENTS)[number]

export function isEvent(name: string): name is HookEvent {
  return (EVENTS as readonly string[]).includes(name)
}
