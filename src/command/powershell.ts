/** Commands of PowerShell and cmd: read by their own rules, judged as the others are. */
import { readPowershell } from '../shell/powershell.ts'
import type { Scope } from '../shell/scope.ts'
import type { Bench } from './bench.ts'
import { judgePath } from './files.ts'

/** Judges a script of that shell. */
export function runPowershell(text: string, shell: 'powershell' | 'cmd', scope: Scope, bench: Bench): void {
  const environment = new Map<string, string>()
  for (const command of readPowershell(text, shell, bench.budget)) {
    for (const [name, value] of command.assigned) environment.set(name, value)
    for (const target of command.writes) judgePath(target.replaceAll('\\', '/'), scope, bench)
    const words = unaliased(command.words)
    if (words.length > 0) bench.act({ words, environment: new Map(environment), input: null, scope })
  }
}

/** Cmdlets that do what a program does elsewhere. */
const SAME: Record<string, string> = {
  __proto__: null as never,
  'remove-item': 'rm',
  ri: 'rm',
  del: 'rm',
  erase: 'rm',
  rd: 'rm',
  rmdir: 'rm',
  'move-item': 'mv',
  mi: 'mv',
  move: 'mv',
  ren: 'mv',
  'rename-item': 'mv',
  'copy-item': 'cp',
  ci: 'cp',
  copy: 'cp',
  'set-content': 'tee',
  sc: 'tee',
  'add-content': 'tee',
  ac: 'tee',
  'out-file': 'tee',
  'clear-content': 'tee',
  'new-item': 'tee',
  ni: 'tee',
  'invoke-expression': 'eval',
  iex: 'eval',
  'start-process': 'start',
  saps: 'start',
  'set-location': 'cd',
  sl: 'cd',
  chdir: 'cd',
}

function unaliased(words: string[]): string[] {
  const [name = '', ...rest] = words
  const same = SAME[name.toLowerCase()]
  if (!same) return words
  if (same === 'start') return processWords(rest)
  const flags = rest.flatMap(word =>
    /^[-/](recurse|r|s)$/i.test(word)
      ? ['-r']
      : /^[-/]/.test(word) && !/^\/\w+\//.test(word)
        ? []
        : [word.replaceAll('\\', '/')],
  )
  return [same, ...flags]
}

/** `Start-Process git -ArgumentList 'commit','-n'` */
function processWords(words: string[]): string[] {
  return words
    .filter(word => !/^-(FilePath|ArgumentList|Args|Wait|NoNewWindow|PassThru|WorkingDirectory)$/i.test(word))
    .flatMap(word => word.split(/[\s,]+/))
    .filter(word => word !== '')
}
