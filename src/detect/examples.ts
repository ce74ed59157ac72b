/** Where people write credentials that open nothing: tests, examples, documentation. */

const FOLDER =
  /(?:^|\/)(?:[\w-]+[-_.])?(?:tests?|testing|testdata|specs?|fixtures?|mocks?|examples?|samples?|demos?|docs?|documentation|tutorials?|__tests__|__mocks__)\//i
const FILE =
  /(?:^|\/)(?:readme|changelog|changes|history|news)[^/]*$|[._-](?:test|tests|spec|example|sample|mock)s?\.[^/]*$|\.(?:md|mdx|rst|adoc|asciidoc)$|(?:^|\/)test_[^/]*$|\.(?:example|sample|template)$/i

/** Of a path in a repository. An absolute one says where somebody keeps things, not what they are. */
export function isExample(path: string | undefined): boolean {
  return path !== undefined && !path.startsWith('/') && (FOLDER.test(path) || FILE.test(path))
}
