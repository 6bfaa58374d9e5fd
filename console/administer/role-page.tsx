// The page of a connection role: facts, form and history.

import { Badge, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router';
import type { AttributeSchema } from '../../shared/contracts/attribute-schemas.ts';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { useCall, usePages } from '../api/read-hooks.ts';
import { rolesLink } from '../base/addresses.ts';
import { PageLink } from '../base/page-link.tsx';
import { ErrorState, Loading } from '../base/page-states.tsx';
import { Section } from '../base/record-rows.tsx';
import { useTypeNames } from '../data/all-record-types.tsx';
import { useRoleNames } from '../data/all-roles.ts';
import { ChangeList } from '../history/change-list.tsx';
import { useMay } from '../sign-in/use-session.ts';
import { administerText } from '../text/administer-text.ts';
import { categoryName } from '../text/category-text.ts';
import { valueText } from '../text/format.ts';
import { historyText } from '../text/history-text.ts';
import { AdminPage } from './admin-page.tsx';
import { RoleCommands } from './role-commands.tsx';
import { RoleEditor } from './role-editor.tsx';
import { schemaText } from './typed-role-attributes.ts';

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
      above={<PageLink to={rolesLink}>{administerText.roles}</PageLink>}
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

const useHistoryStyles = makeStyles({
  card: {
    background: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
  },
});

function RoleHistory({ id }: { readonly id: string }) {
  const styles = useHistoryStyles();
  const roleName = useRoleNames();
  const typeNames = useTypeNames();
  const listed = (value: unknown, nameOf: (id: string) => string) =>
    (value as string[]).map(nameOf).join(', ');
  const value = (field: string, value: unknown) => {
    if (field === 'recordTypes') {
      return listed(value, (type) => typeNames(type).one) || historyText.allRecordTypes;
    }
    if (field === 'matchingRoleIds') return listed(value, roleName) || historyText.noValue;
    if (field === 'attributeSchema') return schemaText(value as AttributeSchema);
    if (field === 'category') return categoryName(String(value));
    return field === 'state' ? historyText.state(String(value)) : valueText(value);
  };
  return (
    <Section heading={administerText.history}>
      <div className={styles.card}>
        <ChangeList
          list={useRoleHistory(id)}
          keyOf={({ at, event }) => `${at} ${event}`}
          words={{ label: historyText.field, value }}
        />
      </div>
    </Section>
  );
}

/** Polling interval while the role is being removed from its connections, in ms. */
const every = 1500;

const followed = ['getConnectionRole', 'getConnectionRoleSummary', 'listConnectionRoleHistory'];

/** Its history, newest first. */
const useRoleHistory = (id: string, enabled = true) =>
  usePages('listConnectionRoleHistory', { params: { id }, query: { limit: 50 } }, { enabled });

/** Whether the role is being removed from its connections; `begin` is for the time until its history shows it. */
function useClearing(id: string, role: ConnectionRole | undefined) {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [latest] = useRoleHistory(id, role !== undefined).items;
  // Activating the role stops the removal.
  const isClearing = role?.state === 'inactive' && (asked || latest?.event === 'clearing');
  useEffect(() => {
    if (!isClearing) return;
    const timer = setInterval(() => {
      for (const name of followed) client.invalidateQueries({ queryKey: [name] });
    }, every);
    return () => clearInterval(timer);
  }, [isClearing, client]);
  return { isClearing, begin: () => setAsked(true) };
}
