// The events on the bus as Markdown: a table of all events, then an example of each.

import { type EventType, events } from '../shared/contracts/event-schemas.ts';
import { eventTypes, exampleOf, schemaFileOf } from './event-schemas.ts';

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
    ...eventTypes.flatMap((type) => ['', `### ${type}`, '', ...codeOf(type)]),
  ].join('\n');
}

const anchorOf = (type: EventType) => type.toLowerCase().replaceAll(' ', '-');

const codeOf = (type: EventType) => ['```json', JSON.stringify(exampleOf(type), null, 2), '```'];
