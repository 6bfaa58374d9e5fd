// Says which connections use up the limit of a role, with their records and periods.
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useQueries } from '@tanstack/react-query';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import type { Problem } from '../../shared/contracts/answers/problem.ts';
import { useApi } from '../api/console-client.ts';
import { keyOf } from '../api/read-hooks.ts';
import { useRoleNames } from '../data/all-roles.ts';
import { commonText } from '../text/common-text.ts';
import { connectionFormText } from '../text/connection-form-text.ts';
import { periodText } from '../text/format.ts';
import { limitHolders, type Refused } from './limit-holders.ts';

/** The connections of `existingIds` that still exist; `isPending` until they are loaded. */
export function useLimitHolders({ existingIds = [] }: Partial<Problem>, refused: Refused) {
  const api = useApi();
  const results = useQueries({
    queries: existingIds.map((id) => ({
      queryKey: keyOf('getConnection', { params: { id } }),
      queryFn: ({ signal }: { signal: AbortSignal }): Promise<ConnectionView> =>
        api.getConnection({ params: { id }, signal }),
    })),
  });
  return {
    holders: limitHolders(
      results.flatMap(({ data }) => data ?? []),
      refused,
    ),
    isPending: results.some(({ isPending }) => isPending),
  };
}

const useStyles = makeStyles({
  list: {
    margin: `${tokens.spacingVerticalXS} 0`,
    paddingLeft: tokens.spacingHorizontalXL,
    overflowWrap: 'anywhere',
  },
});

interface Props {
  readonly problem: Partial<Problem>;
  readonly refused: Refused;
}

/** For a problem ConnectionLimitReached. */
export function LimitList({ problem, refused }: Props) {
  const styles = useStyles();
  const roleName = useRoleNames();
  const { holders, isPending } = useLimitHolders(problem, refused);
  const { limit = 1 } = problem;
  const [first] = holders;
  const role = (id: string | null) => (id === null ? '' : roleName(id));
  if (isPending) return <Text block>{commonText.loading}</Text>;
  if (!first) return <Text block>{connectionFormText.limit.some(limit)}</Text>;
  const name = role(first.connection.record2RoleId);
  return (
    <>
      <Text block>{connectionFormText.limit.reached(first.at.name, name, limit)}</Text>
      <ul className={styles.list}>
        {holders.map(({ at, connection }) => (
          <li key={connection.id}>
            {[
              connection.record2.name,
              ...(at === first.at
                ? []
                : [connectionFormText.limit.of(role(connection.record2RoleId), at.name)]),
              connection.title ?? '',
              periodText(connection),
            ]
              .filter((text) => text !== '')
              .join(', ')}
          </li>
        ))}
      </ul>
    </>
  );
}
