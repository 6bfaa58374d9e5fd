// What a merge does with the connections of the merged record, computed from those of both records.

import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { foldText } from '../../shared/text/fold-text.ts';

export interface MergePreview {
  readonly moved: readonly ConnectionView[];
  /** Deleted, because the surviving record has them already. */
  readonly repeated: readonly ConnectionView[];
  /** Deleted, because they would connect the surviving record to itself. */
  readonly between: readonly ConnectionView[];
}

/**
 * As the service decides it.
 * @param ofMerged all connections of the merged record, seen from it
 * @param ofSurvivor all connections of the surviving record, seen from it
 */
export function mergePreview(
  ofMerged: readonly ConnectionView[],
  ofSurvivor: readonly ConnectionView[],
  survivor: RecordReference,
): MergePreview {
  const there = Map.groupBy(ofSurvivor, likeness);
  const moved: ConnectionView[] = [];
  const repeated: ConnectionView[] = [];
  const between: ConnectionView[] = [];
  for (const each of ofMerged) {
    const { type, id } = each.record2;
    if (type === survivor.type && id === survivor.id) between.push(each);
    else if (there.get(likeness(each))?.some((other) => collide(each, other))) repeated.push(each);
    else moved.push(each);
  }
  return { moved, repeated, between };
}

/** The same for connections with the same other record, roles and title. */
const likeness = ({ record2, record1RoleId, record2RoleId, title }: ConnectionView) =>
  JSON.stringify([
    record2.type,
    record2.id,
    record1RoleId,
    record2RoleId,
    title && foldText(title),
  ]);

/** Whether two periods share more than a boundary day, or start on the same day. */
function collide(one: ConnectionView, other: ConnectionView): boolean {
  const startsBeforeEnd = (first: ConnectionView, second: ConnectionView) =>
    first.effectiveStart === null ||
    second.effectiveEnd === null ||
    first.effectiveStart < second.effectiveEnd;
  return (
    one.effectiveStart === other.effectiveStart ||
    (startsBeforeEnd(one, other) && startsBeforeEnd(other, one))
  );
}
