// Conditions on connections, as the address has them: role, category, type, state.
import { Button } from '@fluentui/react-components';
import { FilterDismissRegular } from '@fluentui/react-icons/svg/filter-dismiss';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { useCall } from '../api/read-hooks.ts';
import { useTypeNames } from '../find/record-types.ts';
import { categoryName } from '../text/categories.ts';
import { seeText } from '../text/see.ts';
import { SmallChoice } from './small-choice.tsx';

export interface Conditions {
  readonly roleId: string;
  readonly category: string;
  readonly connectedType: string;
  readonly state: string;
}

export const noConditions: Conditions = {
  roleId: '',
  category: '',
  connectedType: '',
  state: 'all',
};

interface Props {
  readonly record: RecordReference;
  readonly value: Conditions;
  readonly onChange: (changes: Partial<Conditions>) => void;
}

/** Offers what the record's own connections have. */
export function ConditionChoices({ record: { type, id }, value, onChange }: Props) {
  const { data } = useCall('getRecordSummary', { params: { type, id } });
  const typeNames = useTypeNames();
  const any = (label: string) => [{ value: '', label }];
  const counted = (groups: { key: string; name?: string | undefined }[] | undefined) =>
    (groups ?? []).map(({ key, name }) => ({ value: key, label: name ?? key }));
  const isSet = Object.entries(noConditions).some(
    ([key, standard]) => value[key as keyof Conditions] !== standard,
  );
  return (
    <>
      <SmallChoice
        label={seeText.roleHere}
        value={value.roleId}
        options={[...any(seeText.allRoles), ...counted(data?.byRole)]}
        onChoose={(roleId) => onChange({ roleId })}
      />
      <SmallChoice
        label={seeText.category}
        value={value.category}
        options={[
          ...any(seeText.allCategories),
          ...(data?.byCategory ?? []).map(({ key }) => ({ value: key, label: categoryName(key) })),
        ]}
        onChoose={(category) => onChange({ category })}
      />
      <SmallChoice
        label={seeText.type}
        value={value.connectedType}
        options={[
          ...any(seeText.allTypes),
          ...(data?.byConnectedType ?? []).map(({ key }) => ({
            value: key,
            label: typeNames(key).many,
          })),
        ]}
        onChoose={(connectedType) => onChange({ connectedType })}
      />
      <SmallChoice
        label={seeText.state}
        value={value.state}
        options={[
          { value: 'all', label: seeText.allStates },
          ...Object.entries(seeText.states).map(([key, label]) => ({ value: key, label })),
        ]}
        onChoose={(state) => onChange({ state })}
      />
      {isSet && (
        <Button
          size="small"
          appearance="subtle"
          icon={<FilterDismissRegular />}
          onClick={() => onChange(noConditions)}
        >
          {seeText.clear}
        </Button>
      )}
    </>
  );
}
