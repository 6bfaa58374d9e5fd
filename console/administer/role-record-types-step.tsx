// Step 2 of a role: the record types it is allowed for, and the effect of removing some.
import {
  Checkbox,
  Field,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Radio,
  RadioGroup,
  tokens,
} from '@fluentui/react-components';
import type { ConnectionRoleSummary } from '../../shared/contracts/answers/count-answers.ts';
import { wrong } from '../base/form-errors.ts';
import { useRecordTypes } from '../data/all-record-types.tsx';
import { administerText } from '../text/administer-text.ts';
import { Step } from './role-step.tsx';
import type { RoleErrors, TypedRole } from './typed-role.ts';

const useStyles = makeStyles({
  types: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 240px), 1fr))',
    marginInlineStart: tokens.spacingHorizontalL,
  },
  quiet: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
});

interface Props {
  readonly value: TypedRole;
  /** The stored role; undefined for a new one. */
  readonly before: TypedRole | undefined;
  readonly counts: ConnectionRoleSummary | undefined;
  readonly errors: RoleErrors;
  readonly onChange: (part: Partial<TypedRole>) => void;
}

const allows = ({ onAll, recordTypes }: TypedRole, type: string) =>
  onAll || recordTypes.includes(type);

export function RecordTypesStep({ value, before, counts, errors, onChange }: Props) {
  const styles = useStyles();
  const { items: types } = useRecordTypes();
  const used = (type: string) => counts?.byRecordType.find(({ key }) => key === type)?.count ?? 0;
  const narrowed = types.filter(
    ({ type }) => before && allows(before, type) && !allows(value, type) && used(type) > 0,
  );
  const toggle = (type: string, on: boolean) => {
    const others = value.recordTypes.filter((each) => each !== type);
    onChange({ recordTypes: on ? [...others, type] : others });
  };
  return (
    <Step number={2} heading={administerText.chooseTypes} hint={administerText.chooseTypesHint}>
      <Field {...wrong(errors.recordTypes)}>
        <RadioGroup
          aria-label={administerText.chooseTypes}
          value={value.onAll ? 'all' : 'some'}
          onChange={(_, { value: chosen }) => onChange({ onAll: chosen === 'all' })}
        >
          <Radio value="all" label={administerText.all} />
          <Radio value="some" label={administerText.some} />
        </RadioGroup>
      </Field>
      {!value.onAll && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would add a border
        <div className={styles.types} role="group" aria-label={administerText.some}>
          {types.map(({ type, displayName, connectionsEnabled }) => (
            <Checkbox
              key={type}
              checked={value.recordTypes.includes(type)}
              onChange={(_, { checked }) => toggle(type, checked === true)}
              label={
                <>
                  {displayName}{' '}
                  <span className={styles.quiet}>
                    {connectionsEnabled
                      ? used(type) > 0 && administerText.usedThere(used(type))
                      : administerText.notEnabled}
                  </span>
                </>
              }
            />
          ))}
        </div>
      )}
      {narrowed.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{administerText.narrowedTitle}</MessageBarTitle>
            <ul className={styles.list}>
              {narrowed.map(({ type, displayName }) => (
                <li key={type}>{administerText.narrowed(displayName, used(type))}</li>
              ))}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
    </Step>
  );
}
