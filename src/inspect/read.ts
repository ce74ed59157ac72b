/** Contents out of an operation's objects, where one that cannot be read is none. */
import type { Blob, Change, ObjectReader } from '../model.ts'

export async function readContent(id: string, objects: ObjectReader, limit: number): Promise<Buffer | null> {
  return (await readBlob(id, objects, limit))?.data ?? null
}

export async function readBlob(id: string, objects: ObjectReader, limit: number): Promise<Blob | null> {
  try {
    return await objects.read(id, limit)
  } catch {
    return null
  }
}

/** A parent that can't be read subtracts nothing: that only reports more. */
export async function parentsIn({ before }: Change, objects: ObjectReader, limit: number): Promise<Buffer[]> {
  const blobs = await Promise.all(before.map(entry => readContent(entry.id, objects, limit)))
  return blobs.filter(data => data !== null)
}
