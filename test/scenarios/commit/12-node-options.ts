import type { Scenario } from '../harness.ts'

export const title = 'NODE_OPTIONS that ends every Node process with exit 0'

export async function run(s: Scenario): Promise<void> {
  s.append('app.js', `const token = "${s.secret()}"\n`)
  const env = { NODE_OPTIONS: '--import=data:text/javascript,process.exit(0)' }
  await s.blocked(['commit', '-am', 'x'], { env, at: 'app.js:5' })
  await s.blocked(['commit', '-anm', 'x'], { env, at: 'app.js:5' })
  await s.commitUnseen()
  await s.blocked(['push', 'origin', 'work'], { env, at: 'app.js:5' })
}
