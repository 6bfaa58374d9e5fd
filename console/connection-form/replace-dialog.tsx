// Asks whether a new connection replaces those that use up the limit of its role.
import { Text } from '@fluentui/react-components';
import type { Problem } from '../../shared/contracts/answers/problem.ts';
import { Confirm } from '../base/confirm.tsx';
import { connectionFormText } from '../text/connection-form-text.ts';
import { formatDate } from '../text/format.ts';
import { canReplace, type Refused, replacementDay } from './limit-holders.ts';
import { LimitList, useLimitHolders } from './limit-list.tsx';

interface Props {
  readonly problem: Partial<Problem>;
  readonly refused: Refused;
  /** Start of the new connection, or ''. */
  readonly start: string;
  readonly isSaving: boolean;
  readonly onReplace: () => void;
  readonly onBack: () => void;
}

export function ReplaceDialog({ problem, refused, start, isSaving, onReplace, onBack }: Props) {
  const words = connectionFormText.limit;
  const { holders, isPending } = useLimitHolders(problem, refused);
  const day = replacementDay(start);
  const isPossible = canReplace(holders, day);
  const effect = isPossible
    ? words.replaces(problem.existingIds?.length ?? 1, formatDate(day))
    : words.tooLate(formatDate(day));
  return (
    <Confirm
      open
      destroys
      title={words.title}
      confirm={isPossible && !isPending ? words.replace : undefined}
      cancel={words.back}
      busy={isSaving}
      onConfirm={onReplace}
      onCancel={onBack}
    >
      <LimitList problem={problem} refused={refused} />
      {!isPending && <Text>{effect}</Text>}
    </Confirm>
  );
}
