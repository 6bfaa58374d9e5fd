// The events on the bus as Markdown: a table of all events, then an example of each.

import { type EventType, events } from '../shared/contracts/event-schemas.ts';
import { eventSource } from '../shared/contracts/event-source.ts';
import { eventExamples } from '../testing/event-examples.ts';
import { eventTypes, schemaFileOf } from './event-schemas.ts';

export function eventTables(): string {
  const rows = eventTypes.map(
    (type) =>
      `| [${type}](#${anchorOf(type)}) | ${events[type].meta()?.description} | [schema](${schemaFileOf(type)}) |`,
  );
  return [
    '| `detail-type` | announced when | |',
    '|---|---|---|',
    ...rows,
    '',
    '## Examples',
    ...eventTypes.flatMap((type) => ['', `### ${type}`, '', ...exampleOf(type)]),
  ].join('\n');
}

const anchorOf = (type: EventType) => type.toLowerCase().replaceAll(' ', '-');

function exampleOf(type: EventType): string[] {
  const example = eventExamples.get(type);
  if (!example) throw new Error(`testing/event-examples.ts has no example of ${type}`);
  const event = { source: eventSource, 'detail-type': type, detail: example.detail };
  return ['```json', JSON.stringify(event, null, 2), '```'];
}
