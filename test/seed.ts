/**
 * Properties draw from a fixed seed: a run of the tests says the same twice, and what fails can be repeated. `PORTCULLIS_SEED=N`
 * draws others, `PORTCULLIS_SEED=any` new ones each time: that is how a counterexample is looked for.
 */
import fc from 'fast-check'

const wanted = process.env.PORTCULLIS_SEED ?? '20261129'
if (wanted !== 'any') fc.configureGlobal({ seed: Number(wanted) })
