// A record that is to be created, compared with the one that exists.
import { Refusal } from '../contracts/error-codes.ts';
import { recordPath } from '../contracts/identifiers.ts';
import type { BatchRecord, StoredRecord } from '../contracts/record-schemas.ts';
import { isSameJson } from '../text/same-json.ts';
import { differenceAt, type FieldDifference } from './field-differences.ts';

/** The refusal to create a record that exists with other values; undefined if the values are the same. */
export function recordExists(input: BatchRecord, existing: StoredRecord): Refusal | undefined {
  const ofName = input.name === existing.name ? [] : [differenceAt('name', existing.name)];
  const ofAttributes = attributeDifferences(input.attributes, existing.attributes);
  if (ofName.length + ofAttributes.length === 0) return undefined;
  const differs = [...ofName.map(({ path }) => path), ...ofAttributes.map(() => 'attributes')];
  const errors = [...ofName, ...ofAttributes];
  return new Refusal(
    'PreconditionFailed',
    `the record ${recordPath(input)} exists with other values: ${errors.map(({ path }) => path).join(', ')}`,
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
    .map((name) => differenceAt(pathOfAttribute(name), own(existing, name)));
}

/** As zod writes paths. */
const pathOfAttribute = (name: string) =>
  /[^\w$]/.test(name) || name === '' ? `attributes[${JSON.stringify(name)}]` : `attributes.${name}`;
