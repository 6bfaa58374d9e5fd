// The portal's pages as answers: their policy, names that lead nowhere, and the search.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { docsIn, openDocsPages } from '../../functions/formats/docs-pages.ts';
import { type Findable, foundHtml, foundIn } from '../../functions/formats/docs-search.ts';
import type { Answer } from '../../functions/http/http-exchange.ts';
import { docsInMemory, filesOfPortal } from '../support/docs-in-memory.ts';

const docs = openDocsPages(docsInMemory);
const textOf = (answer: Answer | undefined) => String(answer?.body);
const linksIn = (html: string) => [...html.matchAll(/ href="([^"]*)"/g)].map(([, href]) => href);

describe('a page', () => {
  it('may use its own style and nothing else', async () => {
    for (const answer of [
      await docs.page('index'),
      await docs.search('role'),
      await docs.missing(),
    ]) {
      const [, style = ''] = /<style>([^<]*)<\/style>/.exec(textOf(answer)) ?? [];
      const hash = createHash('sha256').update(style).digest('base64');
      expect(answer?.headers?.['content-security-policy']).toBe(
        `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
      );
    }
  });

  it('has an entity tag of its content', async () => {
    const tagOf = async (name: string) => (await docs.page(name))?.headers?.etag;
    expect(await tagOf('start')).toMatch(/^"[\w-]{22}"$/);
    expect(await tagOf('start')).toBe(await tagOf('start'));
    expect(await tagOf('start')).not.toBe(await tagOf('api'));
  });

  it('may be the schema of an event, but no other file', async () => {
    const schema = await docs.page('connection-created.json');
    expect(schema?.headers?.['content-type']).toBe('application/schema+json');
    expect(JSON.parse(textOf(schema))).toHaveProperty('properties');
    for (const name of [
      'search.json',
      '404',
      'start.html',
      '../service',
      '..',
      '',
      '.',
      'a'.repeat(500),
    ]) {
      expect(await docs.page(name), name).toBeUndefined();
    }
  });

  it('is read from the folder; a missing file is no page', async () => {
    const read = docsIn(new URL('../../docs/', import.meta.url));
    expect(await read('start.md')).toMatch(/^# The first five minutes/);
    expect(await read('absent.md')).toBeUndefined();
    await expect(read('decisions')).rejects.toThrow('EISDIR');
  });
});

describe('the search', () => {
  it.each([
    ['ConnectionLimitReached', '/docs/errors#ConnectionLimitReached'],
    ['mergeRecord', '/docs/mergeRecord'],
    ['if-none-match', '/docs/api'],
    ['MATCHING roles', '/docs/connections#matching-roles'],
    ['connection moved', '/docs/events#connection-moved'],
    ['startswith', '/docs/filter-language#conditions'],
  ])('finds %s', async (query, address) => {
    expect(linksIn(textOf(await docs.search(query)))).toContain(address);
  });

  const firstOf = async (query: string) => {
    const [, results = ''] = textOf(await docs.search(query)).split('class="plain found"');
    return linksIn(results)[0];
  };

  it.each([
    ['listChanges', '/docs/listChanges'],
    ['/v1/changes', '/docs/listChanges'],
    ['get /v1/changes', '/docs/listChanges'],
    ['ConnectionExists', '/docs/errors#ConnectionExists'],
    ['Schemas', '/docs/schemas'],
    ['the typed client', '/docs/client'],
    ['Events', '/docs/events'],
    ['rate limits', '/docs/errors#TooManyRequests'],
    ['pagination', '/docs/api#pages'],
    ['authentication', '/docs/api#tokens'],
    ['SDK', '/docs/client'],
    ['webhooks', '/docs/events'],
    ['versioning', '/docs/api#deprecation'],
  ])('for %s begins with %s', async (query, address) => {
    expect(await firstOf(query)).toBe(address);
  });

  it.each([
    ['soft delete', '/docs/deactivateConnection'],
    ['cors', '/docs/api#browsers-and-cors'],
    ['merges of records', '/docs/mergeRecord'],
  ])('for %s finds %s too', async (query, address) => {
    expect(linksIn(textOf(await docs.search(query)))).toContain(address);
  });

  it('lists everything if nothing is asked', async () => {
    const links = linksIn(textOf(await docs.search('  ')));
    for (const file of filesOfPortal().keys()) {
      const [, name] = /^([a-zA-Z-]+)\.html$/.exec(file) ?? [];
      if (name && name !== 'index') expect(links).toContain(`/docs/${name}`);
    }
    expect(links).toContain('/docs/errors#Busy');
  });

  it('says that it found nothing', async () => {
    expect(textOf(await docs.search('xyzzy'))).toContain('Nothing contains “xyzzy”');
  });

  it('shows what was asked as text, whatever it contains', async () => {
    const hostile = `"><script>alert('x')</script>$&$\`<!--end-->`;
    const html = textOf(await docs.search(hostile));
    expect(html).not.toContain('<script');
    expect(html).toContain("value=\"&#34;&#62;&#60;script&#62;alert('x')&#60;/script&#62;$&#38;$`");
  });

  const part = (heading: string, text: string): Findable => ({
    ...{ page: 'P', address: '/docs/p', anchor: 'a', heading, text },
  });

  it('needs every word, and puts those in headings first', () => {
    const all = [part('Other', 'red green'), part('Red', 'and green'), part('Red', 'alone')];
    expect(foundIn(all, 'green RED')).toEqual([all[1], all[0]]);
  });

  it('finds the singular of a plural that a part does not have', () => {
    const all = [part('Other', 'one webinar'), part('Red', 'a cursor'), part('Red', 'nothing')];
    expect(foundIn(all, 'cursors')).toEqual([all[1]]);
    expect(foundHtml([part('H', 'a cursor')], 'cursors')).toContain('<mark>cursor</mark>');
  });

  it('shows the text around the first word, and marks the words', () => {
    const text = `${'before '.repeat(30)}a <b> red.* thing ${'after '.repeat(50)}`;
    const html = foundHtml([part('H', text)], 'red.*');
    expect(html).toContain('a &#60;b&#62; <mark>red.*</mark> thing after');
    expect(html).toMatch(/<p>….*…<\/p>/);
  });
});
