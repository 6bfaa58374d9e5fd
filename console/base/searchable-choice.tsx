// A dropdown with grouped options that filters while one types.

import { Combobox, makeStyles, Option, OptionGroup } from '@fluentui/react-components';
import { useState } from 'react';
import { foldText } from '../../shared/text/fold-text.ts';

const useStyles = makeStyles({ root: { width: '100%', minWidth: 0 }, list: { maxHeight: '40vh' } });

export interface ChoiceOption {
  readonly value: string;
  readonly text: string;
  /** After the text, only in the list: a count or category. */
  readonly note?: string | undefined;
}

export interface ChoiceGroup {
  /** '' for no heading. */
  readonly label: string;
  readonly options: readonly ChoiceOption[];
}

interface Props {
  readonly groups: readonly ChoiceGroup[];
  /** '' if nothing is selected. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Placeholder while nothing is selected. */
  readonly none: string;
  readonly noneFits: (text: string) => string;
  readonly disabled?: boolean;
  /** Text of the value if it is not among the options. */
  readonly valueText?: string | undefined;
}

export function Choice({ groups, value, onChange, none, noneFits, ...rest }: Props) {
  const { disabled = false, valueText, ...field } = rest;
  const styles = useStyles();
  const [typed, setTyped] = useState<string | undefined>();
  const options = groups.flatMap((group) => group.options);
  const chosen = options.find((option) => option.value === value)?.text ?? valueText ?? value;
  const wanted = foldText(typed?.trim() ?? '');
  const fitting = groups
    .map((group) => ({
      ...group,
      options: group.options.filter(({ text }) => foldText(text).includes(wanted)),
    }))
    .filter((group) => group.options.length > 0);
  const choose = (next: string) => {
    setTyped(undefined);
    if (next !== value) onChange(next);
  };
  const optionOf = ({ value: key, text, note }: ChoiceOption) => (
    <Option key={key} value={key} text={text}>
      {note ? `${text} · ${note}` : text}
    </Option>
  );
  return (
    <Combobox
      className={styles.root}
      listbox={{ className: styles.list }}
      value={typed ?? chosen}
      selectedOptions={value === '' ? [] : [value]}
      placeholder={none}
      clearable
      disabled={disabled}
      onChange={({ target }) => setTyped(target.value)}
      onOptionSelect={(_, { optionValue = '' }) => choose(optionValue)}
      onOpenChange={(_, { open }) => {
        // An empty text clears the value; any other text restores it.
        if (!open && typed !== undefined) choose(typed.trim() === '' ? '' : value);
      }}
      autoComplete="off"
      {...field}
    >
      {fitting.map((group) =>
        group.label === '' ? (
          group.options.map(optionOf)
        ) : (
          <OptionGroup key={group.label} label={group.label}>
            {group.options.map(optionOf)}
          </OptionGroup>
        ),
      )}
      {fitting.length === 0 && (
        <Option disabled value="" text={wanted}>
          {noneFits(typed ?? '')}
        </Option>
      )}
    </Combobox>
  );
}
