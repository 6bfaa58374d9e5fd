// The dialog that creates a record; the lookup in the connection form opens it, too.

import { Dropdown, Field, Input, makeStyles, Option, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import type { RecordType } from '../../shared/contracts/record-type-schemas.ts';
import { useChange } from '../api/write-hooks.ts';
import { RefusalBar } from '../base/failure-bars.tsx';
import { fieldErrors, wrong } from '../base/form-errors.ts';
import { idOfName } from '../base/id-from-name.ts';
import { SaveDialog } from '../base/save-dialog.tsx';
import { useUnsaved } from '../base/unsaved-input.tsx';
import { useRecordTypes } from '../data/all-record-types.tsx';
import { findText } from '../text/find-text.ts';
import { AttributeRows } from './attribute-rows.tsx';
import { type AttributeRow, attributesOf, repeatedName } from './typed-attributes.ts';

interface Props {
  /** The record's type; if left out, the user selects one with connections enabled. */
  readonly type?: string;
  /** Initial name. */
  readonly name?: string;
  readonly onClose: () => void;
  /** Receives the created record, after the dialog has closed. */
  readonly onCreated: (record: NamedRecord) => void;
}

export default function NewRecordDialog({ type, name = '', onClose, onCreated }: Props) {
  const enabled = useRecordTypes().items.filter((each) => each.connectionsEnabled);
  const [before] = useState(() => blankRecord(type ?? '', name));
  // Fixed while the dialog is open, so that a retry does not create a second record.
  const [unique] = useState(() => crypto.randomUUID().slice(0, 8));
  const [typed, setTyped] = useState(before);
  const [ownErrors, setOwnErrors] = useState<{ name?: string; attributes?: string }>({});
  const put = useChange('putRecord');
  const { leave, saved, question } = useUnsaved(typed !== before);
  const chosenType = typed.type || enabled[0]?.type || '';

  function save() {
    const repeated = repeatedName(typed.attributes);
    const own = {
      ...(typed.name.trim() === '' && { name: findText.nameMissing }),
      ...(repeated !== undefined && { attributes: findText.attributeTwice(repeated) }),
    };
    setOwnErrors(own);
    if (Object.keys(own).length > 0 || put.isPending) return;
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

  const errors = fieldErrors(put.error, ['type', 'name', 'id', 'attributes']);
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
        errors={{ ...errors, ...ownErrors }}
      />
    </SaveDialog>
  );
}

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalM },
});

interface FormProps {
  readonly value: TypedRecord;
  readonly onChange: (value: TypedRecord) => void;
  /** Types to select from; hidden if there is only one. */
  readonly types: readonly RecordType[];
  /** Error messages by field. */
  readonly errors: Partial<Record<'type' | 'name' | 'id' | 'attributes', string>>;
}

function NewRecordForm({ value, onChange, types, errors }: FormProps) {
  const styles = useStyles();
  const change = (part: Partial<TypedRecord>) => onChange({ ...value, ...part });
  return (
    <div className={styles.form}>
      {types.length > 1 && (
        <Field label={findText.type} required {...wrong(errors.type)}>
          <Dropdown
            value={types.find(({ type }) => type === value.type)?.displayName ?? ''}
            selectedOptions={[value.type]}
            onOptionSelect={(_, { optionValue = '' }) => change({ type: optionValue })}
          >
            {types.map(({ type, displayName }) => (
              <Option key={type} value={type}>
                {displayName}
              </Option>
            ))}
          </Dropdown>
        </Field>
      )}
      <Field label={findText.name} required {...wrong(errors.name)}>
        <Input
          value={value.name}
          maxLength={500}
          onChange={(_, { value: name }) => change({ name })}
        />
      </Field>
      <Field label={findText.id} hint={findText.idHint} {...wrong(errors.id)}>
        <Input value={value.id} maxLength={128} onChange={(_, { value: id }) => change({ id })} />
      </Field>
      <Field label={findText.attributes} {...wrong(errors.attributes)}>
        {() => (
          <AttributeRows
            rows={value.attributes}
            onChange={(attributes) => change({ attributes })}
          />
        )}
      </Field>
    </div>
  );
}

interface TypedRecord {
  readonly type: string;
  readonly name: string;
  /** Empty: created from the name. */
  readonly id: string;
  readonly attributes: readonly AttributeRow[];
}

const blankRecord = (type: string, name = ''): TypedRecord => ({
  type,
  name,
  id: '',
  attributes: [],
});

/** @param unique suffix that makes the id unique */
function recordIdFrom(name: string, unique: string): string {
  const words = idOfName(name, 60);
  return words === '' ? unique : `${words}-${unique}`;
}
