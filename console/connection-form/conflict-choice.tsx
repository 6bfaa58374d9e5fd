// Resolves an edit conflict: the user selects the saved or their own value for each field.
import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Radio,
  RadioGroup,
  Text,
  tokens,
} from '@fluentui/react-components';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import { connectionFormText } from '../text/connection-form-text.ts';
import { formatDate, formatInstant } from '../text/format.ts';
import type { ConnectionField, TypedConnection } from './typed-connection.ts';
import { type Choices, conflicting, shownAt } from './typed-connection.ts';

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalM },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  field: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    padding: tokens.spacingHorizontalS,
    margin: 0,
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
});

interface Props {
  readonly label: (field: ConnectionField) => string;
  readonly roleName: (id: string) => string;
  /** The connection as currently stored. */
  readonly latest: ConnectionView;
  readonly theirs: TypedConnection;
  readonly mine: TypedConnection;
  readonly choices: Choices;
  readonly onChoose: (choices: Choices) => void;
  readonly busy: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}

export function ConflictChoice(props: Props) {
  const { latest, theirs, mine, choices, onChoose, roleName } = props;
  const styles = useStyles();
  const shown = (field: ConnectionField, typed: TypedConnection) => {
    const value = shownAt(typed, field);
    if (value === '') return connectionFormText.empty;
    if (field === 'ownRole' || field === 'connectedRole') return roleName(value);
    return field === 'effectiveStart' || field === 'effectiveEnd' ? formatDate(value) : value;
  };
  return (
    <div className={styles.root}>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{connectionFormText.conflictTitle}</MessageBarTitle>
          {connectionFormText.conflict(latest.modifiedBy, formatInstant(latest.modifiedAt))}{' '}
          {latest.state === 'inactive' && connectionFormText.conflictInactive}
        </MessageBarBody>
      </MessageBar>
      {conflicting(theirs, mine).map((field) => (
        <fieldset key={field} className={styles.field}>
          <legend>
            <Text weight="semibold">{props.label(field)}</Text>
          </legend>
          <RadioGroup
            aria-label={props.label(field)}
            value={choices[field] ?? 'theirs'}
            onChange={(_, { value }) =>
              onChoose({ ...choices, [field]: value as 'mine' | 'theirs' })
            }
          >
            <Radio value="theirs" label={`${connectionFormText.theirs}: ${shown(field, theirs)}`} />
            <Radio value="mine" label={`${connectionFormText.mine}: ${shown(field, mine)}`} />
          </RadioGroup>
        </fieldset>
      ))}
      <div className={styles.actions}>
        <Button
          appearance="primary"
          disabledFocusable={props.busy || latest.state === 'inactive'}
          onClick={props.onSave}
        >
          {connectionFormText.saveChoice}
        </Button>
        <Button onClick={props.onDiscard}>{connectionFormText.allTheirs}</Button>
      </div>
    </div>
  );
}
