// A record after a merge patch, and what is wrong with the patch.
import type { StoredRecord } from '../contracts/answers/record-answers.ts';
import type { RecordPatch } from '../contracts/record-schemas.ts';
import { changedReturned } from '../contracts/returned-fields.ts';
import { Sent } from '../contracts/sent-input.ts';
import { patchedAttributes, sizeFaults } from './attributes.ts';

/**
 * The name and the attributes of a record after a patch (RFC 7396).
 * @throws Refusal ValidationFailed with every fault, also if the attributes become too large or too deep
 */
export function patchedRecord(
  current: StoredRecord,
  patch: RecordPatch | Sent<RecordPatch>,
): Pick<StoredRecord, 'name' | 'attributes'> {
  const sent = Sent.of(patch);
  const { name = current.name, attributes: changes } = sent.value;
  const attributes =
    changes === undefined
      ? current.attributes
      : ((changes && patchedAttributes(current.attributes, changes)) ?? {});
  sent.whole([...changedReturned(sent.returned, current), ...sizeFaults(attributes, 'record')]);
  return { name, attributes };
}
