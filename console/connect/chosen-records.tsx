// The records to connect to: a look-up that takes one or several, with "new record" when none fits.
import { Field, makeStyles, Tag, TagGroup, Text, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useState } from 'react';
import type { NamedRecord } from '../../shared/contracts/connections.ts';
import { RecordPicker } from '../find/record-picker.tsx';
import { useTypeNames } from '../find/record-types.ts';
import { connectText } from '../text/connect.ts';

const NewRecordDialog = lazy(() => import('../records/new-record-dialog.tsx'));

const useStyles = makeStyles({
  tags: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    marginTop: tokens.spacingVerticalS,
  },
  tag: { maxWidth: '100%', overflow: 'hidden' },
  failures: {
    margin: `${tokens.spacingVerticalXS} 0 0`,
    paddingLeft: tokens.spacingHorizontalXL,
    overflowWrap: 'anywhere',
  },
  failure: { color: tokens.colorStatusDangerForeground1 },
});

/** As many as one batch takes. */
const atMost = 100;

interface Props {
  /** Is not offered: nothing is connected to itself. */
  readonly record: NamedRecord;
  readonly chosen: readonly NamedRecord[];
  readonly onChange: (chosen: readonly NamedRecord[]) => void;
  readonly error: string | undefined;
  /** Why single ones were not connected, by `type/id`. */
  readonly failures: ReadonlyMap<string, string>;
}

export function ChosenRecords({ record, chosen, onChange, error, failures }: Props) {
  const styles = useStyles();
  const typeNames = useTypeNames();
  const [newName, setNewName] = useState<string | undefined>();
  // The look-up keeps what is typed: after a new record it begins anew.
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
        label={connectText.name}
        required
        {...(full ? { hint: connectText.tooMany } : { hint: connectText.nameHint })}
        {...(error ? { validationState: 'error', validationMessage: error } : {})}
      >
        <RecordPicker
          key={round}
          placeholder={connectText.namePlaceholder}
          accepts={({ connectionsEnabled }) => connectionsEnabled && !full}
          clearsOnPick
          onPick={(picked) => picked && add(picked)}
          onNew={setNewName}
        />
      </Field>
      {chosen.length > 0 && (
        <TagGroup
          className={styles.tags}
          aria-label={connectText.chosen}
          onDismiss={(_, { value }) => onChange(chosen.filter((each) => key(each) !== value))}
        >
          {chosen.map((each) => (
            <Tag
              key={key(each)}
              className={styles.tag}
              value={key(each)}
              dismissible
              dismissIcon={{ 'aria-label': connectText.unchoose(each.name) }}
              secondaryText={typeNames(each.type).one}
            >
              {each.name}
            </Tag>
          ))}
        </TagGroup>
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
      <Suspense>
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
      </Suspense>
    </div>
  );
}

const key = ({ type, id }: NamedRecord) => `${type}/${id}`;
