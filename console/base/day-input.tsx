// A day that lives in the address: counts once it is whole, for a year is typed digit by digit.
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
      // A field that is being typed is empty at times: none is meant when one leaves it so.
      onBlur={() => {
        if (typed === '') apply('');
        else if (!isWhole(typed)) setTyped(value);
      }}
    />
  );
}
