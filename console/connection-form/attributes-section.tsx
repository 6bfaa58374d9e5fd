// The attributes that the roles of a connection define, one field for each.
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { AttributeRows } from '../records/attribute-rows.tsx';
import { connectionFormText } from '../text/connection-form-text.ts';
import { AttributeField } from './attribute-field.tsx';
import type { AttributeErrors, AttributeRules } from './attribute-rules.ts';
import { attributeAt, type TypedConnection, withAttribute } from './typed-connection.ts';

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalM, minWidth: 0 },
  failure: { color: tokens.colorStatusDangerForeground3 },
  hint: { color: tokens.colorNeutralForeground3 },
});

interface Props {
  readonly value: TypedConnection;
  readonly onChange: (value: TypedConnection) => void;
  readonly rules: AttributeRules | undefined;
  readonly errors: AttributeErrors;
  readonly disabled: boolean;
}

/**
 * Without rules: rows for any attributes. With rules: also a row for each attribute that they do not allow,
 * because the person decides what is removed.
 */
export function AttributesSection({ value, onChange, rules, errors, disabled }: Props) {
  const styles = useStyles();
  const { attributes } = value;
  const isDefined = (name: string) => rules?.byName.has(name.trim()) ?? false;
  const others = attributes.filter((row) => !isDefined(row.name));
  const shown = rules ? others.filter((row) => row.name !== '' || row.value !== '') : others;
  const names = new Set([...(rules?.byName.keys() ?? []), ...shown.map((row) => row.name.trim())]);
  // A role that was changed a moment ago may miss what has no field here.
  const unplaced = Object.entries(errors).filter(
    ([field]) => field.startsWith('attributes.') && !names.has(field.slice('attributes.'.length)),
  );
  const whole = [
    ...(errors.attributes ? [errors.attributes] : []),
    ...unplaced.map(([field, message]) => `${field}: ${message}`),
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would add a border
    <div className={styles.root} role="group" aria-label={connectionFormText.attributes.heading}>
      {[...(rules?.byName ?? [])].map(
        ([name, [rule]]) =>
          rule && (
            <AttributeField
              key={name}
              name={name}
              rule={rule}
              value={attributeAt(value, name)}
              onChange={(typed) => onChange(withAttribute(value, name, typed))}
              error={errors[`attributes.${name}`]}
              disabled={disabled}
            />
          ),
      )}
      {(!rules || shown.length > 0) && (
        <div>
          <Text weight={rules ? 'semibold' : 'regular'}>
            {connectionFormText.attributes.heading}
          </Text>
          <AttributeRows
            rows={shown}
            onChange={(rows) =>
              onChange({
                ...value,
                attributes: [...attributes.filter((row) => !shown.includes(row)), ...rows],
              })
            }
            errorOf={(name) => errors[`attributes.${name}`]}
            canAdd={!rules}
            disabled={disabled}
          />
          {!rules && shown.length > 0 && (
            <Text block size={200} className={styles.hint}>
              {connectionFormText.attributes.hint}
            </Text>
          )}
        </div>
      )}
      {whole.length > 0 && (
        <Text role="alert" className={styles.failure}>
          {whole.join(' ')}
        </Text>
      )}
    </div>
  );
}
