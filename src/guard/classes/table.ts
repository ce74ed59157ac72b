/** Every class that is computed, by the name a policy gives it. A new one: its file beside this, its line here and in named-lists.ts. */
import { attributes } from './attributes.ts'
import { agentConfig, codeowners, policyFiles, workflow } from './by-path.ts'
import { binaryAdded, generated, largeFile, license } from './content.ts'
import { dependencyAdded, dependencyRemoved, dependencySource } from './dependencies.ts'
import { hookConfig, installScript } from './install-scripts.ts'
import { migration, migrationDestructive } from './migrations.ts'
import { executableAdded, submodule, symlinkAdded, symlinkOutside } from './modes.ts'
import { testSkipped } from './tests.ts'
import { lockfileAlone, type TogetherClass, testDeleted } from './together.ts'
import type { ChangeClass } from './types.ts'
import { workflowPermissions } from './workflow-permissions.ts'

/** Asked about each change by itself. */
export const CLASSES: Readonly<Record<string, ChangeClass>> = {
  'agent-config-changed': agentConfig,
  'binary-added': binaryAdded,
  'codeowners-changed': codeowners,
  'dependency-added': dependencyAdded,
  'dependency-removed': dependencyRemoved,
  'dependency-source-changed': dependencySource,
  'generated-changed': generated,
  'gitattributes-filter-changed': attributes,
  'hook-config-changed': hookConfig,
  'install-script-changed': installScript,
  'large-file': largeFile,
  'license-changed': license,
  'migration-changed': migration,
  'migration-destructive': migrationDestructive,
  'mode-executable-added': executableAdded,
  'policy-changed': policyFiles,
  'submodule-changed': submodule,
  'symlink-added': symlinkAdded,
  'symlink-outside-tree': symlinkOutside,
  'test-deleted-or-skipped': testSkipped,
  'workflow-changed': workflow,
  'workflow-permissions-widened': workflowPermissions,
}

/** Asked once, about all changes of the operation. */
export const TOGETHER: Readonly<Record<string, TogetherClass>> = {
  'lockfile-without-manifest': lockfileAlone,
  'test-deleted-or-skipped': testDeleted,
}
