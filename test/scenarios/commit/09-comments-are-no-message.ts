import type { Scenario } from '../harness.ts'

export const title = 'comments and what stands under the scissors of `commit -v` are no message'

export async function run(s: Scenario): Promise<void> {
  const token = s.secret()
  s.append('app.js', `const token = "${token}"\n`)
  await s.commitUnseen()
  s.edit('app.js', token, '')
  s.write('../editor.sh', 'printf "take it out\\n" | cat - "$1" > "$1.new" && mv "$1.new" "$1"\n')
  await s.passes(['commit', '-a', '-v'], { env: { GIT_EDITOR: `sh ${s.path('..', 'editor.sh')}` } })
}
