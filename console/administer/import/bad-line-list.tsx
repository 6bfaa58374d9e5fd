// The bad lines of an import: where, which error, what is wrong; and the report to take along.
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { Section } from '../../find/record-rows.tsx';
import { formatNumber } from '../../parts/format.ts';
import { VirtualList } from '../../parts/virtual-list.tsx';
import { importText } from '../../text/import.ts';
import { csvOf, download, jsonlOf, messageOf } from './bad-lines.ts';
import type { BadLine } from './run.ts';

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
/** Rows in view at the most; more are scrolled to. */
const inView = 8;

export function BadLineList({ badLines }: { readonly badLines: readonly BadLine[] }) {
  const styles = useStyles();
  const save = (extension: string, type: string, textOf: (lines: readonly BadLine[]) => string) => (
    <Button
      appearance="subtle"
      icon={<ArrowDownloadRegular />}
      onClick={() => download(`bad-lines.${extension}`, type, textOf(badLines))}
    >
      {extension === 'csv' ? importText.downloadCsv : importText.downloadJsonl}
    </Button>
  );
  return (
    <Section
      heading={importText.badLines(badLines.length)}
      action={
        <div className={styles.buttons}>
          {save('csv', 'text/csv', csvOf)}
          {save('jsonl', 'application/jsonl', jsonlOf)}
        </div>
      }
    >
      <div
        className={styles.list}
        style={{ height: rowHeight * Math.min(badLines.length, inView) }}
      >
        <VirtualList
          label={importText.badLines(badLines.length)}
          items={badLines}
          keyOf={({ file, line }) => `${file} ${line}`}
          rowHeight={rowHeight}
          hasMore={false}
          isLoadingMore={false}
          onMore={() => undefined}
        >
          {(bad) => (
            <div className={styles.row}>
              <Text className={styles.clipped} title={messageOf(bad)}>
                {messageOf(bad)}
              </Text>
              <Text size={200} className={styles.quiet}>
                {importText.place(bad.file, formatNumber(bad.line))} · {bad.code}
              </Text>
            </div>
          )}
        </VirtualList>
      </div>
    </Section>
  );
}
