// The console's files: built by Vite during the synthesis, or already built in Liaison's package.
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

/** The inputs of the build; the lock file stands for all packages. */
const buildInputs = ['console', 'shared/contracts', 'package-lock.json'];

/** Built once for each state of its inputs; if bundling is off, the sources stand in for the build. */
export function consoleBuild(): ISource {
  // Liaison's package contains the built console without its sources, because other apps have no Vite.
  if (!existsSync(config)) return Source.asset(folder);
  const hash = createHash('sha256');
  for (const path of buildInputs) hash.update(FileSystem.fingerprint(join(root, path)));
  return Source.asset(folder, {
    assetHashType: AssetHashType.CUSTOM,
    assetHash: hash.digest('hex'),
    bundling: {
      // CDK requires an image as a fallback. It is never used, because Vite is part of the project.
      image: DockerImage.fromRegistry('unused'),
      local: { tryBundle: build },
    },
  });
}

function build(outputDir: string): boolean {
  const vite = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')));
  const options = ['--config', config, '--outDir', outputDir, '--logLevel', 'error'];
  // Standard output belongs to the command that synthesizes; Vite's errors go to standard error.
  execFileSync(process.execPath, [vite, 'build', ...options], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  return true;
}
