// The tab with a record's connections, as in Dynamics 365: commands, filters, grid, details panel.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { Location } from 'react-router';
import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import { useCall, usePages } from '../api/read-hooks.ts';
import { seenFrom } from '../api/seen-from.ts';
import { Late, late } from '../base/lazy-part.tsx';
import { Loading } from '../base/page-states.tsx';
import { useUnsaved } from '../base/unsaved-input.tsx';
import { useUrlState } from '../base/url-state.ts';
import { CommandBar, useCommands } from './command-bar.tsx';
import { type Filters, isFiltered, knownTotal, noFilters, queryOf } from './connection-filters.ts';
import { ConnectionsList } from './connections-list.tsx';
import type { PanelFocus } from './details-panel.tsx';
import { FilterTags } from './filter-tags.tsx';
import { GridFoot } from './grid-foot.tsx';
import { useTicked } from './row-selection.ts';
import { type Asked, TabDialogs } from './tab-dialogs.tsx';

const useStyles = makeStyles({
  root: { overflow: 'hidden', borderRadius: tokens.borderRadiusLarge },
  // Limits the height so that commands, grid and foot fit the window together.
  body: { display: 'flex', maxHeight: 'max(360px, calc(100dvh - 240px))' },
  open: { minHeight: '360px' },
  list: {
    display: 'flex',
    flexDirection: 'column',
    flex: '1 1 0',
    minWidth: 0,
    minHeight: 0,
  },
});

const FilterPanel = late(async () => ({
  default: (await import('./filter-panel.tsx')).FilterPanel,
}));
const DetailsPanel = late(() => import('./details-panel.tsx'));

const standard = { ...noFilters, connection: '' };

/** The panel's form is lost with the panel: on another connection, tab or page. */
const leavesPanel = (from: Location, to: Location) => {
  const [before, after] = [from, to].map(({ search }) => new URLSearchParams(search));
  return (
    from.pathname !== to.pathname ||
    ['connection', 'tab'].some((name) => before?.get(name) !== after?.get(name))
  );
};

export default function ConnectionsTab({ record }: { readonly record: StoredRecord }) {
  const styles = useStyles();
  const [{ connection: open, ...filters }, set] = useUrlState(standard);
  const params = { type: record.type, id: record.id };
  const list = usePages(
    'listConnectionsOfRecord',
    { params, query: { ...queryOf(filters), limit: 100 } },
    { keepPrevious: true },
  );
  const { data: counts } = useCall('getRecordSummary', { params });
  const [unsaved, setUnsaved] = useState(false);
  useUnsaved(unsaved, leavesPanel);
  const [filtersShown, showFilters] = useState(false);
  const [focus, setFocus] = useState<PanelFocus | undefined>();
  const [asked, ask] = useState<Asked | undefined>();
  const [done, say] = useState('');
  const root = useRef<HTMLDivElement>(null);
  const ticked = useTicked(list.items);
  const opened = useOpened(record, open);
  const filtered = isFiltered(filters);
  const total = counts && knownTotal(counts, filters);

  const show = (id: string) => {
    if (id !== open) setFocus(undefined);
    set({ connection: id });
  };
  const focusRow = () =>
    root.current?.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus();
  const filter = (change: Partial<Filters>) => {
    ticked.clear();
    set(change);
  };
  const close = () => {
    set({ connection: '' });
    focusRow();
  };
  const selected = ticked.connections.length > 0 ? ticked.connections : opened ? [opened] : [];
  const commands = useCommands(selected, {
    edit: ({ id }) => {
      set({ connection: id });
      setFocus({ on: 'form' });
    },
    act: (action, connections, leftOut) => ask({ kind: 'act', action, connections, leftOut }),
    refresh: () => {
      say('');
      list.refetch();
    },
    exportAll: () => ask({ kind: 'export' }),
  });

  return (
    <div className={styles.root} ref={root}>
      <CommandBar
        commands={commands}
        onConnect={(to) => ask({ kind: 'connect', to })}
        filterCount={Object.values(filters).filter((value) => value !== '').length}
        filtersShown={filtersShown}
        onFilters={() => showFilters(!filtersShown)}
      />
      <Late fallback={<Loading rows={2} />}>
        {filtersShown && (
          <FilterPanel
            record={record}
            filters={filters}
            onChange={filter}
            counts={counts}
            error={list.error}
          />
        )}
      </Late>
      {filtered && (
        <FilterTags
          record={record}
          filters={filters}
          onChange={filter}
          onClear={() => filter(noFilters)}
        />
      )}
      <div className={mergeClasses(styles.body, open !== '' && styles.open)}>
        <div className={styles.list}>
          <ConnectionsList
            record={record}
            list={list}
            filtered={filtered}
            onClearFilters={() => filter(noFilters)}
            onConnect={() => ask({ kind: 'connect' })}
            ticked={ticked.ids}
            onTick={ticked.tick}
            open={open}
            onOpen={({ id }) => show(id)}
          />
        </div>
        <Late part={open} fallback={open ? <Loading /> : null}>
          {open && (
            <DetailsPanel
              record={record}
              id={open}
              focus={focus}
              onUnsaved={setUnsaved}
              onShow={show}
              onClose={close}
            />
          )}
        </Late>
      </div>
      {list.items.length > 0 && (
        <GridFoot
          loaded={list.items.length}
          hasMore={list.hasNextPage}
          total={total}
          filtered={filtered}
          ticked={ticked.connections.length}
          onUntick={ticked.clear}
          done={done}
        />
      )}
      <TabDialogs
        asked={asked}
        record={record}
        filters={filters}
        total={total}
        onClose={(words = '', gone = []) => {
          ask(undefined);
          say(words);
          ticked.tick(gone, false);
          if (gone.includes(open)) set({ connection: '' });
          // After the dialog has closed, the row that replaced the deleted one.
          if (gone.length > 0) setTimeout(focusRow);
        }}
        onShow={(id) => {
          show(id);
          setFocus({ on: 'heading' });
        }}
      />
    </div>
  );
}

function useOpened(record: StoredRecord, id: string) {
  const { data, error } = useCall('getConnection', { params: { id } }, { enabled: id !== '' });
  return data && !error ? seenFrom(data, record) : undefined;
}
