import type { Scenario } from '../harness.ts'

export const title = 'a forged tracking ref: the finding is still said, and CI still blocks'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.commitUnseen()
  await s.quiet(['update-ref', 'refs/remotes/origin/x', 'HEAD'])
  await s.passes(['push', 'origin', 'work'], { says: /app\.js:5[\s\S]*origin\/x|origin\/x[\s\S]*app\.js:5/ })
  const ci = await s.portcullis(['ci', '--base', 'main', '--head', 'work'])
  if (ci.code !== 1) throw new Error(`ci: exit ${ci.code}: ${ci.output}`)
}
