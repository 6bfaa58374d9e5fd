// What happened to a role; also after it was deleted.
import { makeStyles, tokens } from '@fluentui/react-components';
import { Section } from '../find/record-rows.tsx';
import { useTypeNames } from '../find/record-types.ts';
import { useRoleNames } from '../find/roles.ts';
import { ChangeList } from '../history/change-list.tsx';
import { administerText } from '../text/administer.ts';
import { categoryName } from '../text/categories.ts';
import { historyText } from '../text/history.ts';
import { useRoleHistory } from './use-clearing.ts';

const useStyles = makeStyles({
  card: {
    background: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
  },
});

export function RoleHistory({ id }: { readonly id: string }) {
  const styles = useStyles();
  const roleName = useRoleNames();
  const typeNames = useTypeNames();
  const listed = (value: unknown, nameOf: (id: string) => string) =>
    (value as string[]).map(nameOf).join(', ');
  const value = (field: string, value: unknown) => {
    if (field === 'recordTypes') {
      return listed(value, (type) => typeNames(type).one) || historyText.allRecordTypes;
    }
    if (field === 'matchingRoleIds') return listed(value, roleName) || historyText.noValue;
    if (field === 'category') return categoryName(String(value));
    return field === 'state' ? historyText.state(String(value)) : String(value);
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
