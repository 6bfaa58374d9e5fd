// The panel that finds the shortest paths between two records, lists them and highlights them in the graph.
import { Button, Field, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import type { Path } from '../../shared/contracts/answers/graph-answers.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { useCall } from '../api/read-hooks.ts';
import { RecordLink } from '../base/page-link.tsx';
import { ErrorState } from '../base/page-states.tsx';
import { RecordPicker } from '../data/record-picker.tsx';
import { commonText } from '../text/common-text.ts';
import { pathText } from '../text/views-text.ts';
import { rolesText } from './graph-labels.ts';
import { keyOfRecord, recordOfKey } from './graph-model.ts';
import type { GraphState, SetGraphState, useGraph } from './use-graph.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  head: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
  list: { display: 'grid', gap: tokens.spacingVerticalS, listStyle: 'none', margin: 0, padding: 0 },
  path: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    padding: tokens.spacingHorizontalS,
  },
  chosen: { border: `1px solid ${tokens.colorBrandStroke1}` },
  steps: { listStyle: 'none', margin: 0, padding: 0 },
  roles: {
    display: 'block',
    paddingLeft: tokens.spacingHorizontalM,
    marginBlock: tokens.spacingVerticalXXS,
    borderLeft: `2px solid ${tokens.colorBrandStroke1}`,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
});

interface Props {
  readonly record: RecordReference;
  readonly state: GraphState;
  readonly set: SetGraphState;
  readonly paths: ReturnType<typeof useGraph>['paths'];
  readonly nameOfRole: (roleId: string | null) => string;
  /** The only path that is highlighted; undefined: all are. */
  readonly chosen: number | undefined;
  readonly onChoose: (at: number | undefined) => void;
  readonly onClose: () => void;
}

export function PathPanel(props: Props) {
  const { record, state, set, paths, nameOfRole, chosen, onChoose } = props;
  const styles = useStyles();
  const from = state.pathFrom || keyOfRecord(record);
  const found = state.pathTo === '' ? undefined : paths.data;
  return (
    <section className={styles.root} aria-label={pathText.title}>
      <div className={styles.head}>
        <Text weight="semibold">{pathText.title}</Text>
        <Button
          size="small"
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={pathText.close}
          onClick={props.onClose}
        />
      </div>
      <EndPicker
        label={pathText.from}
        value={from}
        onPick={(key) => key && set({ pathFrom: key === keyOfRecord(record) ? '' : key })}
      />
      <EndPicker label={pathText.to} value={state.pathTo} onPick={(key) => set({ pathTo: key })} />
      {state.pathTo !== '' && paths.error && (
        <ErrorState error={paths.error} onRetry={paths.refetch} />
      )}
      {state.pathTo !== '' && paths.isLoading && <Spinner size="tiny" label={commonText.loading} />}
      {found && (
        <Found
          found={found}
          steps={Number(state.pathDepth)}
          onFurther={() => set({ pathDepth: '6' })}
        />
      )}
      {found && found.paths.length > 0 && (
        <ol className={styles.list}>
          {found.paths.map((path, at) => (
            <li
              key={path.nodes.map(keyOfRecord).join(' ')}
              className={`${styles.path} ${chosen === at ? styles.chosen : ''}`}
            >
              {found.paths.length > 1 && (
                <Button
                  size="small"
                  appearance="transparent"
                  aria-pressed={chosen === at}
                  onClick={() => onChoose(chosen === at ? undefined : at)}
                >
                  {pathText.path(at + 1)}
                </Button>
              )}
              <Steps path={path} nameOfRole={nameOfRole} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

interface EndProps {
  readonly label: string;
  /** `type/id`, or nothing. */
  readonly value: string;
  readonly onPick: (key: string) => void;
}

function EndPicker({ label, value, onPick }: EndProps) {
  const reference = recordOfKey(value);
  const params = reference ?? { type: '', id: '' };
  const { data } = useCall('getRecord', { params }, { enabled: reference !== undefined });
  const picked = reference && data && { ...reference, name: data.name };
  return (
    <Field label={label} size="small">
      <RecordPicker
        key={picked ? value : `unknown ${value}`}
        placeholder={pathText.hint}
        picked={picked}
        onPick={(record) => record && onPick(keyOfRecord(record))}
      />
    </Field>
  );
}

interface FoundProps {
  readonly found: { readonly paths: readonly Path[]; readonly truncated: boolean };
  readonly steps: number;
  readonly onFurther: () => void;
}

/** The result of the search, in words. */
function Found({ found: { paths, truncated }, steps, onFurther }: FoundProps) {
  const [first] = paths;
  return (
    <div role="status">
      {!first ? (
        <>
          <Text block>{truncated ? pathText.noneFound : pathText.none(steps)}</Text>
          {steps < 6 && (
            <Button size="small" onClick={onFurther}>
              {pathText.further}
            </Button>
          )}
        </>
      ) : (
        <Text block>
          {first.length === 0 ? pathText.same : pathText.found(paths.length, first.length)}{' '}
          {truncated && pathText.more}
        </Text>
      )}
    </div>
  );
}

function Steps({ path, nameOfRole }: { readonly path: Path } & Pick<Props, 'nameOfRole'>) {
  const styles = useStyles();
  return (
    <ol className={styles.steps}>
      {path.nodes.map((node, at) => {
        const edge = path.edges[at];
        const isForward = edge && keyOfRecord(edge.from) === keyOfRecord(node);
        const [near, far] = isForward
          ? [edge.fromRoleId, edge.toRoleId]
          : [edge?.toRoleId ?? null, edge?.fromRoleId ?? null];
        return (
          <li key={keyOfRecord(node)}>
            <RecordLink record={node} tab="graph" />
            {edge && (
              <span className={styles.roles}>
                {[rolesText(nameOfRole(near), nameOfRole(far)), edge.title]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
