// The dialog that makes connections of a record: to one, or to several with one role.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useRef, useState } from 'react';
import { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { NamedRecord } from '../../shared/contracts/connection-schemas.ts';
import { useTypeNames } from '../find/record-types.ts';
import { useRoleNames } from '../find/roles.ts';
import { useFocusOnWrong } from '../parts/focus-wrong.ts';
import { useUnsaved } from '../parts/unsaved.tsx';
import { useSession } from '../sign-in/use-session.ts';
import { commonText } from '../text/common.ts';
import { connectText } from '../text/connect.ts';
import { ChosenRecords } from './chosen-records.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { FailureBar } from './failure-bar.tsx';
import { fieldErrors, noErrors, reasonOf, type Sent, sentenceOf } from './refusal.ts';
import { blankConnection, changedFields, type TypedConnection } from './typed-connection.ts';
import { useConnect } from './use-connect.ts';

const useStyles = makeStyles({
  content: { display: 'grid', gap: tokens.spacingVerticalM, alignContent: 'start' },
  from: { color: tokens.colorNeutralForeground2 },
  actions: { flexWrap: 'wrap' },
});

interface Props {
  readonly record: NamedRecord;
  /** Chosen at first. */
  readonly to?: NamedRecord;
  readonly onClose: () => void;
  /** Shows a connection by its id; the dialog is to go. */
  readonly onShow: (id: string) => void;
}

type After = 'show' | 'close' | 'new';

export default function ConnectDialog({ record, to, onClose, onShow }: Props) {
  const styles = useStyles();
  const { sub } = useSession().person;
  const [blank] = useState(() => blankConnection(sub));
  const [first] = useState<readonly NamedRecord[]>(() => (to ? [to] : []));
  const [chosen, setChosen] = useState(first);
  const [typed, setTyped] = useState(blank);
  /** How often one has saved without a record to connect to. */
  const [missing, setMissing] = useState(0);
  const [failure, setFailure] = useState<LiaisonProblem | undefined>();
  const [failures, setFailures] = useState<ReadonlyMap<string, string>>(new Map());
  const [said, setSaid] = useState('');
  const [round, setRound] = useState(0);
  const content = useRef<HTMLDivElement>(null);
  const { connect, isPending } = useConnect(record);
  const unsaved = chosen !== first || changedFields(blank, typed).length > 0;
  const { leave, question } = useUnsaved(unsaved);
  const roleName = useRoleNames();
  const typeNames = useTypeNames();
  const sent = (other: NamedRecord | undefined): Sent => ({
    ...{ typed, record, other, roleName },
    typeName: (type) => typeNames(type).one,
  });
  const errors = failure ? fieldErrors(failure.problem, sent(chosen[0])) : noErrors;
  useFocusOnWrong(content, failure ?? missing);

  function change(next: TypedConnection) {
    setTyped(next);
    setFailure(undefined);
    setSaid('');
  }

  function choose(next: readonly NamedRecord[]) {
    setChosen(next);
    setMissing(0);
    setFailure(undefined);
    setSaid('');
  }

  async function save(after: After) {
    if (isPending) return;
    setFailure(undefined);
    setFailures(new Map());
    setSaid('');
    if (chosen.length === 0) return setMissing(missing + 1);
    try {
      const { made, refused } = await connect(chosen, typed);
      const [id] = made;
      if (refused.length > 0) {
        setChosen(refused.map((each) => each.record));
        setFailures(
          new Map(
            refused.map((each) => [
              `${each.record.type}/${each.record.id}`,
              reasonOf(each.problem, sent(each.record)),
            ]),
          ),
        );
        setSaid(connectText.connectedSome(made.length, refused.length));
      } else if (after === 'close') onClose();
      else if (after === 'show' && chosen.length === 1 && id) onShow(id);
      else startAnew(made.length);
    } catch (error) {
      if (!(error instanceof LiaisonProblem)) throw error;
      setFailure(error);
    }
  }

  function startAnew(made: number) {
    const [only] = chosen;
    setSaid(made === 1 && only ? connectText.connected(only.name) : connectText.connectedAll(made));
    setChosen(first.length > 0 ? [] : first);
    setTyped(blank);
    setRound(round + 1);
    content.current?.querySelector<HTMLElement>('input')?.focus();
  }

  const button = (after: After, label: string) => (
    <Button disabledFocusable={isPending} onClick={() => save(after)}>
      {label}
    </Button>
  );
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && leave(onClose)}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{connectText.title}</DialogTitle>
          <DialogContent>
            <div className={styles.content} ref={content}>
              <Text className={styles.from}>{connectText.from(record.name)}</Text>
              {failure && (errors.whole || failure.status === 0) && (
                <FailureBar
                  error={failure}
                  sentence={sentenceOf(failure.problem, sent(chosen[0]))}
                  onShow={(id) => leave(() => onShow(id))}
                />
              )}
              {said && (
                <MessageBar intent={failures.size > 0 ? 'warning' : 'success'}>
                  <MessageBarBody>{said}</MessageBarBody>
                </MessageBar>
              )}
              <ChosenRecords
                key={round}
                record={record}
                chosen={chosen}
                onChange={choose}
                error={missing > 0 ? connectText.nameMissing : errors.fields.record}
                failures={failures}
              />
              <ConnectionForm
                key={`form-${round}`}
                value={typed}
                onChange={change}
                record={record}
                others={chosen}
                errors={errors}
              />
            </div>
          </DialogContent>
          <DialogActions fluid className={styles.actions}>
            {button('show', connectText.save)}
            <Button
              appearance="primary"
              disabledFocusable={isPending}
              icon={isPending ? <Spinner size="tiny" /> : null}
              onClick={() => save('close')}
            >
              {connectText.saveAndClose}
            </Button>
            {button('new', connectText.saveAndNew)}
            <Button onClick={() => leave(onClose)}>{commonText.cancel}</Button>
          </DialogActions>
        </DialogBody>
        {question}
      </DialogSurface>
    </Dialog>
  );
}
