// A date field stored in the address: applied once the date is complete.
import { Input, type InputProps } from '@fluentui/react-components';
import { useEffect, useState } from 'react';

type Props = Omit<InputProps, 'type' | 'value' | 'onChange' | 'onBlur'> & {
  /** YYYY-MM-DD, or ''. */
  readonly value: string;
  readonly onApply: (day: string) => void;
};

const isWhole = (text: string) => /^[1-9]\d{3}-\d{2}-\d{2}$/.test(text);

export function DayInput({ value, onApply, ...rest }: Props) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const apply = (day: string) => day !== value && onApply(day);
  return (
    <Input
      {...rest}
      type="date"
      value={typed}
      onChange={(_, { value: day }) => {
        setTyped(day);
        if (isWhole(day)) apply(day);
      }}
      // Browsers report incomplete dates as empty: only leaving the field empty clears the day.
      onBlur={() => {
        if (typed === '') apply('');
        else if (!isWhole(typed)) setTyped(value);
      }}
    />
  );
}
