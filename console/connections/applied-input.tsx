// A text that counts once one presses Enter or leaves it: each letter of it would be a question.
import { Input, type InputProps } from '@fluentui/react-components';
import { useEffect, useState } from 'react';

type Props = Omit<InputProps, 'value' | 'onChange'> & {
  readonly value: string;
  readonly onApply: (value: string) => void;
};

export function AppliedInput({ value, onApply, ...rest }: Props) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const apply = () => {
    if (typed.trim() !== value) onApply(typed.trim());
  };
  return (
    <Input
      {...rest}
      value={typed}
      onChange={(_, { value: next }) => setTyped(next)}
      onBlur={apply}
      onKeyDown={({ key }) => key === 'Enter' && apply()}
    />
  );
}
