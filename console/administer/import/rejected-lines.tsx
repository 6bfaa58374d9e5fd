// The lines that were not imported: where each is, why, and the report to download.
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { dataFiles } from '../../../shared/import/data-files.ts';
import { type RejectedLine, reportText } from '../../../shared/import/import-outcomes.ts';
import { csvText, saveFile } from '../../base/file-download.ts';
import { Section } from '../../base/record-rows.tsx';
import { VirtualList } from '../../base/virtual-list.tsx';
import { formatNumber } from '../../text/format.ts';
import { importText } from '../../text/import-text.ts';

const useStyles = makeStyles({
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  list: {
    display: 'flex',
    flexDirection: 'column',
    background: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
    overflow: 'hidden',
  },
  row: {
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'center',
    height: '100%',
    boxSizing: 'border-box',
    padding: `0 ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    whiteSpace: 'nowrap',
  },
  clipped: { overflow: 'hidden', textOverflow: 'ellipsis' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const rowHeight = 56;
/** How many rows are visible at most; the others are scrolled to. */
const inView = 8;

export function RejectedLines({ rejected }: { readonly rejected: readonly RejectedLine[] }) {
  const styles = useStyles();
  const save = (
    extension: string,
    type: string,
    textOf: (lines: readonly RejectedLine[]) => string,
  ) => (
    <Button
      appearance="subtle"
      icon={<ArrowDownloadRegular />}
      onClick={() =>
        saveFile(`rejected-lines.${extension}`, new Blob([textOf(rejected)], { type }))
      }
    >
      {extension === 'csv' ? importText.downloadCsv : importText.downloadJsonl}
    </Button>
  );
  return (
    <Section
      heading={importText.rejected(rejected.length)}
      action={
        <div className={styles.buttons}>
          {save('csv', 'text/csv', csvOf)}
          {save('jsonl', 'application/jsonl', reportText)}
        </div>
      }
    >
      <div
        className={styles.list}
        style={{ height: rowHeight * Math.min(rejected.length, inView) }}
      >
        <VirtualList
          label={importText.rejected(rejected.length)}
          items={rejected}
          keyOf={({ kind, line }) => `${kind} ${line}`}
          rowHeight={rowHeight}
          hasMore={false}
          isLoadingMore={false}
          onMore={() => undefined}
        >
          {({ kind, line, status, fault }) => (
            <div className={styles.row}>
              <Text className={styles.clipped} title={fault.detail}>
                {fault.detail}
              </Text>
              <Text size={200} className={styles.quiet}>
                {importText.place(dataFiles[kind], formatNumber(line))} ·{' '}
                {importText.statuses[status]} · {fault.code}
              </Text>
            </div>
          )}
        </VirtualList>
      </div>
    </Section>
  );
}

function csvOf(rejected: readonly RejectedLine[]): string {
  const { file, line, outcome, code, message, existing, found } = importText.columns;
  const rows = rejected.map(({ kind, line: number, status, fault }) => [
    dataFiles[kind],
    String(number),
    importText.statuses[status],
    fault.code,
    fault.detail,
    fault.existingId ?? '',
    fault.found ?? (fault.errors ?? []).map((one) => one.found ?? '').join('; '),
  ]);
  return csvText([[file, line, outcome, code, message, existing, found], ...rows]);
}
