// The lookup for the records to connect to: one or several, or a new record.
import { Field, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import { Chips } from '../base/chips.tsx';
import { Late, late } from '../base/lazy-part.tsx';
import { useTypeNames } from '../data/all-record-types.tsx';
import { RecordPicker } from '../data/record-picker.tsx';
import { connectionFormText } from '../text/connection-form-text.ts';

const NewRecordDialog = late(() => import('../records/new-record-dialog.tsx'));

const useStyles = makeStyles({
  chips: { marginTop: tokens.spacingVerticalS },
  failures: {
    margin: `${tokens.spacingVerticalXS} 0 0`,
    paddingLeft: tokens.spacingHorizontalXL,
    overflowWrap: 'anywhere',
  },
  failure: { color: tokens.colorStatusDangerForeground3 },
});

/** Maximum size of a batch. */
const atMost = 100;

interface Props {
  /** Cannot be selected: a record is not connected to itself. */
  readonly record: NamedRecord;
  readonly chosen: readonly NamedRecord[];
  readonly onChange: (chosen: readonly NamedRecord[]) => void;
  readonly error: string | undefined;
  /** Why records were not connected, by `type/id`. */
  readonly failures: ReadonlyMap<string, string>;
}

export function ChosenRecords({ record, chosen, onChange, error, failures }: Props) {
  const styles = useStyles();
  const typeNames = useTypeNames();
  const [newName, setNewName] = useState<string | undefined>();
  // Changing the key clears the lookup after a new record.
  const [round, setRound] = useState(0);
  const add = (added: NamedRecord) => {
    if (![record, ...chosen].some((each) => key(each) === key(added))) {
      onChange([...chosen, added]);
    }
  };
  const full = chosen.length >= atMost;
  return (
    <div>
      <Field
        label={connectionFormText.name}
        required
        {...(full ? { hint: connectionFormText.tooMany } : { hint: connectionFormText.nameHint })}
        {...(error ? { validationState: 'error', validationMessage: error } : {})}
      >
        <RecordPicker
          key={round}
          placeholder={connectionFormText.namePlaceholder}
          accepts={({ connectionsEnabled }) => connectionsEnabled && !full}
          clearsOnPick
          onPick={(picked) => picked && add(picked)}
          onNew={setNewName}
        />
      </Field>
      {chosen.length > 0 && (
        <div className={styles.chips}>
          <Chips
            label={connectionFormText.chosen}
            chips={chosen.map((each) => ({
              key: key(each),
              text: each.name,
              note: typeNames(each.type).one,
            }))}
            dismissLabel={connectionFormText.unchoose}
            onDismiss={(name) => onChange(chosen.filter((each) => key(each) !== name))}
          />
        </div>
      )}
      {failures.size > 0 && (
        <ul className={styles.failures} role="alert">
          {chosen
            .filter((each) => failures.has(key(each)))
            .map((each) => (
              <li key={key(each)}>
                {each.name}
                <Text block size={200} className={styles.failure}>
                  {failures.get(key(each))}
                </Text>
              </li>
            ))}
        </ul>
      )}
      <Late onGiveUp={() => setNewName(undefined)}>
        {newName !== undefined && (
          <NewRecordDialog
            name={newName}
            onClose={() => {
              setNewName(undefined);
              setRound(round + 1);
            }}
            onCreated={add}
          />
        )}
      </Late>
    </div>
  );
}

const key = ({ type, id }: NamedRecord) => `${type}/${id}`;
