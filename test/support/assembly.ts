// A synthesized folder made by hand: a small template with functions of a few lines.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes what `cdk synth` would, for the local host to run.
 *
 * @param code of each function, an ES module that exports `handler`, by the key of its asset.
 */
export function writeAssembly(
  folder: string,
  template: unknown,
  code: Readonly<Record<string, string>>,
): string {
  const keys = Object.keys(code);
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
  for (const key of keys) {
    mkdirSync(join(folder, `asset.${key}`), { recursive: true });
    writeFileSync(join(folder, `asset.${key}`, 'index.mjs'), code[key] ?? '');
  }
  return folder;
}

/** An AWS::Lambda::Function whose code is the asset of this key. */
export function lambdaFunction(key: string, properties: object = {}) {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: { Code: { S3Key: key }, Handler: 'index.handler', ...properties },
  };
}
