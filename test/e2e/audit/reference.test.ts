/** The opt-in hook: plumbing that moves a branch, and the many moves that are none of its business. */
import { writeFileSync } from 'node:fs'
import { expect } from 'vitest'
import { situations } from '../situation.ts'

const { situation } = situations()

situation('a branch moves to what was judged, was here or was fetched, and to nothing else', async s => {
  expect((await s.portcullis(['init', '--reference-transaction'])).output).toContain(
    'hooks/reference-transaction',
  )
  s.append('app.js', '// one\n')
  await s.passes(['commit', '-qam', 'one'], { env: { GIT_AUTHOR_DATE: '@1800000001 +0000' } })
  await s.quiet(['checkout', '-qb', 'side'])
  s.write('side.js', 'side()\n')
  await s.quiet(['add', '-A'])
  await s.passes(['commit', '-qm', 'side'])
  await s.quiet(['checkout', '-q', 'work'])
  s.append('app.js', '// two two\n')
  await s.passes(['commit', '-qam', 'two two'])
  await s.passes(['merge', '-q', '--no-edit', 'side'])
  await s.passes(['rebase', '-q', 'side'])
  await s.quiet(['branch', 'kept'])
  await s.quiet(['reset', '-q', '--hard', 'HEAD^'])
  await s.quiet(['branch', '-D', 'kept'])
  // theirs: fetched straight into a branch of ours
  await s.quiet(['clone', '-q', s.remote, '../other'])
  await s.quiet(['commit', '-q', '--allow-empty', '-m', 'theirs'], { cwd: `${s.root}/other` })
  writeFileSync(`${s.root}/other/x.js`, 'x()\n')
  await s.quiet(['add', '-A'], { cwd: `${s.root}/other` })
  await s.quiet(['commit', '-qm', 'more'], { cwd: `${s.root}/other` })
  await s.quiet(['fetch', '-q', '../other', 'HEAD:pr'])
  await s.quiet(['checkout', '-q', 'pr'])
  await s.quiet(['checkout', '-q', 'work'])

  const head = await s.head()
  s.append('app.js', '// past\n')
  await s.quiet(['add', '-A'])
  const tree = await s.quiet(['write-tree'])
  const commit = await s.quiet(['commit-tree', tree, '-p', 'HEAD'], { input: 'past' })
  for (const args of [
    ['update-ref', 'refs/heads/work', commit],
    ['branch', 'new', commit],
    ['reset', '-q', '--soft', commit],
    ['push', '-q', '.', `${commit}:refs/heads/pushed`],
  ]) {
    const { code, stderr } = await s.git(args)
    expect(code, `${args[0]}: ${stderr}`).not.toBe(0)
    if (args[0] !== 'push')
      expect(stderr).toMatch(
        /portcullis: refs\/heads\/\w+ does not move to \w+: no recorded decision covers it\n {2}next: /,
      )
  }
  expect(await s.head()).toBe(head)
  // a denied tree is no better
  s.append('app.js', `const token = "${s.secret()}"\n`)
  await s.blocked(['commit', '-qam', 'leak'])
  const leak = await s.quiet(['commit-tree', await s.quiet(['write-tree']), '-p', 'HEAD'], { input: 'leak' })
  expect((await s.git(['update-ref', 'HEAD', leak])).code).not.toBe(0)
  expect((await s.portcullis(['init', '--remove'])).code).toBe(0)
  await s.quiet(['update-ref', 'refs/heads/work', commit])
})

situation('a hook of somebody else is left alone', async s => {
  writeFileSync(s.path('.git', 'hooks', 'reference-transaction'), '#!/bin/sh\nexit 0\n')
  const { code, stderr } = await s.portcullis(['init', '--reference-transaction'])
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/cannot be installed: .* is there already\n {2}next: call it from your own/),
  ])
})
