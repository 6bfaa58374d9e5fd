import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { eventExamples } from '../../docs/event-examples.ts';
import { eventSchemas } from '../../docs/event-schemas.ts';
import { made } from '../../docs/made.ts';

const docs = new URL('../../docs/', import.meta.url);

it.each([...made()])('docs/%s is as the code makes it (else: npm run docs)', (file, text) => {
  expect(readFileSync(new URL(file, docs), 'utf8')).toBe(text);
});

it('there is one schema for each event and none of any other', () => {
  const files = readdirSync(new URL('events', docs)).filter((file) => file.endsWith('.json'));
  expect(files.sort()).toEqual(
    eventSchemas()
      .map(({ file }) => file)
      .sort(),
  );
});

it('there is an example of each event, of its own type', () => {
  for (const { type } of eventSchemas()) expect(eventExamples.get(type)?.type).toBe(type);
});
