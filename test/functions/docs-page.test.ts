// The page at /docs and its Content-Security-Policy.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { type Description, docsPage, docsPolicy } from '../../functions/formats/docs-page.ts';
import { openApiDocument } from '../../shared/contracts/openapi.ts';

it('allows the style of the page, which contains nothing else that the policy would block', () => {
  const page = docsPage(openApiDocument() as unknown as Description);
  const styles = [...page.matchAll(/<style>([^<]*)<\/style>/g)].map(([, text = '']) => text);
  const hash = (text: string) => createHash('sha256').update(text).digest('base64');
  expect(styles.map((text) => `'sha256-${hash(text)}'`)).toEqual(
    /style-src ([^;]*);/.exec(docsPolicy())?.slice(1),
  );
  expect(page).not.toMatch(/<script|<link|<img|<form|<iframe| style=| on[a-z]+=/);
  expect(docsPolicy()).not.toContain('unsafe');
});
