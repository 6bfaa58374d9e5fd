// Finds records of a graph by their names: each hit stands out, Enter goes from one to the next.
import { Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { useState } from 'react';
import { graphText } from '../../text/see.ts';
import type { RecordKey, ShownNode } from './model.ts';

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  input: { width: '180px', minWidth: 0 },
});

interface Props {
  readonly nodes: readonly ShownNode[];
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onShow: (key: RecordKey) => void;
}

/** Records whose names have the text anywhere. */
export function hitsOf(nodes: readonly ShownNode[], text: string): readonly ShownNode[] {
  const sought = text.trim().toLocaleLowerCase();
  return sought === '' ? [] : nodes.filter(({ name }) => name.toLocaleLowerCase().includes(sought));
}

export function FindInGraph({ nodes, text, onText, onShow }: Props) {
  const styles = useStyles();
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
