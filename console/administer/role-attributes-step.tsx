// Step 4 of a role: how many connections a record may have to its holders, and the attributes of connections.
import {
  Button,
  Checkbox,
  Dropdown,
  Field,
  Input,
  makeStyles,
  Option,
  Radio,
  RadioGroup,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { wrong } from '../base/form-errors.ts';
import { administerText } from '../text/administer-text.ts';
import { Step } from './role-step.tsx';
import type { RoleErrors, TypedRole } from './typed-role.ts';
import {
  attributeTypes,
  isNumeric,
  type SchemaErrors,
  type TypedAttribute,
  withNewAttribute,
} from './typed-role-attributes.ts';

const useStyles = makeStyles({
  limit: { maxWidth: '280px' },
  number: { width: '100%', minWidth: 0 },
  list: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    listStyle: 'none',
    margin: 0,
    padding: 0,
    maxWidth: '880px',
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  add: { justifySelf: 'start' },
});

interface Props {
  readonly value: TypedRole;
  readonly errors: RoleErrors;
  readonly schemaErrors: SchemaErrors;
  readonly onChange: (part: Partial<TypedRole>) => void;
}

export function AttributesStep({ value, errors, schemaErrors, onChange }: Props) {
  const styles = useStyles();
  const { attributes } = value;
  const change = (next: TypedAttribute) =>
    onChange({ attributes: attributes.map((each) => (each.row === next.row ? next : each)) });
  return (
    <Step number={4} heading={administerText.setRules} hint={administerText.setRulesHint}>
      <Field
        className={styles.limit}
        label={administerText.limit}
        hint={administerText.limitHint}
        {...wrong(errors.maxPerRecord)}
      >
        <Input
          className={styles.number}
          inputMode="numeric"
          maxLength={3}
          placeholder={administerText.noLimit}
          value={value.maxPerRecord}
          onChange={(_, { value: maxPerRecord }) => onChange({ maxPerRecord })}
        />
      </Field>
      <Field label={administerText.attributes.heading} {...wrong(errors.attributeSchema)}>
        <RadioGroup
          value={value.hasSchema ? 'defined' : 'any'}
          onChange={(_, { value: chosen }) => onChange({ hasSchema: chosen === 'defined' })}
        >
          <Radio value="any" label={administerText.attributes.any} />
          <Radio value="defined" label={administerText.attributes.defined} />
        </RadioGroup>
      </Field>
      {value.hasSchema && (
        <>
          {attributes.length === 0 && (
            <Text className={styles.quiet}>{administerText.attributes.none}</Text>
          )}
          <ul className={styles.list} aria-label={administerText.attributes.heading}>
            {attributes.map((each) => (
              <AttributeCard
                key={each.row}
                value={each}
                errors={schemaErrors.get(each.row) ?? {}}
                onChange={change}
                onRemove={() =>
                  onChange({ attributes: attributes.filter(({ row }) => row !== each.row) })
                }
              />
            ))}
          </ul>
          <Button
            className={styles.add}
            icon={<AddRegular />}
            onClick={() => onChange({ attributes: withNewAttribute(attributes) })}
          >
            {administerText.attributes.add}
          </Button>
        </>
      )}
    </Step>
  );
}

const useCardStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'start',
    gap: tokens.spacingHorizontalS,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 180px), 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
  },
  input: { width: '100%', minWidth: 0 },
  wide: { gridColumn: '1 / -1' },
  required: { alignSelf: 'end' },
});

interface CardProps {
  readonly value: TypedAttribute;
  readonly errors: NonNullable<ReturnType<SchemaErrors['get']>>;
  readonly onChange: (value: TypedAttribute) => void;
  readonly onRemove: () => void;
}

function AttributeCard({ value, errors, onChange, onRemove }: CardProps) {
  const styles = useCardStyles();
  const words = administerText.attributes;
  const name = value.name.trim() || words.unnamed;
  const change = (part: Partial<TypedAttribute>) => onChange({ ...value, ...part });
  const number = (field: 'minimum' | 'maximum' | 'maxLength', label: string) => (
    <Field label={label} {...wrong(errors[field])}>
      <Input
        className={styles.input}
        inputMode="decimal"
        value={value[field]}
        onChange={(_, { value: typed }) => change({ [field]: typed })}
      />
    </Field>
  );
  return (
    <li className={styles.root} aria-label={name}>
      <div className={styles.fields}>
        <Field label={words.name} required {...wrong(errors.name)}>
          <Input
            className={styles.input}
            maxLength={100}
            value={value.name}
            onChange={(_, { value: typed }) => change({ name: typed })}
          />
        </Field>
        <Field label={words.type} {...wrong(errors.type)}>
          <Dropdown
            className={styles.input}
            value={words.types[value.type]}
            selectedOptions={[value.type]}
            onOptionSelect={(_, { optionValue }) =>
              change({ type: optionValue as TypedAttribute['type'] })
            }
          >
            {attributeTypes.map((type) => (
              <Option key={type} value={type}>
                {words.types[type]}
              </Option>
            ))}
          </Dropdown>
        </Field>
        <Checkbox
          className={styles.required}
          label={words.required}
          checked={value.required}
          onChange={(_, { checked }) => change({ required: checked === true })}
        />
        {isNumeric(value.type) && number('minimum', words.minimum)}
        {isNumeric(value.type) && number('maximum', words.maximum)}
        {value.type === 'string' && number('maxLength', words.maxLength)}
        {(value.type !== 'boolean' || value.enum !== '') && (
          <Field
            className={styles.wide}
            label={words.enum}
            hint={words.enumHint}
            {...wrong(errors.enum)}
          >
            <Textarea
              resize="vertical"
              value={value.enum}
              onChange={(_, { value: typed }) => change({ enum: typed })}
            />
          </Field>
        )}
      </div>
      <Button
        appearance="subtle"
        icon={<DeleteRegular />}
        aria-label={administerText.remove(name)}
        onClick={onRemove}
      />
    </li>
  );
}
