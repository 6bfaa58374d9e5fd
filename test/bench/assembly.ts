// The synthesized stack that benchmarks run, unchanged or without its stream readers.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { synthesize } from '../../infra/local/base/synth.ts';
import { Template } from '../../infra/local/base/template.ts';
import { GlobalTable } from '../../infra/local/dynamodb/tables.ts';

export interface BenchAssembly {
  /** The folder. */
  readonly assembly: string;
  readonly tableName: string;
  readonly table: GlobalTable;
}

/** Synthesizes stage `local` into a folder of `dataDir`, about 5 s. */
export async function makeAssembly(dataDir: string): Promise<BenchAssembly> {
  const assembly = join(dataDir, 'assembly');
  const { template } = await synthesize(assembly);
  return tableOf(assembly, template);
}

/** The same stack with a table of another name, without a stream and without stream readers. */
export function withoutStreams({ assembly, tableName }: BenchAssembly): BenchAssembly {
  const quiet = `${assembly}-without-streams`;
  cpSync(assembly, quiet, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(quiet, 'manifest.json'), 'utf8'));
  const [file] = Object.values<{ properties?: { templateFile?: string } }>(manifest.artifacts)
    .map(({ properties }) => properties?.templateFile)
    .filter((name) => name !== undefined);
  const path = join(quiet, file as string);
  const text = readFileSync(path, 'utf8').replaceAll(tableName, `${tableName}Quiet`);
  const template = WithResources.parse(JSON.parse(text));
  for (const { Type, Properties } of Object.values(template.Resources)) {
    if (Type === 'AWS::Lambda::EventSourceMapping') Properties.Enabled = false;
    if (Type === 'AWS::DynamoDB::GlobalTable') delete Properties.StreamSpecification;
  }
  writeFileSync(path, JSON.stringify(template));
  return tableOf(quiet, template);
}

const WithResources = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});

function tableOf(assembly: string, json: unknown): BenchAssembly {
  const template = new Template(json, () => '');
  const tables = [...template.resources('AWS::DynamoDB::GlobalTable', GlobalTable)];
  const [found] = tables;
  if (tables.length !== 1 || !found) throw new Error(`the stack has ${tables.length} tables`);
  return { assembly, tableName: found[0], table: found[1] };
}
