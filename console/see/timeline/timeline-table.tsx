// What the timeline shows, as a table.
import type { ConnectionView } from '../../../shared/contracts/connection-schemas.ts';
import { formatDate } from '../../parts/format.ts';
import { seeText, timelineText } from '../../text/see.ts';
import { dayOf, validityOn } from '../day/days.ts';
import { RecordLink } from '../record-link.tsx';
import { VirtualTable } from '../virtual-table.tsx';

interface Props {
  readonly name: string;
  readonly connections: readonly ConnectionView[];
  /** The day that is shown, or ''. */
  readonly activeOn: string;
}

const day = (date: string | null) => (date ? formatDate(date) : timelineText.open);

export function TimelineTable({ name, connections, activeOn }: Props) {
  const { columns } = timelineText;
  const shown = dayOf(activeOn);
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
        {
          name: seeText.roleThere,
          cell: ({ record2RoleName }) => record2RoleName ?? seeText.noRole,
        },
        { name: columns.start, cell: ({ effectiveStart }) => day(effectiveStart) },
        { name: columns.end, cell: ({ effectiveEnd }) => day(effectiveEnd) },
        {
          name: shown === undefined ? columns.validity : columns.validityOn(formatDate(activeOn)),
          cell: (connection) =>
            seeText.validities[
              shown === undefined ? connection.validity : validityOn(connection, shown)
            ],
        },
        { name: columns.state, cell: ({ state }) => seeText.states[state] },
      ]}
    />
  );
}
