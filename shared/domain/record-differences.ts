// A record that is to be created, compared with the one that exists.
import { listed, Refusal } from '../contracts/error-codes.ts';
import { recordPath } from '../contracts/identifiers.ts';
import type { BatchRecord, StoredRecord } from '../contracts/record-schemas.ts';
import { faultPath } from '../text/fault-path.ts';
import { differenceAt, type FieldDifference } from '../text/field-differences.ts';
import { isSameJson } from '../text/same-json.ts';

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

/** One for each attribute, by its first name. */
function attributeDifferences(
  sent: BatchRecord['attributes'],
  existing: StoredRecord['attributes'],
): FieldDifference[] {
  const names = new Set([...Object.keys(sent), ...Object.keys(existing)]);
  const own = (attributes: Record<string, unknown>, name: string) =>
    Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  return [...names]
    .filter((name) => !isSameJson(own(sent, name), own(existing, name)))
    .map((name) => differenceAt(faultPath(['attributes', name]), own(existing, name)));
}

/** How many fields a sentence names. */
const mostNamed = 10;

function namesOf(errors: readonly FieldDifference[]): string {
  const names = errors.slice(0, mostNamed).map(({ path }) => path);
  return names.join(', ') + (errors.length > mostNamed ? ' and others' : '');
}
