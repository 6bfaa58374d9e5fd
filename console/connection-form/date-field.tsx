// A field for a calendar date.
import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { wrong } from '../base/form-errors.ts';
import { connectionFormText } from '../text/connection-form-text.ts';

interface Props {
  readonly label: string;
  /** YYYY-MM-DD, or ''. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly required?: boolean;
}

export function DateField({ label, value, onChange, error, disabled, required = false }: Props) {
  const [half, setHalf] = useState(false);
  return (
    <Field label={label} required={required} {...wrong(half ? connectionFormText.notADate : error)}>
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
