// The table's keys and access patterns as Markdown, generated from the schema.
import { indexes, items } from '../shared/table/schema.ts';

/** Placeholders for the arguments of each key builder: one for each part of the key between `#` characters. */
const sampleParts: Record<keyof typeof items, [partition: string[], sort: string[]]> = {
  record: [['{type}', '{id}'], []],
  half: [
    ['{type}', '{id}'],
    ['{role}', '{connectedType}', '{connectedId}', '{connectedRole}', '{start}', '{titleHash}'],
  ],
  series: [
    ['{type}', '{id}'],
    ['{connectedType}', '{connectedId}', '{role}', '{connectedRole}'],
  ],
  change: [['{connectionId}'], []],
  externalId: [['{hash}'], []],
  limit: [['{type}', '{id}'], ['{role}']],
  deletedRecord: [['{type}', '{id}'], ['{recordSince}']],
  sweepClaim: [['{type}', '{id}'], []],
  historyEntry: [
    ['{type}', '{id}'],
    ['{at}', '{connectionId}', '{version}'],
  ],
  lifetimeEntry: [
    ['{type}', '{id}'],
    ['{at}', '{event}'],
  ],
  mergedMark: [['{type}', '{id}'], ['connections']],
  leftEntry: [
    ['{type}', '{id}'],
    ['{at}', '{connectionId}', '{version}'],
  ],
  catalogEntry: [
    ['{kind}', '{id}'],
    ['{at}', '{catalogVersion}'],
  ],
  summary: [['{type}', '{id}'], []],
  heldRole: [['{type}', '{id}'], ['{role}']],
  typeCounts: [['{type}'], ['{part}']],
  word: [['{shard}'], ['{word}', '{type}', '{id}']],
  roleCounts: [['{role}'], ['{part}']],
  feedSegment: [['{part}'], ['{number}']],
  termEnd: [['{shard}'], ['{date}', '{connectionId}']],
  owned: [
    ['{shard}', '{owner}'],
    ['{modifiedAt}', '{connectionId}'],
  ],
  recordType: [[], ['{type}']],
  role: [[], ['{id}']],
  catalogVersion: [[], []],
  catalogChange: [[], ['{catalogVersion}']],
  shardCount: [[], []],
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
