export async function runBaseline(): Promise<never> {
  throw new Error('not wired')
}
