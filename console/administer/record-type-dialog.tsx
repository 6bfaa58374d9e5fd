// The dialog that creates a record type or changes its names.
import { Checkbox, Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import type { RecordType } from '../../shared/contracts/record-type-schemas.ts';
import { useChange } from '../api/write-hooks.ts';
import { RefusalBar } from '../base/failure-bars.tsx';
import { fieldErrors, wrong } from '../base/form-errors.ts';
import { SaveDialog } from '../base/save-dialog.tsx';
import { useUnsaved } from '../base/unsaved-input.tsx';
import { useRecordTypes } from '../data/all-record-types.tsx';
import { administerText } from '../text/administer-text.ts';

const blank = { type: '', displayName: '', displayCollectionName: '', connectionsEnabled: true };

interface Props {
  /** The record type to edit; left out for a new one. */
  readonly before?: RecordType;
  readonly onClose: () => void;
}

export function RecordTypeDialog({ before, onClose }: Props) {
  const [typed, setTyped] = useState(before ?? blank);
  const [tried, setTried] = useState(false);
  const { items: types } = useRecordTypes();
  const put = useChange('putRecordType');
  const { leave, saved, question } = useUnsaved(typed !== (before ?? blank));
  const change = (part: Partial<RecordType>) => setTyped({ ...typed, ...part });

  const type = typed.type.trim();
  const isTaken = !before && types.some((each) => each.type === type);
  const missing = {
    ...(type === '' && { type: administerText.typeIdMissing }),
    ...(isTaken && { type: administerText.typeIdTaken }),
    ...(typed.displayName.trim() === '' && { displayName: administerText.displayNameMissing }),
  };
  const refused = fieldErrors(put.error, ['type', 'displayName', 'displayCollectionName']);
  const errors: typeof refused = tried ? { ...refused, ...missing } : refused;

  function save() {
    setTried(true);
    if (put.isPending || Object.keys(missing).length > 0) return;
    const body = {
      displayName: typed.displayName.trim(),
      displayCollectionName: typed.displayCollectionName.trim() || undefined,
      connectionsEnabled: typed.connectionsEnabled,
    };
    put.mutate(
      { params: { type }, body, ...(before && { ifMatch: before.version }) },
      {
        onSuccess: () => {
          saved();
          onClose();
        },
      },
    );
  }

  return (
    <SaveDialog
      title={before ? administerText.editTitle : administerText.newType}
      isSaving={put.isPending}
      onSave={save}
      onCancel={() => leave(onClose)}
      question={question}
    >
      {Object.keys(refused).length === 0 && <RefusalBar error={put.error} />}
      <Field label={administerText.displayName} required {...wrong(errors.displayName)}>
        <Input
          value={typed.displayName}
          maxLength={100}
          onChange={(_, { value: displayName }) => change({ displayName })}
        />
      </Field>
      <Field
        label={administerText.displayCollectionName}
        hint={administerText.displayCollectionNameHint}
        {...wrong(errors.displayCollectionName)}
      >
        <Input
          value={typed.displayCollectionName}
          maxLength={100}
          onChange={(_, { value }) => change({ displayCollectionName: value })}
        />
      </Field>
      {!before && (
        <>
          <Field
            label={administerText.typeId}
            required
            hint={administerText.typeIdHint}
            {...wrong(errors.type)}
          >
            <Input
              value={typed.type}
              maxLength={64}
              onChange={(_, { value }) => change({ type: value })}
            />
          </Field>
          <Field hint={administerText.enableHint}>
            <Checkbox
              label={administerText.enable}
              checked={typed.connectionsEnabled}
              onChange={(_, { checked }) => change({ connectionsEnabled: checked === true })}
            />
          </Field>
        </>
      )}
    </SaveDialog>
  );
}
