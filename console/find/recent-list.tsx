// The records that were opened last.
import { Button, Text } from '@fluentui/react-components';
import { findText } from '../text/find.ts';
import { useRecentRecords } from './recent-records.ts';
import { RecordRows, Section } from './record-rows.tsx';
import { useTypeNames } from './record-types.ts';

export function RecentRecords() {
  const { records, clear } = useRecentRecords();
  const typeNames = useTypeNames();
  return (
    <Section
      heading={findText.recent}
      action={
        records.length > 0 && (
          <Button appearance="subtle" size="small" onClick={clear}>
            {findText.forget}
          </Button>
        )
      }
    >
      {records.length > 0 ? (
        <RecordRows records={records} end={({ type }) => typeNames(type).one} />
      ) : (
        <Text>{findText.noRecent}</Text>
      )}
    </Section>
  );
}
