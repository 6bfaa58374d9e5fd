// The part of the connection form that is closed at first: attributes that no role defines, and the
// external id.
import { Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { wrong } from '../base/form-errors.ts';
import { connectionFormText } from '../text/connection-form-text.ts';
import type { AttributeErrors } from './attribute-rules.ts';
import { AttributesSection } from './attributes-section.tsx';
import { Disclosure } from './disclosure.tsx';
import { filled, type TypedConnection } from './typed-connection.ts';

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalM, minWidth: 0 },
  externalId: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 2fr)',
    gap: tokens.spacingHorizontalS,
  },
  input: { width: '100%', minWidth: 0 },
});

interface Props {
  readonly value: TypedConnection;
  readonly onChange: (value: TypedConnection) => void;
  /** Whether the roles define the attributes, so that they are shown elsewhere. */
  readonly hasRules: boolean;
  readonly errors: AttributeErrors;
  readonly disabled: boolean;
}

export function MorePart({ value, onChange, hasRules, errors, disabled }: Props) {
  const styles = useStyles();
  const count = hasRules ? 0 : filled(value).length;
  // Attributes that exist are shown at once.
  const [isOpen, setOpen] = useState(count > 0);
  const hasError = Object.keys(errors).some(
    (field) => field === 'externalId' || (!hasRules && field.startsWith('attributes')),
  );
  const open = isOpen || hasError;
  const { externalId } = value;
  const put = (part: Partial<typeof externalId>) =>
    onChange({ ...value, externalId: { ...externalId, ...part } });
  return (
    <>
      <Disclosure
        open={open}
        label={connectionFormText.more}
        summary={connectionFormText.moreSummary(count, externalId.source)}
        onToggle={() => setOpen(!open)}
      />
      {open && (
        <div className={styles.root}>
          {!hasRules && (
            <AttributesSection
              value={value}
              onChange={onChange}
              rules={undefined}
              errors={errors}
              disabled={disabled}
            />
          )}
          <Field
            label={connectionFormText.externalId}
            hint={connectionFormText.externalIdHint}
            {...wrong(errors.externalId)}
          >
            {() => (
              <div className={styles.externalId}>
                <Input
                  className={styles.input}
                  aria-label={connectionFormText.externalSource}
                  placeholder={connectionFormText.externalSource}
                  maxLength={64}
                  value={externalId.source}
                  disabled={disabled}
                  aria-invalid={errors.externalId !== undefined}
                  onChange={(_, { value: source }) => put({ source })}
                />
                <Input
                  className={styles.input}
                  aria-label={connectionFormText.externalKey}
                  placeholder={connectionFormText.externalKey}
                  maxLength={255}
                  value={externalId.key}
                  disabled={disabled}
                  onChange={(_, { value: key }) => put({ key })}
                />
              </div>
            )}
          </Field>
        </div>
      )}
    </>
  );
}
