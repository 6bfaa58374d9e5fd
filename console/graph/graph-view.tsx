// The drawing of a graph with its overlays: search, zoom buttons, legend, the menu of a record.

import { Button, Input, makeStyles, Text, Tooltip, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { SubtractRegular } from '@fluentui/react-icons/svg/subtract';
import { ZoomFitRegular } from '@fluentui/react-icons/svg/zoom-fit';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Path } from '../../shared/contracts/answers/graph-answers.ts';
import { foldText } from '../../shared/text/fold-text.ts';
import { recordLink } from '../base/addresses.ts';
import { useRolesById } from '../data/all-roles.ts';
import { graphText } from '../text/views-text.ts';
import { type Canvas, GraphCanvas } from './graph-canvas.tsx';
import {
  keyOfRecord,
  type RecordKey,
  type ShownGraph,
  type ShownNode,
  textOfKeys,
} from './graph-model.ts';
import { NodeMenu } from './graph-node-menu.tsx';
import { Legend } from './graph-nodes.tsx';
import type { Emphasis } from './graph-scene.ts';
import { useTypeLooks } from './record-type-look.ts';
import { savePicture } from './save-picture.ts';
import { expandedOf, type GraphState, type SetGraphState } from './use-graph.ts';

const over = {
  position: 'absolute',
  background: tokens.colorNeutralBackground1,
  borderRadius: tokens.borderRadiusMedium,
} as const;
const useStyles = makeStyles({
  find: { ...over, top: '8px', left: '8px', padding: tokens.spacingHorizontalXS },
  legend: {
    ...over,
    left: '8px',
    bottom: '8px',
    maxWidth: 'calc(100% - 72px)',
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalS}`,
    opacity: 0.94,
  },
  buttons: { ...over, right: '8px', bottom: '8px', display: 'grid', boxShadow: tokens.shadow4 },
});

interface Props {
  readonly graph: ShownGraph;
  /** Name of the record in the middle. */
  readonly name: string;
  readonly paths: readonly Path[];
  readonly state: GraphState;
  readonly set: SetGraphState;
  readonly onPaths: () => void;
}

export function GraphView({ graph, name, paths, state, set, onPaths }: Props) {
  const styles = useStyles();
  const looks = useTypeLooks();
  const { nameOf } = useRolesById();
  const navigate = useNavigate();
  const canvas = useRef<Canvas>(null);
  const [sought, setSought] = useState('');
  const [menu, setMenu] = useState<{ key: RecordKey; target: SVGGElement } | undefined>();
  const asked = useDeferredValue(sought);
  const emphasis = useMemo(() => emphasisOf(graph, paths, asked), [graph, paths, asked]);
  const nameOfRole = useCallback(
    (roleId: string | null) => (roleId === null ? '' : nameOf(roleId)),
    [nameOf],
  );
  const onMenu = useCallback((key: RecordKey, target: SVGGElement) => setMenu({ key, target }), []);
  const node = menu && graph.nodes.find(({ key }) => key === menu.key);
  const expanded = expandedOf(state);
  return (
    <>
      <GraphCanvas
        canvas={canvas}
        graph={graph}
        looks={looks}
        nameOfRole={nameOfRole}
        emphasis={emphasis}
        onMenu={onMenu}
      />
      <div className={styles.find}>
        <FindInGraph
          nodes={graph.nodes}
          text={sought}
          onText={setSought}
          onShow={(key) => canvas.current?.show(key, false)}
        />
      </div>
      <div className={styles.legend}>
        <Legend nodes={graph.nodes} looks={looks} />
      </div>
      <div className={styles.buttons}>
        {(
          [
            [graphText.zoomIn, <AddRegular key="in" />, () => canvas.current?.zoom(1.4)],
            [graphText.zoomOut, <SubtractRegular key="out" />, () => canvas.current?.zoom(1 / 1.4)],
            [graphText.fit, <ZoomFitRegular key="fit" />, () => canvas.current?.fit()],
            [graphText.download, <ArrowDownloadRegular key="save" />, save],
          ] as const
        ).map(([label, icon, onClick]) => (
          <Tooltip key={label} content={label} relationship="label" positioning="before">
            <Button appearance="subtle" icon={icon} onClick={onClick} />
          </Tooltip>
        ))}
      </div>
      {menu && node && (
        <NodeMenu
          node={node}
          typeName={looks(node.type).name}
          target={menu.target}
          isRoot={node.key === graph.root}
          isExpanded={expanded.includes(node.key)}
          onOpen={() => navigate(recordLink(node))}
          onExpand={() => expand(node.key)}
          onCentre={() => {
            const { depth, activeOn } = state;
            navigate(recordLink(node, { tab: 'graph', depth, ...(activeOn && { activeOn }) }));
          }}
          onPathFrom={() => {
            onPaths();
            set({ pathFrom: node.key === graph.root ? '' : node.key, pathTo: '' });
          }}
          onPathTo={() => {
            onPaths();
            set({ pathTo: node.key });
          }}
          onClose={() => setMenu(undefined)}
        />
      )}
    </>
  );

  function expand(key: RecordKey) {
    const next = expanded.includes(key)
      ? expanded.filter((each) => each !== key)
      : [...expanded, key];
    set({ expanded: textOfKeys(next) });
  }

  function save() {
    const svg = canvas.current?.svg;
    if (svg) savePicture(svg, name);
  }
}

/** Highlights the search hits, or else the paths. */
function emphasisOf(
  { nodes }: ShownGraph,
  paths: readonly Path[],
  sought: string,
): Emphasis | undefined {
  if (sought.trim() !== '') {
    return { nodes: new Set(hitsOf(nodes, sought).map(({ key }) => key)), edges: new Set() };
  }
  if (paths.length === 0) return undefined;
  return {
    nodes: new Set(paths.flatMap((path) => path.nodes.map(keyOfRecord))),
    edges: new Set(paths.flatMap((path) => path.edges.map(({ id }) => id))),
  };
}

const useFindStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  input: { width: '180px', minWidth: 0 },
});

interface FindProps {
  readonly nodes: readonly ShownNode[];
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onShow: (key: RecordKey) => void;
}

/** Records whose names contain the text. */
function hitsOf(nodes: readonly ShownNode[], text: string): readonly ShownNode[] {
  const sought = foldText(text.trim());
  return sought === '' ? [] : nodes.filter(({ name }) => foldText(name).includes(sought));
}

function FindInGraph({ nodes, text, onText, onShow }: FindProps) {
  const styles = useFindStyles();
  const [at, setAt] = useState(-1);
  const hits = hitsOf(nodes, text);
  return (
    <search className={styles.root}>
      <Input
        className={styles.input}
        size="small"
        type="search"
        aria-label={graphText.find}
        placeholder={graphText.find}
        contentBefore={<SearchRegular />}
        value={text}
        onChange={(_, { value }) => {
          onText(value);
          setAt(-1);
        }}
        onKeyDown={({ key, shiftKey }) => {
          if (key !== 'Enter' || hits.length === 0) return;
          const next = (at + (shiftKey ? -1 : 1) + hits.length) % hits.length;
          setAt(next);
          onShow((hits[next] as ShownNode).key);
        }}
      />
      <Text size={200} role="status">
        {text.trim() !== '' &&
          (hits.length === 0 ? graphText.notFound : graphText.found(at + 1, hits.length))}
      </Text>
    </search>
  );
}
