// Writes a synthesized folder by hand: a small template with functions and files of a few lines.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes what `cdk synth` would write, so that the local host can run it.
 *
 * @param assets by asset key: the code of a function (an ES module that exports `handler`), or files
 *   by name.
 */
export function writeAssembly(
  folder: string,
  template: unknown,
  assets: Readonly<Record<string, string | Readonly<Record<string, string>>>>,
): string {
  const keys = Object.keys(assets);
  const files = {
    'manifest.json': {
      artifacts: {
        stack: {
          type: 'aws:cloudformation:stack',
          properties: { templateFile: 'stack.template.json' },
        },
      },
    },
    'stack.assets.json': {
      files: Object.fromEntries(
        keys.map((key) => [
          key,
          { source: { path: `asset.${key}` }, destinations: { here: { objectKey: key } } },
        ]),
      ),
    },
    'stack.template.json': template,
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), JSON.stringify(content));
  }
  for (const [key, asset] of Object.entries(assets)) {
    for (const [name, content] of Object.entries(
      typeof asset === 'string' ? { 'index.mjs': asset } : asset,
    )) {
      const file = join(folder, `asset.${key}`, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
  return folder;
}

/** An AWS::Lambda::Function whose code is the asset with this key. */
export function lambdaFunction(key: string, properties: object = {}) {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: { Code: { S3Key: key }, Handler: 'index.handler', ...properties },
  };
}
