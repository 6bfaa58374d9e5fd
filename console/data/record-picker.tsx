// The lookup field: finds records by the beginning of the name, of all or some types.
import { Combobox, makeStyles, Option, OptionGroup, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { type ReactElement, useState } from 'react';
import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import type { RecordType } from '../../shared/contracts/record-type-schemas.ts';
import { failureTitles } from '../text/common-text.ts';
import { findText } from '../text/find-text.ts';
import { useRecordTypes } from './all-record-types.tsx';
import { useRecordSearch } from './record-search.ts';

const useStyles = makeStyles({
  root: { width: '100%', minWidth: 0 },
  list: { maxHeight: '60vh' },
  option: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  id: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

interface Props {
  /** Accessible name; leave it out inside a Field, which has a label. */
  readonly label?: string;
  readonly placeholder?: string;
  /** Which types to search; default all. */
  readonly accepts?: (type: RecordType) => boolean;
  /** Clears the text after a selection, like a search box; default: shows the selected record. */
  readonly clearsOnPick?: boolean;
  /** The selected record, shown at first. */
  readonly picked?: NamedRecord | undefined;
  /** Receives the selected record, or undefined when the text was edited. */
  readonly onPick: (record: NamedRecord | undefined) => void;
  /** Offers "New record" with the entered name below the results. */
  readonly onNew?: (name: string) => void;
}

const newValue = 'new';

export function RecordPicker(props: Props) {
  const { accepts = () => true, clearsOnPick = false, picked, onPick, onNew } = props;
  const styles = useStyles();
  const [text, setText] = useState(picked?.name ?? '');
  const [open, setOpen] = useState(false);
  const types = useRecordTypes().items.filter(accepts);
  const { found, settled, error } = useRecordSearch(open ? text : '', types);
  const records = found.flatMap((group) => group.records);
  const typed = text.trim();

  function choose(value: string | undefined) {
    if (value === undefined) return;
    if (value === newValue) return onNew?.(typed);
    const record = records.find(({ type, id }) => `${type}/${id}` === value);
    if (!record) return;
    setText(clearsOnPick ? '' : record.name);
    onPick({ type: record.type, id: record.id, name: record.name });
  }

  return (
    <Combobox
      className={styles.root}
      freeform
      expandIcon={null}
      listbox={{ className: styles.list }}
      value={text}
      selectedOptions={picked ? [`${picked.type}/${picked.id}`] : []}
      open={open && typed !== ''}
      onOpenChange={(_, { open: opens }) => setOpen(opens)}
      onChange={({ target }) => {
        setText(target.value);
        setOpen(true);
        if (picked) onPick(undefined);
      }}
      onOptionSelect={(_, { optionValue }) => choose(optionValue)}
      // If the caller kept the selection after an edit, its name is shown again.
      onBlur={() => picked && setText(picked.name)}
      autoComplete="off"
      {...(props.label ? { 'aria-label': props.label } : {})}
      {...(props.placeholder ? { placeholder: props.placeholder } : {})}
    >
      {found.map(({ type, records: ofType }) => (
        <OptionGroup key={type.type} label={type.displayCollectionName}>
          {ofType.map(optionOf)}
        </OptionGroup>
      ))}
      {records.length === 0 && (
        <Option disabled text={typed} value="">
          {error
            ? (failureTitles[error.code] ?? error.message)
            : settled
              ? findText.noResults(typed)
              : findText.searching}
        </Option>
      )}
      {onNew && typed !== '' && (
        <Option text={typed} value={newValue} checkIcon={<AddRegular />}>
          {findText.newRecordNamed(typed)}
        </Option>
      )}
    </Combobox>
  );

  function optionOf({ type, id, name }: NamedRecord): ReactElement {
    return (
      <Option key={`${type}/${id}`} value={`${type}/${id}`} text={name}>
        <span className={styles.option}>
          <span>{name}</span>
          <span className={styles.id}>{id}</span>
        </span>
      </Option>
    );
  }
}
