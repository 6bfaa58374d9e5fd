// The page of a connection role: what it is, how much it is used, its three steps, its history.
import { Badge, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { useParams } from 'react-router';
import { useCall } from '../api/read-hooks.ts';
import { ErrorState } from '../parts/error-state.tsx';
import { Loading } from '../parts/loading.tsx';
import { useMay } from '../sign-in/use-session.ts';
import { administerText } from '../text/administer.ts';
import { AdminPage } from './admin-page.tsx';
import { RoleCommands } from './role-commands.tsx';
import { RoleEditor } from './role-editor.tsx';
import { RoleHistory } from './role-history.tsx';
import { RolesLink } from './roles-link.tsx';
import { useClearing } from './use-clearing.ts';

const useStyles = makeStyles({
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
});

export function RolePage() {
  const { id = '' } = useParams();
  return <RolePageOf key={id} id={id} />;
}

function RolePageOf({ id }: { readonly id: string }) {
  const styles = useStyles();
  const enabled = useMay('admin');
  const { data, error, refetch } = useCall('getConnectionRole', { params: { id } }, { enabled });
  const gone = error?.code === 'NotFound';
  const role = gone ? undefined : data;
  const { data: counts } = useCall(
    'getConnectionRoleSummary',
    { params: { id } },
    { enabled: role !== undefined },
  );
  const clearing = useClearing(id, role);
  return (
    <AdminPage
      title={data?.name ?? id}
      above={<RolesLink />}
      beneath={
        role && (
          <div className={styles.facts}>
            <Badge appearance="tint" color={role.state === 'active' ? 'success' : 'informative'}>
              {administerText.states[role.state]}
            </Badge>
            <span>{role.id}</span>
            {counts && <span>{administerText.inUse(counts.connections, counts.records)}</span>}
          </div>
        )
      }
      commands={role && <RoleCommands role={role} counts={counts} onClear={clearing.begin} />}
    >
      {role && clearing.isClearing && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{administerText.clearing(counts?.connections ?? 0)}</MessageBarBody>
        </MessageBar>
      )}
      {gone && data && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{administerText.gone}</MessageBarBody>
        </MessageBar>
      )}
      {role ? (
        <RoleEditor role={role} counts={counts} />
      ) : error && !(gone && data) ? (
        <ErrorState
          error={error}
          titles={{ NotFound: administerText.noSuchRole }}
          {...(gone ? {} : { onRetry: refetch })}
        />
      ) : (
        !gone && <Loading />
      )}
      {(role || gone) && <RoleHistory id={id} />}
    </AdminPage>
  );
}
