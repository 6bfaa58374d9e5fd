// The table's keys and access patterns as Markdown, made from the schema itself.
import { indexes, items } from '../shared/table/schema.ts';

/** Shows each argument of a key builder by its place: what is between # is one part. */
const sampleParts: Record<keyof typeof items, [partition: string[], sort: string[]]> = {
  record: [['{type}', '{id}'], []],
  half: [
    ['{type}', '{id}'],
    ['{role}', '{connectedType}', '{connectedId}', '{connectedRole}', '{start}'],
  ],
  moved: [['{connectionId}'], []],
  recordType: [[], ['{type}']],
  role: [[], ['{id}']],
  catalogVersion: [[], []],
  idempotencyKey: [['{hash}'], []],
};

type KeyBuilder = (...parts: string[]) => string;

export function accessPatterns(): string {
  const kinds = Object.entries(items).map(([kind, { partition, sort, answers }]) => {
    const [partitionParts, sortParts] = sampleParts[kind as keyof typeof items];
    const pk = (partition as unknown as KeyBuilder)(...partitionParts);
    const sk = (sort as unknown as KeyBuilder)(...sortParts);
    return `| ${kind} | \`${pk}\` | \`${sk}\` | ${answers} |`;
  });
  const names = (attributes: readonly (readonly [string, string])[]) =>
    attributes.map(([name]) => `\`${name}\``).join(', ');
  const secondary = Object.entries(indexes).map(
    ([name, { partition, sort, projection, answers }]) =>
      `| ${name} | ${names(partition)} | ${names(sort)} | ${projection} | ${answers} |`,
  );
  return [
    '| item | partition key `pk` | sort key `sk` | answers |',
    '|---|---|---|---|',
    ...kinds,
    '',
    '| index | partition key | sort key | projects | answers |',
    '|---|---|---|---|---|',
    ...secondary,
  ].join('\n');
}
