// A calendar date, or none. What is half typed is not taken for none.
import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { connectText } from '../text/connect.ts';

interface Props {
  readonly label: string;
  /** YYYY-MM-DD, or ''. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
  readonly disabled: boolean;
}

export function DateField({ label, value, onChange, error, disabled }: Props) {
  const [half, setHalf] = useState(false);
  const message = half ? connectText.notADate : error;
  return (
    <Field
      label={label}
      {...(message ? { validationState: 'error', validationMessage: message } : {})}
    >
      <Input
        type="date"
        max="9999-12-31"
        value={value}
        disabled={disabled}
        onChange={(_, { value: next }) => {
          setHalf(false);
          onChange(next);
        }}
        onBlur={({ target }) => setHalf(target.validity.badInput)}
      />
    </Field>
  );
}
