// A role on one side of a connection, with the roles that would match where the service named some.
import { Button, Field, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { Choice, type ChoiceGroup } from '../parts/choice.tsx';
import { connectText } from '../text/connect.ts';

const useStyles = makeStyles({
  valid: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    marginTop: tokens.spacingVerticalXS,
  },
});

interface Props {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly groups: readonly ChoiceGroup[];
  /** Those of this side, for the names of the ones that would match. */
  readonly roles: readonly ConnectionRole[];
  readonly value: string;
  /** Its name, while no option has it. */
  readonly valueText?: string | undefined;
  readonly onChange: (roleId: string) => void;
  readonly error: string | undefined;
  readonly validRoleIds: readonly string[] | undefined;
  readonly disabled?: boolean;
}

export function RoleField(props: Props) {
  const { label, hint, error, validRoleIds = [], roles, onChange } = props;
  const styles = useStyles();
  const nameOf = (id: string) => roles.find((role) => role.id === id)?.name ?? id;
  return (
    <div>
      <Field
        label={label}
        {...(hint && !error ? { hint } : {})}
        {...(error ? { validationState: 'error', validationMessage: error } : {})}
      >
        <Choice
          groups={props.groups}
          value={props.value}
          valueText={props.valueText}
          onChange={onChange}
          none={connectText.noRole}
          noneFits={connectText.noRoleFits}
          disabled={props.disabled ?? false}
        />
      </Field>
      {validRoleIds.length > 0 && (
        <div className={styles.valid}>
          <Text size={200}>{connectText.wouldMatch}</Text>
          {validRoleIds.map((id) => (
            <Button
              key={id}
              size="small"
              aria-label={connectText.use(nameOf(id))}
              onClick={() => onChange(id)}
            >
              {nameOf(id)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
