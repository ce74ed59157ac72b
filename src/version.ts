declare const __PORTCULLIS_VERSION__: string | undefined

/** The package's version: put in by scripts/build.js; unbundled (in unit tests) there is none. */
export const VERSION: string = typeof __PORTCULLIS_VERSION__ === 'string' ? __PORTCULLIS_VERSION__ : '0.0.0'

declare const __PORTCULLIS_BUILD__: string | undefined

/** A digest of the sources that were built: two checkouts of one version may see differently. */
export const BUILD: string = typeof __PORTCULLIS_BUILD__ === 'string' ? __PORTCULLIS_BUILD__ : ''
