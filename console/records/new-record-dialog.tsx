// The dialog that makes a record; also what the look-up of a connection opens for "new record".
import { useState } from 'react';
import type { NamedRecord } from '../../shared/contracts/connection-schemas.ts';
import { useChange } from '../api/write-hooks.ts';
import { useRecordTypes } from '../find/record-types.ts';
import { RefusalBar } from '../parts/refusal-bar.tsx';
import { SaveDialog } from '../parts/save-dialog.tsx';
import { useUnsaved } from '../parts/unsaved.tsx';
import { findText } from '../text/find.ts';
import { attributesOf, blankRecord, recordIdFrom } from './new-record.ts';
import { NewRecordForm } from './new-record-form.tsx';

interface Props {
  /** The record's type; left out, one chooses among those that `connectionsEnabled`. */
  readonly type?: string;
  /** What the name is at first. */
  readonly name?: string;
  readonly onClose: () => void;
  /** Told of the record that has been made, after the dialog has closed. */
  readonly onCreated: (record: NamedRecord) => void;
}

export default function NewRecordDialog({ type, name = '', onClose, onCreated }: Props) {
  const enabled = useRecordTypes().items.filter((each) => each.connectionsEnabled);
  const [before] = useState(() => blankRecord(type ?? '', name));
  // The same for as long as the dialog is open: what is sent once more is the same record.
  const [unique] = useState(() => crypto.randomUUID().slice(0, 8));
  const [typed, setTyped] = useState(before);
  const [nameMissing, setNameMissing] = useState(false);
  const put = useChange('putRecord');
  const { leave, saved, question } = useUnsaved(typed !== before);
  const chosenType = typed.type || enabled[0]?.type || '';

  function save() {
    setNameMissing(typed.name.trim() === '');
    if (typed.name.trim() === '' || put.isPending) return;
    const id = typed.id.trim() || recordIdFrom(typed.name, unique);
    const body = { name: typed.name.trim(), attributes: attributesOf(typed.attributes) };
    put.mutate(
      { params: { type: chosenType, id }, body },
      {
        onSuccess: (record) => {
          saved();
          onClose();
          onCreated({ type: record.type, id: record.id, name: record.name });
        },
      },
    );
  }

  const errors = errorsOf(put.error?.errors ?? []);
  return (
    <SaveDialog
      title={findText.newRecord}
      isSaving={put.isPending}
      onSave={save}
      onCancel={() => leave(onClose)}
      question={question}
    >
      {Object.keys(errors).length === 0 && <RefusalBar error={put.error} />}
      <NewRecordForm
        value={{ ...typed, type: chosenType }}
        onChange={setTyped}
        types={type === undefined ? enabled : []}
        errors={{ ...errors, ...(nameMissing ? { name: findText.nameMissing } : {}) }}
      />
    </SaveDialog>
  );
}

/** The service's errors by the form's fields: `attributes.x` is about the attributes. */
function errorsOf(errors: readonly { readonly path: string; readonly message: string }[]) {
  const known = ['type', 'name', 'id', 'attributes'];
  return Object.fromEntries(
    errors
      .map(({ path, message }) => [path.split(/[.[]/)[0] ?? '', message] as const)
      .filter(([field]) => known.includes(field)),
  );
}
