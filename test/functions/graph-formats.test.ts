import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphML } from '../../functions/formats/graphml.ts';
import { graphviz } from '../../functions/formats/graphviz.ts';
import type { Graph } from '../../shared/contracts/answers/graph-answers.ts';
import { edge, record } from '../support/multigraph.ts';

/** With every character that an id may contain. */
const odd = "a.b:c@d~e!$&'()*+,;=-_";

const graphOf = (name: string): Graph => ({
  root: { type: 't', id: '0' },
  nodes: [
    { ...record('0'), depth: 0 },
    { type: 't', id: odd, name, depth: 1 },
  ],
  edges: [edge('0190a1b2', odd, '0', { fromRoleId: 'vendor' })],
  truncated: true,
});

/** Names with all characters that are special in XML, DOT or their entities. */
const awkward = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...'"\'\\&<>\r\n\t;{}[]',
      '\0',
      '\x1b',
      '\x7f',
      '&amp;',
      '\\N',
      ']]>',
      '\ufffe',
      '😀',
      'é',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 20,
});

/** A strict reader for this XML: every tag closed in order, no bare `<` or `&`. Returns the texts. */
function readXml(text: string) {
  const open: string[] = [];
  const texts: string[] = [];
  const parts = text.match(/<[^<>]*>|[^<>]+/g) ?? [];
  expect(parts.join('')).toBe(text);
  for (const part of parts) {
    const tag = /^<(\/?)([\w]+)((?: [\w:.]+="[^"&]*")*)(\/?)>$/.exec(part);
    if (part.startsWith('<?xml ')) continue;
    if (tag?.[1]) expect(open.pop()).toBe(tag[2]);
    else if (tag && !tag[4]) open.push(tag[2] as string);
    else if (!tag) {
      expect(part).toMatch(/^(?:[^<>&]|&#\d+;)*$/);
      texts.push(part.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))));
    }
  }
  expect(open).toEqual([]);
  return texts;
}

describe('GraphML', () => {
  it('is well-formed for every record name, and contains the name', () => {
    fc.assert(
      fc.property(awkward, (name) => {
        const text = graphML(graphOf(name));
        // Control characters and others that XML 1.0 does not allow are replaced; the rest is unchanged.
        const legal = [...name].map((char) =>
          /^[\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]$|^[\u{10000}-\u{10ffff}]$/u.test(char)
            ? char
            : '\ufffd',
        );
        if (name !== '') expect(readXml(text)).toContain(legal.join(''));
        else readXml(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('has both ends, the roles that are set, and the attributes of the graph', () => {
    const text = graphML(graphOf('Ada & Co'));
    expect(text).toContain('<node id="n1"><data key="type">t</data>');
    expect(text).toContain(
      '<data key="recordId">a.b:c@d~e!$&#38;&#39;()*+,;=-_</data><data key="name">Ada &#38; Co</data>',
    );
    expect(text).toContain(
      '<edge id="0190a1b2" source="n1" target="n0"><data key="fromRoleId">vendor</data><data key="validity">',
    );
    expect(text).toContain('<data key="root">n0</data><data key="truncated">true</data>');
    expect(text).not.toContain('key="toRoleId">');
  });
});

/** The text that Graphviz shows for a quoted label: resolves escapes, then HTML entities. */
function shownLabel(quoted: string): string {
  return quoted
    .replace(/\\(.)/g, (_, char) => (char === 'n' ? '\n' : char))
    .replaceAll('&amp;', '&');
}

describe('DOT', () => {
  it('has one label that shows the name, for every record name', () => {
    fc.assert(
      fc.property(awkward, (name) => {
        const line = graphviz(graphOf(name)).split('\n')[3] ?? '';
        const node = `  "t/${odd}" `;
        expect(line.startsWith(node)).toBe(true);
        const found = /^\[label="((?:[^"\\]|\\.)*)", type="t", depth="1"\]$/u.exec(
          line.slice(node.length),
        );
        const shown = name
          .replace(/\r\n?/g, '\n')
          .replaceAll('\t', ' ')
          .replace(/(?!\n)\p{Cc}|[\ufffe\uffff]/gu, '\ufffd');
        expect(shownLabel(found?.[1] ?? 'none')).toBe(shown);
      }),
      { numRuns: 1000 },
    );
  });

  it('draws a connection from record1 to record2, with each role at its end', () => {
    const text = graphviz(graphOf('Ada'));
    expect(text).toContain(
      `"t/${odd}" -> "t/0" [id="0190a1b2", taillabel="vendor", validity="current", state="active"]`,
    );
    expect(text).toMatch(/^digraph liaison \{\n {2}graph \[root="t\/0", truncated=true\]\n/);
  });
});
