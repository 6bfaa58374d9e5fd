// What the timeline shows, as a table.
import type { ConnectionView } from '../../../shared/contracts/connections.ts';
import { formatDate } from '../../parts/format.ts';
import { seeText, timelineText } from '../../text/see.ts';
import { RecordLink } from '../record-link.tsx';
import { VirtualTable } from '../virtual-table.tsx';

interface Props {
  readonly name: string;
  readonly connections: readonly ConnectionView[];
}

const day = (date: string | null) => (date ? formatDate(date) : timelineText.open);

export function TimelineTable({ name, connections }: Props) {
  const { columns } = timelineText;
  return (
    <VirtualTable<ConnectionView>
      label={timelineText.label(name)}
      rows={connections}
      keyOf={({ id }) => id}
      columns={[
        {
          name: columns.record,
          cell: ({ record2 }) => <RecordLink record={record2} tab="timeline" />,
        },
        { name: columns.role, cell: ({ record2RoleName }) => record2RoleName ?? seeText.noRole },
        { name: columns.start, cell: ({ effectiveStart }) => day(effectiveStart) },
        { name: columns.end, cell: ({ effectiveEnd }) => day(effectiveEnd) },
        { name: columns.validity, cell: ({ validity }) => seeText.validities[validity] },
        { name: columns.state, cell: ({ state }) => seeText.states[state] },
      ]}
    />
  );
}
