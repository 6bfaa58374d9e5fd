// Step 1 of a role: name, id, category, description.
import {
  Combobox,
  Field,
  Input,
  makeStyles,
  Option,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { wrong } from '../base/form-errors.ts';
import { useRoles } from '../data/all-roles.ts';
import { administerText } from '../text/administer-text.ts';
import { categories, categoryName } from '../text/category-text.ts';
import { Step } from './role-step.tsx';
import { type RoleErrors, roleIdFrom, type TypedRole } from './typed-role.ts';

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 280px), 1fr))',
    gap: tokens.spacingHorizontalL,
    alignItems: 'start',
    maxWidth: '880px',
  },
  wide: { gridColumn: '1 / -1' },
  input: { minWidth: 0, width: '100%' },
});

interface Props {
  readonly value: TypedRole;
  readonly isNew: boolean;
  readonly errors: RoleErrors;
  readonly onChange: (part: Partial<TypedRole>) => void;
}

export function DescribeStep({ value, isNew, errors, onChange }: Props) {
  const styles = useStyles();
  const { items: roles } = useRoles();
  const known = new Set([...Object.keys(categories), ...roles.map((role) => role.category)]);
  const shown = categoryName(value.category);
  // A typed name of a known category stands for its id.
  const categoryOf = (text: string) =>
    [...known].find((each) => categoryName(each) === text) ?? text;
  return (
    <Step number={1} heading={administerText.describe}>
      <div className={styles.fields}>
        <Field label={administerText.name} required {...wrong(errors.name)}>
          <Input
            value={value.name}
            maxLength={100}
            onChange={(_, { value: name }) => onChange({ name })}
          />
        </Field>
        <Field
          label={administerText.category}
          required
          hint={administerText.categoryHint}
          {...wrong(errors.category)}
        >
          <Combobox
            className={styles.input}
            freeform
            value={shown}
            selectedOptions={[value.category]}
            maxLength={100}
            onChange={({ target }) => onChange({ category: categoryOf(target.value) })}
            onOptionSelect={(_, { optionValue }) =>
              optionValue !== undefined && onChange({ category: optionValue })
            }
          >
            {[...known].map((category) => (
              <Option key={category} value={category}>
                {categoryName(category)}
              </Option>
            ))}
          </Combobox>
        </Field>
        {isNew && (
          <Field label={administerText.id} hint={administerText.idHint} {...wrong(errors.id)}>
            <Input
              value={value.id}
              placeholder={roleIdFrom(value.name)}
              maxLength={64}
              onChange={(_, { value: id }) => onChange({ id })}
            />
          </Field>
        )}
        <Field
          className={styles.wide}
          label={administerText.description}
          {...wrong(errors.description)}
        >
          <Textarea
            value={value.description}
            maxLength={1000}
            resize="vertical"
            onChange={(_, { value: description }) => onChange({ description })}
          />
        </Field>
      </div>
    </Step>
  );
}
