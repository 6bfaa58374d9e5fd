// The field for an attribute that a role defines, by its type.
import { Field, Input, Textarea } from '@fluentui/react-components';
import type { AttributeRule } from '../../shared/contracts/attribute-schemas.ts';
import { wrong } from '../base/form-errors.ts';
import { Choice, type ChoiceOption } from '../base/searchable-choice.tsx';
import { meantBy, typedFor } from '../records/typed-attributes.ts';
import { connectionFormText } from '../text/connection-form-text.ts';
import { attributeLabel, formatDate, formatNumber } from '../text/format.ts';
import { isDay } from './attribute-rules.ts';
import { DateField } from './date-field.tsx';

interface Props {
  readonly name: string;
  readonly rule: AttributeRule;
  /** As typed; '' for no value. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
  readonly disabled: boolean;
}

/** Longer texts get several lines. */
const oneLine = 200;

export function AttributeField({ name, rule, value, onChange, error, disabled }: Props) {
  const words = connectionFormText.attributes;
  const label = attributeLabel(name);
  const required = rule.required ?? false;
  const hint = hintOf(rule);
  const field = { label, required, ...(hint && !error ? { hint } : {}), ...wrong(error) };
  const options = optionsOf(rule);
  if (options) {
    const other = value === '' ? undefined : String(meantBy(value));
    return (
      <Field {...field}>
        <Choice
          groups={[{ label: '', options }]}
          value={value}
          valueText={other}
          onChange={onChange}
          none={words.none}
          noneFits={words.noneFits}
          disabled={disabled}
        />
      </Field>
    );
  }
  // A field for dates cannot show other texts.
  if (rule.type === 'date' && (value === '' || isDay(value))) {
    return <DateField {...{ label, required, value, onChange, error, disabled }} />;
  }
  if (rule.type === 'number' || rule.type === 'integer') {
    return (
      <Field {...field}>
        <Input
          inputMode={rule.type === 'integer' ? 'numeric' : 'decimal'}
          value={value}
          disabled={disabled}
          onChange={(_, { value: typed }) => onChange(typed)}
        />
      </Field>
    );
  }
  // Whatever is typed here is text, also what looks like a number.
  const meant = meantBy(value);
  const text = typeof meant === 'string' ? meant : value;
  const type = (typed: string) => onChange(typed === '' ? '' : typedFor(typed));
  const isLong = text.includes('\n') || (rule.maxLength ?? 0) > oneLine;
  return (
    <Field {...field}>
      {isLong ? (
        <Textarea
          resize="vertical"
          value={text}
          disabled={disabled}
          onChange={(_, { value: typed }) => type(typed)}
        />
      ) : (
        <Input value={text} disabled={disabled} onChange={(_, { value: typed }) => type(typed)} />
      )}
    </Field>
  );
}

function hintOf({ minimum, maximum }: AttributeRule): string | undefined {
  const shown = (bound: number | undefined) =>
    bound === undefined ? undefined : formatNumber(bound);
  return minimum === undefined && maximum === undefined
    ? undefined
    : connectionFormText.attributes.range(shown(minimum), shown(maximum));
}

/** The values to select from; undefined if any may be typed. */
function optionsOf({ type, enum: values }: AttributeRule): readonly ChoiceOption[] | undefined {
  const { yes, no } = connectionFormText.attributes;
  const all = values ?? (type === 'boolean' ? [true, false] : undefined);
  return all?.map((value) => ({
    value: typedFor(value),
    text:
      typeof value === 'boolean'
        ? value
          ? yes
          : no
        : type === 'date'
          ? formatDate(String(value))
          : String(value),
  }));
}
