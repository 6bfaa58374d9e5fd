// Chart of how many connections started, or were in effect, over time; each bar links to its day.
import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { useId, useMemo, useState } from 'react';
import { Link, useLocation } from 'react-router';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { ErrorState } from '../base/page-states.tsx';
import { formatDate, formatNumber } from '../text/format.ts';
import { chartText } from '../text/views-text.ts';
import { today } from '../views/calendar-days.ts';
import { LoadState, useAllConnections } from '../views/loaded-connections.tsx';
import { noViewFilters } from '../views/view-filters.tsx';
import { SmallChoice } from '../views/view-toolbar.tsx';
import { periodsOf } from './chart-periods.ts';
import { CountTable } from './count-table.tsx';

const useStyles = makeStyles({
  head: {
    display: 'flex',
    alignItems: 'flex-end',
    justifyContent: 'space-between',
    marginBottom: tokens.spacingVerticalS,
  },
  heading: { margin: 0 },
  chart: {
    display: 'flex',
    alignItems: 'flex-end',
    gap: '2px',
    height: '180px',
    listStyle: 'none',
    margin: 0,
    padding: `${tokens.spacingVerticalL} 0 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  item: { flex: '1 1 0', minWidth: 0, maxWidth: '56px', height: '100%' },
  link: {
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'flex-end',
    alignItems: 'stretch',
    height: '100%',
    textDecorationLine: 'none',
    color: tokens.colorNeutralForeground2,
    ':hover': { background: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  value: { textAlign: 'center', fontSize: tokens.fontSizeBase100, overflow: 'visible' },
  bar: {
    background: tokens.colorBrandBackground,
    borderRadius: `${tokens.borderRadiusSmall} ${tokens.borderRadiusSmall} 0 0`,
  },
  scale: { display: 'flex', gap: '2px' },
  tick: {
    flex: '1 1 0',
    minWidth: 0,
    maxWidth: '56px',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase100,
    color: tokens.colorNeutralForeground2,
  },
});

interface Props {
  readonly record: RecordReference;
  readonly asTable: boolean;
}

/** Up to `fewBars` bars show their values; at most `names` bars show their periods. */
const fewBars = 24;
const names = 8;

export function OverTime({ record, asTable }: Props) {
  const styles = useStyles();
  const heading = useId();
  const { pathname } = useLocation();
  const [what, setWhat] = useState<'started' | 'inEffect'>('started');
  const loaded = useAllConnections(record, noViewFilters);
  const { items } = loaded;
  const periods = useMemo(() => periodsOf(items, today()), [items]);
  const most = Math.max(1, ...periods.map((period) => period[what]));
  const undated = items.filter(({ effectiveStart }) => effectiveStart === null).length;
  const every = Math.ceil(periods.length / names);
  return (
    <section aria-labelledby={heading}>
      <div className={styles.head}>
        <Subtitle2 as="h2" block className={styles.heading} id={heading}>
          {chartText.overTime}
        </Subtitle2>
        <SmallChoice
          label={chartText.what}
          value={what}
          options={[
            { value: 'started', label: chartText.started },
            { value: 'inEffect', label: chartText.inEffect },
          ]}
          onChoose={(value) => setWhat(value as typeof what)}
        />
      </div>
      <LoadState {...loaded} />
      {loaded.error && <ErrorState error={loaded.error} onRetry={loaded.retry} />}
      {loaded.isComplete && periods.length === 0 && <Text>{chartText.noStarts}</Text>}
      {periods.length > 0 && (asTable ? table() : chart())}
      {what === 'started' && periods.length > 0 && undated > 0 && (
        <Text size={200} block>
          {chartText.withoutStart(undated)}
        </Text>
      )}
    </section>
  );

  function table() {
    return (
      <CountTable
        title={chartText.overTime}
        columns={[chartText.period, chartText.started, chartText.inEffect]}
        rows={periods.map(({ key, started, inEffect }) => ({
          key,
          name: key,
          counts: [started, inEffect],
        }))}
      />
    );
  }

  function chart() {
    return (
      <>
        <ul className={styles.chart}>
          {periods.map((period) => {
            const { key, last } = period;
            const count = period[what];
            const label =
              what === 'started'
                ? chartText.startedIn(key, count)
                : chartText.inEffectOn(formatDate(last), count);
            // The list shows what was in effect that day; the timeline shows the starts.
            const tab = what === 'started' ? { tab: 'timeline' } : {};
            const search = String(new URLSearchParams({ ...tab, activeOn: last }));
            return (
              <li key={key} className={styles.item}>
                <Link
                  className={styles.link}
                  to={{ pathname, search }}
                  aria-label={label}
                  title={label}
                >
                  {periods.length <= fewBars && count > 0 && (
                    <span className={styles.value}>{formatNumber(count)}</span>
                  )}
                  <span className={styles.bar} style={{ height: `${(count / most) * 100}%` }} />
                </Link>
              </li>
            );
          })}
        </ul>
        <div className={styles.scale} aria-hidden>
          {periods.map(({ key }, at) => (
            <span key={key} className={styles.tick}>
              {at % every === 0 && key}
            </span>
          ))}
        </div>
      </>
    );
  }
}
