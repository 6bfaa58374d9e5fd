// The JSON of the pages is valid, and no block is left that nobody runs or checks.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../infra/stage-settings.ts';
import { AttributeSchema } from '../../shared/contracts/attribute-schemas.ts';
import { NewConnection } from '../../shared/contracts/connection-schemas.ts';
import { type Code, codes, problem } from '../../shared/contracts/error-codes.ts';
import { type EventType, events } from '../../shared/contracts/event-schemas.ts';
import { BatchRecord } from '../../shared/contracts/record-schemas.ts';
import { RecordTypeInput } from '../../shared/contracts/record-type-schemas.ts';
import { NewConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { allBlocks, type Block, placeOf } from '../support/examples/blocks.ts';
import { exemptions, reasonAgainstBlock } from '../support/examples/exemptions.ts';
import { shownAnswer } from '../support/examples/shown-answer.ts';
import { root } from '../support/workbench.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a page shows, by the field that only this has; the check returns what is wrong. */
const kinds: readonly (readonly [
  field: string,
  check: (value: Fields, block: Block) => unknown,
])[] = [
  ['detail-type', ofEvent],
  ['requestId', (value) => ('operation' in value ? undefined : ofProblem(value))],
  ['settings', ofSettings],
  ['attributeSchema', ({ attributeSchema }) => AttributeSchema.safeParse(attributeSchema).error],
  ['record1', (value) => NewConnection.safeParse(value).error],
  ['matchingRoleIds', (value) => NewConnectionRole.safeParse(value).error],
  ['displayName', ({ type: _, ...value }) => RecordTypeInput.safeParse(value).error],
  ['attributes', (value) => BatchRecord.safeParse(value).error],
];

/** @throws if a setting is unknown or invalid */
function ofSettings({ settings }: Fields) {
  for (const stage of Object.keys(settings as object)) settingsOf(stage, settings);
}

/** The fields that an event shows exist. */
function ofEvent({ 'detail-type': type, detail }: Fields) {
  const schema = events[type as EventType];
  const unknown = Object.keys(detail as object).filter((name) => !(name in schema.shape));
  return unknown.length > 0 ? `${type} has no ${unknown}` : undefined;
}

function ofProblem({ code, detail, ...value }: Fields) {
  const { type, title, status } = problem(code as Code, String(detail));
  expect(codes).toHaveProperty(String(code));
  expect(value).toMatchObject({ type, title, status });
}

/** The values of a block: one, one on each line, or the fields of one. */
function valuesIn({ code }: Block): unknown[] {
  const whole = shownAnswer(code.startsWith('"') ? `{${code}}` : code);
  return whole === undefined ? code.split('\n').map(shownAnswer) : [whole];
}

const isAnswer = (block: Block) => {
  const before = allBlocks[allBlocks.indexOf(block) - 1];
  const shows = before?.page === block.page && /^\s*$/.test(before.after);
  return shows && /shell|http/.test(before.language);
};

const json = allBlocks.filter(({ language, made }) => language === 'json' && !made);

it.each(json.map((block) => [placeOf(block), block] as const))('%s is valid', (_, block) => {
  // test/http/examples.test.ts compares answers.
  if (isAnswer(block) || reasonAgainstBlock(block)) return;
  for (const value of valuesIn(block) as Fields[]) {
    expect(value, 'it is not JSON').toBeInstanceOf(Object);
    const [, check] = kinds.find(([field]) => field in value) ?? [];
    expect(check, 'it is of no kind that this test knows').toBeDefined();
    expect(check?.(value, block) ?? []).toEqual([]);
  }
});

/** The tests, in which an error that a page shows is expected word for word. */
const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(root, 'test', name), 'utf8'));

describe('every block', () => {
  it('that is a text is expected by a test, or has a reason why nothing checks it', () => {
    const texts = allBlocks.filter(({ language, made }) => language === 'text' && !made);
    const unchecked = texts.filter(
      (block) =>
        !reasonAgainstBlock(block) && !tests.some((source) => source.includes(block.code.trim())),
    );
    expect(unchecked.map(placeOf)).toEqual([]);
  });

  it('that an exemption names exists', () => {
    const gone = exemptions.blocks.filter(
      ({ page, heading }) => !allBlocks.some((one) => one.page === page && one.heading === heading),
    );
    expect(gone).toEqual([]);
  });
});
