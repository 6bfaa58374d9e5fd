// The fields of a new record: type, name, id, attributes as rows.
import {
  Button,
  Dropdown,
  Field,
  Input,
  makeStyles,
  Option,
  tokens,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import type { RecordType } from '../../shared/contracts/record-type-schemas.ts';
import { findText } from '../text/find.ts';
import type { AttributeRow, TypedRecord } from './new-record.ts';

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalM },
  row: { display: 'flex', gap: tokens.spacingHorizontalS, marginTop: tokens.spacingVerticalXS },
  input: { flex: '1 1 0', minWidth: 0 },
});

interface Props {
  readonly value: TypedRecord;
  readonly onChange: (value: TypedRecord) => void;
  /** Types to choose among; with one, there is nothing to choose. */
  readonly types: readonly RecordType[];
  /** What is wrong, by field. */
  readonly errors: Partial<Record<'type' | 'name' | 'id' | 'attributes', string>>;
}

export function NewRecordForm({ value, onChange, types, errors }: Props) {
  const styles = useStyles();
  const change = (part: Partial<TypedRecord>) => onChange({ ...value, ...part });
  const { attributes } = value;
  const changeRow = (row: AttributeRow) =>
    change({ attributes: attributes.map((each) => (each.row === row.row ? row : each)) });
  const wrong = (message: string | undefined) =>
    message ? { validationMessage: message, validationState: 'error' as const } : {};
  return (
    <div className={styles.form}>
      {types.length > 1 && (
        <Field label={findText.type} required {...wrong(errors.type)}>
          <Dropdown
            value={types.find(({ type }) => type === value.type)?.displayName ?? ''}
            selectedOptions={[value.type]}
            onOptionSelect={(_, { optionValue = '' }) => change({ type: optionValue })}
          >
            {types.map(({ type, displayName }) => (
              <Option key={type} value={type}>
                {displayName}
              </Option>
            ))}
          </Dropdown>
        </Field>
      )}
      <Field label={findText.name} required {...wrong(errors.name)}>
        <Input
          value={value.name}
          maxLength={500}
          onChange={(_, { value: name }) => change({ name })}
        />
      </Field>
      <Field label={findText.id} hint={findText.idHint} {...wrong(errors.id)}>
        <Input value={value.id} maxLength={128} onChange={(_, { value: id }) => change({ id })} />
      </Field>
      <Field label={findText.attributes} {...wrong(errors.attributes)}>
        {() => (
          <div>
            {attributes.map((row) => (
              <div key={row.row} className={styles.row}>
                <Input
                  className={styles.input}
                  aria-label={findText.attribute}
                  placeholder={findText.attribute}
                  value={row.name}
                  onChange={(_, { value: name }) => changeRow({ ...row, name })}
                />
                <Input
                  className={styles.input}
                  aria-label={`${findText.value} ${row.name}`.trim()}
                  placeholder={findText.value}
                  value={row.value}
                  onChange={(_, data) => changeRow({ ...row, value: data.value })}
                />
                <Button
                  appearance="subtle"
                  icon={<DeleteRegular />}
                  aria-label={findText.removeAttribute(row.name)}
                  onClick={() =>
                    change({ attributes: attributes.filter((each) => each.row !== row.row) })
                  }
                />
              </div>
            ))}
            <Button
              appearance="subtle"
              size="small"
              icon={<AddRegular />}
              onClick={() => {
                const row = (attributes.at(-1)?.row ?? 0) + 1;
                change({ attributes: [...attributes, { row, name: '', value: '' }] });
              }}
            >
              {findText.addAttribute}
            </Button>
          </div>
        )}
      </Field>
    </div>
  );
}
