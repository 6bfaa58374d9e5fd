// The console's files: built by Vite while the stack is synthesized, or as they come in the package.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage, FileSystem } from 'aws-cdk-lib';
import { type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(root, 'console');
const config = join(folder, 'vite.config.ts');

/** What goes into the build; the lock file stands for all packages. */
const ingredients = ['console', 'shared/contracts', 'package-lock.json'];

/** Built once for what it is made of; where bundling is off, the sources stand for the build. */
export function consoleBuild(): ISource {
  // Liaison's package has no sources of it: what lies there is built, for apps that have no Vite.
  if (!existsSync(config)) return Source.asset(folder);
  const hash = createHash('sha256');
  for (const path of ingredients) hash.update(FileSystem.fingerprint(join(root, path)));
  return Source.asset(folder, {
    assetHashType: AssetHashType.CUSTOM,
    assetHash: hash.digest('hex'),
    bundling: {
      // CDK wants an image to fall back to; Vite comes with the project, so it is never looked for.
      image: DockerImage.fromRegistry('unused'),
      local: { tryBundle: build },
    },
  });
}

function build(outputDir: string): boolean {
  const vite = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')));
  const options = ['--config', config, '--outDir', outputDir, '--logLevel', 'error'];
  // Standard output is the synthesizing command's own; what stops Vite goes beside it.
  execFileSync(process.execPath, [vite, 'build', ...options], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  return true;
}
