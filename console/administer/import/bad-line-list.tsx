// The bad lines of an import: where each is, its error and what is wrong; and the report to download.
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { type BadLine, reportText } from '../../../shared/import/import-outcomes.ts';
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

export function BadLineList({ badLines }: { readonly badLines: readonly BadLine[] }) {
  const styles = useStyles();
  const save = (extension: string, type: string, textOf: (lines: readonly BadLine[]) => string) => (
    <Button
      appearance="subtle"
      icon={<ArrowDownloadRegular />}
      onClick={() => saveFile(`bad-lines.${extension}`, new Blob([textOf(badLines)], { type }))}
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
          {save('jsonl', 'application/jsonl', reportText)}
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

/** What is wrong, in one text. */
const messageOf = ({ detail, errors = [] }: BadLine) =>
  detail || errors.map(({ path, message }) => `${path}: ${message}`).join('; ');

function csvOf(badLines: readonly BadLine[]): string {
  const { file, line, code, message } = importText.columns;
  const rows = badLines.map((bad) => [bad.file, String(bad.line), bad.code, messageOf(bad)]);
  return csvText([[file, line, code, message], ...rows]);
}
