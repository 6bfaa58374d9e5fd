// A choice out of many in groups: one types to narrow it down.
import { Combobox, makeStyles, Option, OptionGroup } from '@fluentui/react-components';
import { useState } from 'react';

const useStyles = makeStyles({ root: { width: '100%', minWidth: 0 }, list: { maxHeight: '40vh' } });

export interface ChoiceOption {
  readonly value: string;
  readonly text: string;
  /** Behind the text, in the list alone: how many, which category. */
  readonly note?: string | undefined;
}

export interface ChoiceGroup {
  /** '' for a group that needs no heading. */
  readonly label: string;
  readonly options: readonly ChoiceOption[];
}

interface Props {
  readonly groups: readonly ChoiceGroup[];
  /** '' is none. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What stands there while nothing is chosen. */
  readonly none: string;
  readonly noneFits: (text: string) => string;
  readonly disabled?: boolean;
  /** Text of the value while no option has it. */
  readonly valueText?: string | undefined;
}

export function Choice({ groups, value, onChange, none, noneFits, ...rest }: Props) {
  const { disabled = false, valueText, ...field } = rest;
  const styles = useStyles();
  const [typed, setTyped] = useState<string | undefined>();
  const options = groups.flatMap((group) => group.options);
  const chosen = options.find((option) => option.value === value)?.text ?? valueText ?? value;
  const wanted = typed?.trim().toLowerCase() ?? '';
  const fitting = groups
    .map((group) => ({
      ...group,
      options: group.options.filter(({ text }) => text.toLowerCase().includes(wanted)),
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
        // Who has deleted the text wants none; who typed something else is back at what it was.
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
