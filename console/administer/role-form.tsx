// The form of a role with four steps; asks before unsaved changes are lost.
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components';
import { SaveRegular } from '@fluentui/react-icons/svg/save';
import { useRef, useState } from 'react';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { ConnectionRoleSummary } from '../../shared/contracts/answers/count-answers.ts';
import { RefusalBar } from '../base/failure-bars.tsx';
import { fieldErrors, useFocusOnWrong } from '../base/form-errors.ts';
import { useUnsaved } from '../base/unsaved-input.tsx';
import { administerText } from '../text/administer-text.ts';
import { AttributesStep } from './role-attributes-step.tsx';
import { DescribeStep } from './role-description-step.tsx';
import { MatchingStep } from './role-matching-step.tsx';
import { RecordTypesStep } from './role-record-types-step.tsx';
import { isLimit, isSame, type RoleErrors, roleFields, type TypedRole } from './typed-role.ts';
import { ownSchemaErrors, refusedSchema } from './typed-role-attributes.ts';

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalL, gridTemplateColumns: 'minmax(0, 1fr)' },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    position: 'sticky',
    bottom: 0,
    zIndex: 1,
    padding: `${tokens.spacingVerticalM} 0`,
    background: tokens.colorNeutralBackground2,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly value: TypedRole;
  readonly onChange: (value: TypedRole) => void;
  /** The value without unsaved changes. */
  readonly untouched: TypedRole;
  readonly isNew: boolean;
  readonly counts?: ConnectionRoleSummary | undefined;
  readonly error: LiaisonProblem | null;
  readonly busy: boolean;
  /** Whether the id of a new role already exists. */
  readonly idTaken?: boolean;
  /** Saves the role; must call `done` after saving, before navigating. */
  readonly onSave: (then: 'stay' | 'close', done: () => void) => void;
  /** Discards the input and loads the stored role. */
  readonly onLoadCurrent?: () => void;
}

export function RoleForm(props: Props) {
  const { value, onChange, untouched, isNew, error, busy } = props;
  const styles = useStyles();
  /** How often the user tried to save. */
  const [tried, setTried] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const unsaved = !isSame(value, untouched);
  const { saved } = useUnsaved(unsaved);
  const missing: RoleErrors = {
    ...(value.name.trim() === '' && { name: administerText.nameMissing }),
    ...(!value.onAll &&
      value.recordTypes.length === 0 && {
        recordTypes: administerText.typesMissing,
      }),
    ...(props.idTaken && { id: administerText.idTaken }),
    ...(!isLimit(value.maxPerRecord) && { maxPerRecord: administerText.notALimit }),
  };
  const unfit = ownSchemaErrors(value.hasSchema ? value.attributes : []);
  const hasOwnErrors = Object.keys(missing).length + unfit.size > 0;
  const schema = refusedSchema(error?.errors ?? [], value.attributes);
  const { attributeSchema, ...atFields } = fieldErrors(error, roleFields);
  const refused: RoleErrors = { ...atFields, ...(schema.rest && { attributeSchema: schema.rest }) };
  const errors = tried > 0 ? { ...refused, ...missing } : refused;
  useFocusOnWrong(form, tried);
  useFocusOnWrong(form, error);
  const whole = error && !attributeSchema && Object.keys(atFields).length === 0;
  const change = (part: Partial<TypedRole>) => onChange({ ...value, ...part });
  const parts = { value, errors, onChange: change };
  const before = isNew ? undefined : untouched;

  function save(then: 'stay' | 'close') {
    setTried(tried + 1);
    if (busy || hasOwnErrors) return;
    props.onSave(then, saved);
  }

  return (
    <form
      ref={form}
      className={styles.form}
      // The form shows its own messages at the fields.
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save('stay');
      }}
    >
      {whole && error.code === 'PreconditionFailed' && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{administerText.changedTitle}</MessageBarTitle>
            {administerText.changed}
          </MessageBarBody>
          <MessageBarActions>
            <Button onClick={props.onLoadCurrent}>{administerText.loadCurrent}</Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {whole && error.code !== 'PreconditionFailed' && <RefusalBar error={error} />}
      <DescribeStep {...parts} isNew={isNew} />
      <RecordTypesStep {...parts} before={before} counts={props.counts} />
      <MatchingStep {...parts} before={before} />
      <AttributesStep {...parts} schemaErrors={tried > 0 && unfit.size > 0 ? unfit : schema.rows} />
      <div className={styles.bar}>
        <Button
          appearance="primary"
          type="submit"
          disabledFocusable={busy || !unsaved}
          icon={busy ? <Spinner size="tiny" aria-hidden /> : <SaveRegular />}
        >
          {administerText.save}
        </Button>
        <Button disabledFocusable={busy || !unsaved} onClick={() => save('close')}>
          {administerText.saveAndClose}
        </Button>
        {unsaved && <Text className={styles.quiet}>{administerText.unsavedChanges}</Text>}
      </div>
    </form>
  );
}
