// Where a record is, for those who read it and those who check that it is there.
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Key } from '../engine/commit.ts';
import { items } from '../schema.ts';

export const recordKey = ({ type, id }: RecordReference): Key => ({
  pk: items.record.partition(type, id),
  sk: items.record.sort(),
});
