// The condition on the connected record, and the place in it that the service could not read.
import { Field, makeStyles, tokens } from '@fluentui/react-components';
import { connectionsText } from '../text/connections.ts';
import { AppliedInput } from './applied-input.tsx';

const useStyles = makeStyles({
  code: { fontFamily: tokens.fontFamilyMonospace },
  place: {
    display: 'block',
    marginTop: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalS}`,
    overflowX: 'auto',
    whiteSpace: 'pre',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    background: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
  },
  mark: {
    background: tokens.colorStatusDangerBackground2,
    color: tokens.colorStatusDangerForeground2,
    textDecorationLine: 'underline',
    textDecorationStyle: 'wavy',
  },
});

interface Props {
  readonly value: string;
  readonly onApply: (value: string) => void;
  /** What the service said of it. */
  readonly wrong: string | undefined;
}

export function FilterExpression({ value, onApply, wrong }: Props) {
  const styles = useStyles();
  // The service counts characters from 1.
  const place = Number(/at character (\d+)/.exec(wrong ?? '')?.[1] ?? 0);
  const from = place - 1;
  const length = /^[\p{L}\d_]+/u.exec(value.slice(from))?.[0].length ?? 1;
  return (
    <Field
      size="small"
      label={connectionsText.expression}
      hint={connectionsText.expressionHint}
      {...(wrong ? { validationState: 'error', validationMessage: wrong } : {})}
    >
      {(field) => (
        <div>
          <AppliedInput
            {...field}
            input={{ className: styles.code }}
            style={{ width: '100%' }}
            spellCheck={false}
            autoComplete="off"
            maxLength={2000}
            value={value}
            onApply={onApply}
          />
          {place > 0 && (
            <span className={styles.place}>
              {value.slice(0, from)}
              <mark className={styles.mark} title={connectionsText.expressionPlace(place)}>
                {value.slice(from, from + length) || ' '}
              </mark>
              {value.slice(from + length)}
            </span>
          )}
        </div>
      )}
    </Field>
  );
}
