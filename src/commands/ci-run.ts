export async function runCi(): Promise<never> {
  throw new Error('not wired')
}
