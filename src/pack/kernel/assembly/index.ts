// The exports of dist/kernel.wasm. AssemblyScript: looks like TypeScript, is compiled by scripts/build-kernel.js alone.
export { apply, deltaSizes } from './delta'
export { inflate } from './inflate'
