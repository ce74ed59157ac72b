/**
 * Our own folder of hooks in the common git dir. Each runs us first and then what git would have run without us.
 *
 * Why: husky's `core.hooksPath = .husky/_` is relative and not committed, so in a linked worktree git finds no hook at
 * all and says nothing. An `includeIf "gitdir:./worktrees/"` in the clone's configuration sets core.hooksPath to this
 * folder in all its linked worktrees, also in those made later; it stands after [core], so that the `git config
 * core.hooksPath .husky/_` of husky's next `npm install` does not undo it. (Seen with git 2.39 and 2.55.)
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { freshHook } from './block.ts'
import { EVENTS, isEvent } from './events.ts'
import { script } from './package.ts'
import type { Step } from './step.ts'
import { dispatchFolder, type Survey } from './survey.ts'

/** Every hook a client runs: one that is not ours is passed on, or it would be lost where our folder is configured. */
const OTHERS =
  `applypatch-msg pre-applypatch post-applypatch post-commit pre-rebase post-checkout post-merge post-rewrite
  pre-auto-gc reference-transaction post-index-change sendemail-validate push-to-checkout`.split(/\s+/)

const LINKED = 'includeIf.gitdir:./worktrees/.path'
const EVERYWHERE = 'includeIf.gitdir:**.path'

/** `everywhere`: the configured hooks belong to a person or a machine, not to this repository, and must not be edited. */
export function dispatchSteps(survey: Survey, foreign: string, everywhere: boolean): Step[] {
  const home = join(survey.commonDir, 'portcullis')
  return [
    { do: 'write', path: join(home, 'chain'), text: script('chain.sh') },
    ...hookNames(foreign).map(name => dispatcher(dispatchFolder(survey.commonDir), name)),
    ...(everywhere ? includeSteps(home, 'everywhere.config', EVERYWHERE, mainValue(survey)) : []),
    ...includeSteps(home, 'worktrees.config', LINKED, dispatchFolder(survey.commonDir)),
  ]
}

function hookNames(foreign: string): string[] {
  const there = existsSync(foreign) ? readdirSync(foreign) : OTHERS.filter(name => !RARE.has(name))
  return [...EVENTS, ...OTHERS.filter(name => there.includes(name))]
}

/** Not among husky's, and costly or pointless where nothing wants them. */
const RARE = new Set(['reference-transaction', 'post-index-change', 'sendemail-validate', 'push-to-checkout'])

function dispatcher(folder: string, name: string): Step {
  const head = isEvent(name) ? freshHook(name, 'dispatch') : '#!/bin/sh\n'
  return {
    do: 'write',
    path: join(folder, name),
    text: `${head}exec sh "\${0%/*}/../chain" ${name} "$@"\n`,
    mode: 0o755,
  }
}

/** Relative where it can be, so that moving the clone does not leave it without hooks. */
function mainValue({ root, commonDir }: Survey): string {
  return join(root, '.git') === commonDir ? '.git/portcullis/hooks' : dispatchFolder(commonDir)
}

function includeSteps(home: string, file: string, key: string, value: string): Step[] {
  const quoted = value.replace(/["\\]/g, '\\$&')
  return [
    { do: 'write', path: join(home, file), text: `[core]\n\thooksPath = "${quoted}"\n` },
    { do: 'config', key, value: `portcullis/${file}` },
  ]
}

export function dispatchRemoval({ commonDir }: Survey): Step[] {
  const home = join(commonDir, 'portcullis')
  const files = ['chain', 'everywhere.config', 'worktrees.config']
  return [
    { do: 'config', key: EVERYWHERE, value: null },
    { do: 'config', key: LINKED, value: null },
    ...files.map((name): Step => ({ do: 'write', path: join(home, name), text: null })),
    { do: 'copy', from: home, to: dispatchFolder(commonDir), names: null },
  ]
}
