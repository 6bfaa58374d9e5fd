// A line with a record type that exists already, compared with it.
import type { RecordType } from '../contracts/record-type-schemas.ts';
import { differenceAt } from '../text/field-differences.ts';
import type { ValidLine } from './import-lines.ts';
import { type Outcome, outcome } from './import-outcomes.ts';

/** Identical, or differs: the record type keeps its values. */
export function comparedType(line: ValidLine, known: RecordType): Outcome {
  const { displayName } = line.value;
  const created = { displayCollectionName: displayName, connectionsEnabled: false, ...line.value };
  const errors = Object.entries(created)
    .filter(([field, value]) => known[field as keyof RecordType] !== value)
    .map(([path]) => differenceAt(path, known[path as keyof RecordType]));
  if (errors.length === 0) return outcome(line, 'identical');
  const fields = errors.map(({ path }) => path).join(', ');
  return outcome(line, 'differs', {
    code: 'PreconditionFailed',
    detail: `the record type ${known.type} exists with other values: ${fields}`,
    errors,
  });
}
