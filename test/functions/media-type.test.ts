import { expect, it } from 'vitest';
import { preferredType } from '../../functions/http/accept-header.ts';

const [json, xml, dot] = ['application/json', 'application/graphml+xml', 'text/vnd.graphviz'];

it.each([
  [undefined, json],
  ['', json],
  ['*/*', json],
  ['application/*', json],
  ['text/*', dot],
  [xml, xml],
  ['Application/GraphML+XML;charset=utf-8', xml],
  [`${dot}, ${xml}`, xml],
  [`${dot}, ${xml};q=0.9`, dot],
  [`${dot};q=0.2, ${xml} ; Q=0.20, */*;q=0.1`, xml],
  [`${json};q=0.5, ${dot}`, dot],
  [`*/*, ${json};q=0`, xml],
  [`application/*;q=0, ${dot};q=0.001`, dot],
  ['text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8', json],
  // None of the offered types is accepted: the first one is used.
  ['image/png', json],
  ['application/json;q=0', json],
  // Malformed weights count as 0.
  [`${xml};q=2, ${dot};q=0.5`, dot],
  [`${xml};q=, ${dot};q=0.5`, dot],
  [';;,,/', json],
])('%s: %s', (accept, type) => {
  expect(preferredType(accept, [json, xml, dot])).toBe(type);
});
