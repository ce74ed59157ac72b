/** Good approvals of content, used for something else. */
import { type MadeStep, spentBy } from '../../../src/approval/spent.ts'
import { approval, content, entry, id, refUpdate, sha, verified, WORKFLOW, wanted } from '../make.ts'
import { byPath, type Case, forced, good, path, unmet } from './attempt.ts'

export const replays: Case[] = [
  [
    'other content',
    'approved is bbbbbbbbbb, and this is cccccccccc',
    () => unmet(byPath(entry(path, 'a', 'c')), [good()]),
  ],
  [
    'the other direction: a revert',
    'goes the other way',
    () => unmet(byPath(entry(path, 'b', 'a')), [good()]),
  ],
  [
    'from other content',
    'makes of aaaaaaaaaa, and here it replaces dddddddddd',
    () => unmet(byPath(entry(path, 'd', 'b')), [good()]),
  ],
  [
    'another mode',
    'approved with mode 100644, and would have 100755',
    () => unmet(byPath(entry(path, 'a', 'b', '100755')), [good()]),
  ],
  [
    'a collision of sha1',
    'its sha256 differs',
    () => unmet(byPath({ ...WORKFLOW, toSha256: sha('f') }), [good()]),
  ],
  [
    'at another path',
    'deploy.yml: 0 of 1 person approved this step',
    () => unmet(byPath(entry('deploy.yml', 'a', 'b')), [good()]),
  ],
  [
    'one path more than was approved',
    'also.yml: 0 of 1 person',
    () => unmet(byPath(WORKFLOW, entry('also.yml', 'a', 'b')), [good()]),
  ],
  [
    'two names of invalid UTF-8',
    '\\xfe: 0 of 1 person',
    () =>
      unmet(byPath(entry(Buffer.from([0xfe]), 'a', 'b')), [
        verified(approval({ subject: content([entry(Buffer.from([0xff]), 'a', 'b')]) })),
      ]),
  ],
  [
    'on another branch',
    'is for refs/heads/main, not for refs/heads/release',
    () => unmet(wanted({ subject: content([WORKFLOW], { target: 'refs/heads/release' }) }), [good()]),
  ],
  [
    'of another repository, verified there',
    'is for another repository',
    () => unmet(wanted({ repository: 'git+https://github.com/acme/other' }), [good()]),
  ],
  [
    'for another clause',
    'does not answer paths.migrations',
    () => unmet(wanted({}, { id: 'paths.migrations' }), [good()]),
  ],
  [
    'single paths for the whole change',
    'the whole change is asked for',
    () => unmet(wanted({ subject: content([WORKFLOW], { whole: true }) }), [good()]),
  ],
  [
    'a whole change with one path more',
    'this is another: its paths or their contents differ',
    () =>
      unmet(wanted({ subject: content([WORKFLOW, entry('z', 'a', 'b')], { whole: true }) }), [
        verified(approval({ subject: content([WORKFLOW], { whole: true }) })),
      ]),
  ],
  [
    'a part of a whole change',
    'is for a whole change',
    () =>
      unmet(wanted(), [
        verified(approval({ subject: content([WORKFLOW, entry('z', 'a', 'b')], { whole: true }) })),
      ]),
  ],
  [
    'put back after it was taken out',
    'is spent: its target has held this change',
    () => unmet(wanted(), [good()], { spent: spentBy([good()], () => made(['a', 'b'], ['b', 'a'])) }),
  ],
  [
    'put back after it was squashed with another step',
    /is spent[\s\S]*is spent/,
    () => squashedAndReverted(),
  ],
  [
    'a target that was rewritten',
    'its target was rewritten since',
    () => unmet(wanted(), [good()], { spent: spentBy([good()], () => null) }),
  ],
  [
    'an unapproved step between two approved ones',
    'no approved step leads on to it',
    () =>
      unmet(byPath(entry(path, 'a', 'd')), [
        good(),
        verified(approval({ subject: content([entry(path, 'c', 'd')]) })),
      ]),
  ],
  [
    'an approval of content for a ref update',
    'is for content, and a ref update',
    () => unmet(wanted({ subject: refUpdate() }), [good()]),
  ],
  [
    'an approval of a ref update for content',
    'is for a ref update, and content',
    () => unmet(wanted(), [forced()]),
  ],
]

const made = (...steps: [string | null, string | null][]): MadeStep[] =>
  steps.map(([from, to]) => ({ pathB64: WORKFLOW.pathB64, from: from && id(from), to: to && id(to) }))

function squashedAndReverted(): string {
  const both = [good(), verified(approval({ subject: content([entry(path, 'b', 'c')]) }))]
  return unmet(byPath(entry(path, 'a', 'c')), both, {
    spent: spentBy(both, () => made(['a', 'c'], ['c', 'a'])),
  })
}
