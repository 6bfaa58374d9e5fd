// Rows of names and values, for attributes that no schema defines.
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { wrong } from '../base/form-errors.ts';
import { findText } from '../text/find-text.ts';
import { type AttributeRow, nextRow } from './typed-attributes.ts';

const useStyles = makeStyles({
  row: { display: 'flex', gap: tokens.spacingHorizontalS, marginTop: tokens.spacingVerticalXS },
  input: { flex: '1 1 0', minWidth: 0, width: '100%' },
});

interface Props {
  readonly rows: readonly AttributeRow[];
  readonly onChange: (rows: readonly AttributeRow[]) => void;
  /** What is wrong with an attribute, by its name. */
  readonly errorOf?: (name: string) => string | undefined;
  /** Whether rows may be added. Default true. */
  readonly canAdd?: boolean;
  readonly disabled?: boolean;
}

export function AttributeRows(props: Props) {
  const { rows, onChange, errorOf = () => undefined, canAdd = true, disabled = false } = props;
  const styles = useStyles();
  const changeRow = (row: AttributeRow) =>
    onChange(rows.map((each) => (each.row === row.row ? row : each)));
  return (
    <div>
      {rows.map((row) => (
        <div key={row.row} className={styles.row}>
          <Input
            className={styles.input}
            aria-label={findText.attribute}
            placeholder={findText.attribute}
            value={row.name}
            disabled={disabled}
            onChange={(_, { value: name }) => changeRow({ ...row, name })}
          />
          <Field className={styles.input} {...wrong(errorOf(row.name.trim()))}>
            <Input
              className={styles.input}
              aria-label={`${findText.value} ${row.name}`.trim()}
              placeholder={findText.value}
              value={row.value}
              disabled={disabled}
              onChange={(_, data) => changeRow({ ...row, value: data.value })}
            />
          </Field>
          <Button
            appearance="subtle"
            icon={<DeleteRegular />}
            aria-label={findText.removeAttribute(row.name)}
            disabled={disabled}
            onClick={() => onChange(rows.filter((each) => each.row !== row.row))}
          />
        </div>
      ))}
      {canAdd && (
        <Button
          appearance="subtle"
          size="small"
          icon={<AddRegular />}
          disabled={disabled}
          onClick={() => onChange([...rows, { row: nextRow(rows), name: '', value: '' }])}
        >
          {findText.addAttribute}
        </Button>
      )}
    </div>
  );
}
