/** Where an edit that is not made yet would land: so that a person is asked for the same content as at its commit. */
import { headRef } from '../../git/state.ts'
import { treeWith } from '../../git/tree-with.ts'
import type { Landing } from '../../model.ts'
import type { EditedFile } from '../../sources/edit.ts'
import { targetOf, tipOf } from '../landings.ts'
import type { Opened } from '../session.ts'

/** Called only where a clause asks: it writes the objects that the commit would write. Throws GitError. */
export async function editLandings(files: readonly EditedFile[], session: Opened): Promise<Landing[]> {
  const { repo, objects } = session
  const target = await targetOf(session, await headRef(repo))
  if (target === null) return []
  const from = (await objects.info('HEAD^{commit}'))?.id ?? null
  const to = await treeWith(
    repo,
    from,
    files.map(({ path, after }) => ({ path, data: after })),
  )
  return [{ target, tip: await tipOf(session, target), from, to }]
}
