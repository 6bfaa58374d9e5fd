// A record that is to be created, compared with the one that exists.

import type { StoredRecord } from '../contracts/answers/record-answers.ts';
import { listed, Refusal } from '../contracts/error-codes.ts';
import { recordPath } from '../contracts/identifiers.ts';
import type { BatchRecord } from '../contracts/record-schemas.ts';
import { differenceAt, type FieldDifference } from '../text/field-differences.ts';
import { attributeDifferences } from './attributes.ts';

/** The refusal to create a record that exists with other values. */
export function recordExists(input: BatchRecord, existing: StoredRecord): Refusal {
  const ofName = input.name === existing.name ? [] : [differenceAt('name', existing.name)];
  const ofAttributes = attributeDifferences(input.attributes, existing.attributes);
  const differs = [...ofName.map(({ path }) => path), ...ofAttributes.map(() => 'attributes')];
  const errors = listed([...ofName, ...ofAttributes], 'ValidationFailed');
  return new Refusal(
    'PreconditionFailed',
    `the record ${recordPath(input)} exists with other values: ${namesOf(errors)}`,
    { differs: [...new Set(differs)], errors },
  );
}

/** How many fields a sentence names. */
const mostNamed = 10;

function namesOf(errors: readonly FieldDifference[]): string {
  const names = errors.slice(0, mostNamed).map(({ path }) => path);
  return names.join(', ') + (errors.length > mostNamed ? ' and others' : '');
}
