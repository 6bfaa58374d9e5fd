// Which mark stands for which record type, for the types that are there.
import { makeStyles, tokens } from '@fluentui/react-components';
import { graphText } from '../../text/see.ts';
import type { ShownNode } from './model.ts';
import { NodeLetter, NodeMark } from './node-mark.tsx';
import type { TypeLook } from './type-look.ts';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    listStyle: 'none',
    margin: 0,
    padding: 0,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  item: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
});

interface Props {
  readonly nodes: readonly ShownNode[];
  readonly looks: (type: string) => TypeLook;
}

export function Legend({ nodes, looks }: Props) {
  const styles = useStyles();
  const types = [...new Set(nodes.map(({ type }) => type))];
  return (
    <ul className={styles.list} aria-label={graphText.legend}>
      {types.map((type) => (
        <li key={type} className={styles.item}>
          <svg width={20} height={20} viewBox="-10 -10 20 20" aria-hidden="true">
            <NodeMark look={looks(type)} radius={7.5} />
            <NodeLetter look={looks(type)} radius={7.5} />
          </svg>
          {looks(type).name}
        </li>
      ))}
    </ul>
  );
}
