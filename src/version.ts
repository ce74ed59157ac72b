declare const __PORTCULLIS_VERSION__: string | undefined

/** The package's version: put in by scripts/build.js; unbundled (in unit tests) there is none. */
export const VERSION: string = typeof __PORTCULLIS_VERSION__ === 'string' ? __PORTCULLIS_VERSION__ : '0.0.0'
