// The dialog that merges a record into another one of its type: which one, what it does, and a confirmation
// by the name.
import { Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type {
  ConnectionView,
  NamedRecord,
} from '../../shared/contracts/answers/connection-answers.ts';
import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import { foldText } from '../../shared/text/fold-text.ts';
import { useChange } from '../api/write-hooks.ts';
import { recordLink } from '../base/addresses.ts';
import { Confirm } from '../base/confirm.tsx';
import { RefusalBar, RestFailure } from '../base/failure-bars.tsx';
import { wrong } from '../base/form-errors.ts';
import { useRecentRecords } from '../data/recent-records.ts';
import { RecordPicker } from '../data/record-picker.tsx';
import { findText } from '../text/find-text.ts';
import { recordText } from '../text/record-text.ts';
import { useMergePreview } from './use-merge-preview.ts';

const useStyles = makeStyles({
  content: { display: 'grid', gap: tokens.spacingVerticalM },
  list: {
    margin: 0,
    paddingLeft: tokens.spacingHorizontalXL,
    overflowWrap: 'anywhere',
  },
});

interface Props {
  /** The record that is merged into another one. */
  readonly record: StoredRecord;
  readonly onCancel: () => void;
}

export default function MergeRecordDialog({ record, onCancel }: Props) {
  const { type, id, name, version } = record;
  const styles = useStyles();
  const navigate = useNavigate();
  const { replace } = useRecentRecords();
  const [survivor, setSurvivor] = useState<NamedRecord | undefined>();
  const [isSelf, setSelf] = useState(false);
  const [typed, setTyped] = useState('');
  const preview = useMergePreview(record, survivor);
  const { mutate, isPending, error, reset } = useChange('mergeRecord');
  const isConfirmed = foldText(typed.trim()) === foldText(name.trim());

  function choose(picked: NamedRecord | undefined) {
    const self = picked?.id === id;
    setSelf(self);
    setSurvivor(self ? undefined : picked);
    setTyped('');
    reset();
  }

  function merge() {
    if (!survivor) return;
    const into = { type: survivor.type, id: survivor.id };
    mutate(
      { params: { type, id }, body: { into }, ifMatch: version },
      {
        onSuccess: () => {
          replace({ type, id }, survivor);
          navigate(recordLink(survivor), { replace: true });
        },
      },
    );
  }

  return (
    <Confirm
      open
      destroys
      title={recordText.mergeTitle(name)}
      confirm={recordText.mergeDo}
      ready={preview.data !== undefined && isConfirmed}
      busy={isPending}
      onConfirm={merge}
      onCancel={onCancel}
    >
      <div className={styles.content}>
        <Field
          label={recordText.mergeInto}
          hint={recordText.mergeIntoHint(name)}
          required
          {...wrong(isSelf ? recordText.mergeSelf : undefined)}
        >
          <RecordPicker
            placeholder={findText.searchHint}
            accepts={(each) => each.type === type}
            picked={survivor}
            onPick={choose}
          />
        </Field>
        {survivor && preview.error && (
          <RestFailure
            what={recordText.mergeNotLoaded}
            error={preview.error}
            onRetry={preview.refetch}
          />
        )}
        {survivor && preview.isPending && !preview.error && (
          <Text role="status">{recordText.mergeLoading(preview.loaded)}</Text>
        )}
        {survivor && preview.data && (
          <>
            <section aria-label={recordText.mergeEffect} className={styles.content}>
              <Text>{recordText.mergeMoved(preview.data.moved.length, survivor.name)}</Text>
              <Removed
                text={recordText.mergeRepeated(preview.data.repeated.length, survivor.name)}
                connections={preview.data.repeated}
              />
              <Removed
                text={recordText.mergeBetween(preview.data.between.length)}
                connections={preview.data.between}
              />
              <Text>{recordText.mergeEnd(name)}</Text>
            </section>
            <Field label={recordText.mergeConfirm(name)}>
              <Input value={typed} onChange={(_, { value }) => setTyped(value)} />
            </Field>
          </>
        )}
        <RefusalBar error={error} />
      </div>
    </Confirm>
  );
}

/** How many are listed by name. */
const listed = 5;

interface RemovedProps {
  readonly text: string;
  readonly connections: readonly ConnectionView[];
}

function Removed({ text, connections }: RemovedProps) {
  const styles = useStyles();
  if (connections.length === 0) return null;
  const more = connections.length - listed;
  return (
    <div>
      <Text>{text}</Text>
      <ul className={styles.list}>
        {connections.slice(0, listed).map((each) => (
          <li key={each.id}>
            {[each.record2.name, each.record2RoleName, each.title]
              .filter((part) => part !== null)
              .join(', ')}
          </li>
        ))}
        {more > 0 && <li>{recordText.mergeMore(more)}</li>}
      </ul>
    </div>
  );
}
