// Compiles src/pack/kernel/assembly/ (AssemblyScript) to dist/kernel.wasm, and src/detect/skim/assembly/ to dist/skim.wasm.

import asc from 'assemblyscript/asc'

const OPTIONS = [
  ...['-O3', '--converge', '--noAssert'],
  ...['--enable', 'simd'], // in V8 since 9.1; Node 20 has 11.3
  ...['--runtime', 'stub', '--use', 'abort='], // nothing is allocated and nothing throws
  ...['--importMemory', '--noExportMemory', '--initialMemory', '1'],
  ...['--memoryBase', '256'], // STATIC of layout.ts
]

/** Throws with the compiler's own words. */
export async function buildKernel(outFile = 'dist/kernel.wasm') {
  await compile('src/pack/kernel/assembly/index.ts', outFile)
}

/** The same. */
export async function buildSkim(outFile = 'dist/skim.wasm') {
  await compile('src/detect/skim/assembly/index.ts', outFile)
}

async function compile(source, outFile) {
  const { error, stderr } = await asc.main([source, '--outFile', outFile, ...OPTIONS])
  if (error) throw new Error(`${source} does not compile\n${stderr}`, { cause: error })
}
