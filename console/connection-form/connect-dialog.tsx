// The dialog that creates connections from a record to one or several others, with the same role.
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
import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import type { Problem } from '../../shared/contracts/answers/problem.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { useChange } from '../api/write-hooks.ts';
import { useFocusOnWrong } from '../base/form-errors.ts';
import { useUnsaved } from '../base/unsaved-input.tsx';
import { useTypeNames } from '../data/all-record-types.tsx';
import { useRoleNames } from '../data/all-roles.ts';
import { useSession } from '../sign-in/use-session.ts';
import { commonText } from '../text/common-text.ts';
import { connectionFormText } from '../text/connection-form-text.ts';
import { attributeErrors } from './attribute-rules.ts';
import { ChosenRecords } from './chosen-records.tsx';
import { FailureBar } from './connection-failure-bar.tsx';
import { ConnectionForm } from './connection-form.tsx';
import {
  fieldErrors,
  noErrors,
  reasonOf,
  type Sent,
  sentenceOf,
  withFields,
} from './connection-refusal.ts';
import { ReplaceDialog } from './replace-dialog.tsx';
import {
  blankConnection,
  changedFields,
  newBody,
  type TypedConnection,
} from './typed-connection.ts';
import { useAttributeRules } from './use-attribute-rules.ts';

const useStyles = makeStyles({
  content: { display: 'grid', gap: tokens.spacingVerticalM, alignContent: 'start' },
  from: { color: tokens.colorNeutralForeground2 },
  actions: { flexWrap: 'wrap' },
});

interface Props {
  readonly record: NamedRecord;
  /** Selected at first. */
  readonly to?: NamedRecord;
  readonly onClose: () => void;
  /** Shows a connection by its id; the caller closes the dialog. */
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
  const [isMissing, setMissing] = useState(false);
  /** How often the user tried to save. */
  const [tried, setTried] = useState(0);
  const [failure, setFailure] = useState<LiaisonProblem | undefined>();
  const [failures, setFailures] = useState<ReadonlyMap<string, string>>(new Map());
  const [said, setSaid] = useState('');
  const [round, setRound] = useState(0);
  const content = useRef<HTMLDivElement>(null);
  /** What the save that is underway does afterwards. */
  const saving = useRef<After>('close');
  const { connect, isPending } = useConnect(record);
  const unsaved = chosen !== first || changedFields(blank, typed).length > 0;
  const { leave, question } = useUnsaved(unsaved);
  const roleName = useRoleNames();
  const typeNames = useTypeNames();
  const sent = (other: NamedRecord | undefined): Sent => ({
    ...{ typed, record, other, roleName },
    typeName: (type) => typeNames(type).one,
  });
  const rules = useAttributeRules(typed);
  const unfit = attributeErrors(rules, typed);
  const refused = failure ? fieldErrors(failure.problem, sent(chosen[0])) : noErrors;
  const errors = tried > 0 ? withFields(refused, unfit) : refused;
  useFocusOnWrong(content, failure);
  useFocusOnWrong(content, tried);

  function change(next: TypedConnection) {
    setTyped(next);
    setFailure(undefined);
    setSaid('');
  }

  function choose(next: readonly NamedRecord[]) {
    setChosen(next);
    setMissing(false);
    setFailure(undefined);
    setSaid('');
  }

  async function save(after: After, replace = false) {
    if (isPending) return;
    saving.current = after;
    setFailure(undefined);
    setFailures(new Map());
    setSaid('');
    setTried(tried + 1);
    setMissing(chosen.length === 0);
    if (chosen.length === 0 || Object.keys(unfit).length > 0) return;
    try {
      const { made, refused } = await connect(chosen, {
        ...newBody(typed),
        ...(replace && { replace: true as const }),
      });
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
        setSaid(connectionFormText.connectedSome(made.length, refused.length));
      } else if (after === 'close') onClose();
      else if (after === 'show' && chosen.length === 1 && id) onShow(id);
      else startAnew(made.length);
    } catch (error) {
      if (!(error instanceof LiaisonProblem)) throw error;
      setFailure(error);
    }
  }

  const isFull = failure?.code === 'ConnectionLimitReached';

  function startAnew(made: number) {
    const [only] = chosen;
    setSaid(
      made === 1 && only
        ? connectionFormText.connected(only.name)
        : connectionFormText.connectedAll(made),
    );
    setChosen(first.length > 0 ? [] : first);
    setTyped(blank);
    setTried(0);
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
          <DialogTitle>{connectionFormText.title}</DialogTitle>
          <DialogContent>
            <div className={styles.content} ref={content}>
              <Text className={styles.from}>{connectionFormText.from(record.name)}</Text>
              {failure && !isFull && (errors.whole || failure.status === 0) && (
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
                error={isMissing ? connectionFormText.nameMissing : errors.fields.record}
                failures={failures}
              />
              <ConnectionForm
                key={`form-${round}`}
                value={typed}
                onChange={change}
                record={record}
                others={chosen}
                rules={rules}
                errors={errors}
              />
            </div>
          </DialogContent>
          <DialogActions fluid className={styles.actions}>
            {button('show', connectionFormText.save)}
            <Button
              appearance="primary"
              disabledFocusable={isPending}
              icon={isPending ? <Spinner size="tiny" aria-hidden /> : null}
              onClick={() => save('close')}
            >
              {connectionFormText.saveAndClose}
            </Button>
            {button('new', connectionFormText.saveAndNew)}
            <Button onClick={() => leave(onClose)}>{commonText.cancel}</Button>
          </DialogActions>
        </DialogBody>
        {question}
        {isFull && (
          <ReplaceDialog
            problem={failure.problem}
            refused={{ ...typed, record, other: chosen[0] }}
            start={typed.effectiveStart}
            isSaving={isPending}
            onReplace={() => save(saving.current, true)}
            onBack={() => setFailure(undefined)}
          />
        )}
      </DialogSurface>
    </Dialog>
  );
}

/** Why a connection that exists with the same values is not created; its result has no problem. */
const alreadyConnected = { code: 'ConnectionExists' } as const;

/** The result for each record. */
interface Connected {
  /** Ids of the created connections. */
  readonly made: readonly string[];
  readonly refused: readonly { readonly record: NamedRecord; readonly problem: Partial<Problem> }[];
}

const reference = ({ type, id }: RecordReference) => ({ type, id });

function useConnect(record: RecordReference) {
  const one = useChange('createConnection');
  const many = useChange('batchConnections');

  /** @throws LiaisonProblem when nothing can be said of the single records */
  async function connect(
    others: readonly NamedRecord[],
    fields: ReturnType<typeof newBody> & { readonly replace?: true },
  ): Promise<Connected> {
    const items = others.map((other) => ({
      record1: reference(record),
      record2: reference(other),
      ...fields,
    }));
    const [first] = items;
    if (!first) return { made: [], refused: [] };
    if (items.length === 1) {
      const { id } = await one.mutateAsync({ body: first });
      return { made: [id], refused: [] };
    }
    const { results } = await many.mutateAsync({ body: { items } });
    return {
      made: results.flatMap((result) =>
        result.status === 'created' ? [result.connection.id] : [],
      ),
      refused: results.flatMap((result) => {
        const other = others[result.index];
        if (result.status === 'created' || !other) return [];
        return [
          { record: other, problem: 'problem' in result ? result.problem : alreadyConnected },
        ];
      }),
    };
  }

  return { connect, isPending: one.isPending || many.isPending };
}
