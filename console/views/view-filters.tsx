// The filters of the graph and the timeline, as the address has them: role, category, type, state.
import { Button } from '@fluentui/react-components';
import { FilterDismissRegular } from '@fluentui/react-icons/svg/filter-dismiss';
import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import { useCall } from '../api/read-hooks.ts';
import { keyOfRole } from '../base/role-keys.ts';
import { useTypeNames } from '../data/all-record-types.tsx';
import { categoryName } from '../text/category-text.ts';
import { connectionsText } from '../text/connections-text.ts';
import { viewsText } from '../text/views-text.ts';
import { SmallChoice } from './view-toolbar.tsx';

export interface ViewFilters {
  readonly roleId: string;
  readonly category: string;
  readonly connectedType: string;
  readonly state: string;
}

export const noViewFilters: ViewFilters = {
  roleId: '',
  category: '',
  connectedType: '',
  state: 'all',
};

interface Props {
  readonly record: NamedRecord;
  readonly value: ViewFilters;
  readonly onChange: (changes: Partial<ViewFilters>) => void;
}

/** Offers what the record's own connections have. */
export function ViewFilterChoices({ record, value, onChange }: Props) {
  const { type, id } = record;
  const { data } = useCall('getRecordSummary', { params: { type, id } });
  const typeNames = useTypeNames();
  const any = (label: string) => [{ value: '', label }];
  const roles = (data?.byRole ?? []).map(({ key, name }) => ({
    value: keyOfRole(key),
    label: name ?? key ?? viewsText.noRole,
  }));
  const categories = (data?.byCategory ?? []).flatMap(({ key }) =>
    key === null ? [] : [{ value: key, label: categoryName(key) }],
  );
  const isSet = Object.entries(noViewFilters).some(
    ([key, standard]) => value[key as keyof ViewFilters] !== standard,
  );
  return (
    <>
      <SmallChoice
        label={connectionsText.ownRole(record.name)}
        value={value.roleId}
        options={[...any(viewsText.allRoles), ...roles]}
        onChoose={(roleId) => onChange({ roleId })}
      />
      <SmallChoice
        label={viewsText.category}
        value={value.category}
        options={[...any(viewsText.allCategories), ...categories]}
        onChoose={(category) => onChange({ category })}
      />
      <SmallChoice
        label={viewsText.type}
        value={value.connectedType}
        options={[
          ...any(viewsText.allTypes),
          ...(data?.byConnectedType ?? []).map(({ key }) => ({
            value: key,
            label: typeNames(key).many,
          })),
        ]}
        onChoose={(connectedType) => onChange({ connectedType })}
      />
      <SmallChoice
        label={viewsText.state}
        value={value.state}
        options={[
          { value: 'all', label: viewsText.allStates },
          ...Object.entries(viewsText.states).map(([key, label]) => ({ value: key, label })),
        ]}
        onChoose={(state) => onChange({ state })}
      />
      {isSet && (
        <Button
          size="small"
          appearance="subtle"
          icon={<FilterDismissRegular />}
          onClick={() => onChange(noViewFilters)}
        >
          {viewsText.clear}
        </Button>
      )}
    </>
  );
}
