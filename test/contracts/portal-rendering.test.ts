// How the portal renders Markdown, and operations of any description.
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../docs/contract/description.ts';
import type { Operation, Placed, Schemas } from '../../docs/portal/description.ts';
import { markdownBody } from '../../docs/portal/markdown.ts';
import { operationHtml } from '../../docs/portal/operation-page.ts';
import { schemasHtml } from '../../docs/portal/types.ts';

describe('a Markdown page', () => {
  const bodyOf = (text: string, file = 'queries.md') => markdownBody(file, `# Title\n\n${text}`);

  it('has the ids that GitHub gives its headings', () => {
    const { html, title, sections } = bodyOf(
      '## `If-Match`, and 412\n\n## Who & what?\n\n## Who & what?',
    );
    expect(title).toBe('Title');
    expect(html).toContain('<h2 id="if-match-and-412"><code>If-Match</code>, and 412</h2>');
    expect(sections.map(({ anchor }) => anchor)).toEqual([
      '',
      'if-match-and-412',
      'who--what',
      'who--what-1',
    ]);
  });

  it('has links that work in the portal', () => {
    const linksOf = (text: string, file?: string) => bodyOf(text, file).links;
    expect(
      linksOf('[a](api.md) [b](events/README.md#order) [c](#title) [d](https://example.com/)'),
    ).toEqual(['/docs/api', '/docs/events#order', '#title', 'https://example.com/']);
    expect(
      linksOf('[a](../workflows.md) [b](connection-created.json)', 'events/README.md'),
    ).toEqual(['/docs/workflows', '/docs/connection-created.json']);
    // A code keeps its spelling, so that the `type` of a problem is its address.
    expect(linksOf('[a](errors.md#connectionexists)')).toEqual(['/docs/errors#ConnectionExists']);
  });

  it('shows a link to a page for operators as text', () => {
    const { html, links } = bodyOf('See [the runbook](runbook.md#busy).');
    expect(html).toContain(
      'See <span class="elsewhere" title="In the repository: docs/runbook.md#busy">the runbook</span>.',
    );
    expect(links).toEqual([]);
  });

  it('leaves out the decisions behind its rules, but not those that its text is about', () => {
    const decision = '[decision 8](decisions/0008-sweeps-are-workflows.md)';
    const { html, sections } = bodyOf(`A rule\n(${decision}). How: ${decision}.`);
    expect(html).toContain('<p>A rule. How: <span class="elsewhere"');
    expect(sections[0]?.text.trim()).toBe('A rule. How: decision 8.');
  });

  it('shows code and tables as they are, in frames that the keyboard can scroll', () => {
    const { html } = bodyOf('```sh\na < b && "c"\n```\n\n| `a` | |\n|---|---|\n| 1 | `x<y` |');
    expect(html).toContain('<pre tabindex="0" role="region" aria-label="Code (sh)">');
    expect(html).toContain('a &#60; b &#38;&#38; &#34;c&#34;');
    expect(html).toContain('<td><code>x&#60;y</code></td>');
  });

  it('leaves out comments, and refuses HTML, images and pages without a title', () => {
    expect(bodyOf('<!-- made by npm run docs -->\n\ntext').html).not.toContain('made by');
    expect(() => bodyOf('<b>bold</b>')).toThrow('docs/queries.md contains the HTML <b>');
    expect(() => bodyOf('![a](b.png)')).toThrow('docs/queries.md contains an image');
    expect(() => markdownBody('queries.md', 'text')).toThrow('text before its title');
  });
});

describe('an operation', () => {
  const json = (schema: Schema, example?: unknown) => ({
    content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
  });
  const placed = (operation: Partial<Operation>): Placed => ({
    method: 'POST',
    path: '/v1/things/{id}',
    operation: {
      ...{ operationId: 'makeThing', tags: ['Things'], summary: 'Make a thing' },
      ...{ security: [{ token: ['liaison/write'] }], responses: {} },
      ...operation,
    },
  });
  const rendered = (operation: Partial<Operation>, schemas: Schemas = {}) =>
    operationHtml(placed(operation), schemas).replace(/&#(\d+);/g, (_, char) =>
      String.fromCharCode(char),
    );

  it('has the example of the description, if there is one', () => {
    const html = rendered({
      requestBody: json({ type: 'object' }, { name: "O'Brien", tags: [], isNew: null }),
      responses: { 201: { description: 'Made', ...json({ type: 'object' }, { id: 'seven' }) } },
    });
    expect(html).toContain(`"name": "O'\\''Brien"`);
    expect(html).toContain('json={"name": "O\'Brien", "tags": [], "isNew": None}');
    expect(html).toContain('"id": "seven"');
    expect(html).toContain('Status 201.');
  });

  it('otherwise has an example made from the schema, also from one that contains itself', () => {
    const schemas: Schemas = {
      Tree: {
        type: 'object',
        required: ['label'],
        properties: {
          label: { type: 'string', enum: ['oak', 'elm'] },
          day: { type: 'string', format: 'date' },
          branches: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
        },
      },
    };
    const responses = {
      200: { description: 'It', ...json({ $ref: '#/components/schemas/Tree' }) },
    };
    const html = rendered({ responses }, schemas);
    expect(html).toContain('"label": "oak",\n  "day": "2026-03-01"');
    expect(html).toContain('<a href="/docs/schemas#Tree">Tree</a>');
  });

  it('lists the codes that its text or its schemas name', () => {
    const problems: Schemas = {
      Refused: {
        oneOf: [
          { properties: { code: { const: 'ConnectionExists' } } },
          { properties: { code: { enum: ['ExternalIdTaken', 'ConnectionInactive'] } } },
        ],
      },
    };
    const problem = (description: string, schema: Schema = {}) => ({
      description,
      content: { 'application/problem+json': { schema } },
    });
    const responses = {
      400: problem('`ValidationFailed`: The request is not valid'),
      409: problem('It conflicts', { $ref: '#/components/schemas/Refused' }),
      503: { ...problem('`Busy`: later'), headers: { 'Retry-After': {} } },
    };
    const html = rendered({ responses }, problems);
    const codes = [...html.matchAll(/errors#(\w+)"/g)].map(([, code]) => code);
    expect(codes).toEqual([
      ...['ValidationFailed', 'ConnectionExists', 'ExternalIdTaken', 'ConnectionInactive', 'Busy'],
    ]);
    expect(html).toContain('<code>Retry-After</code>');
  });

  it('says which fields are required where they are sent, and not where they are received', () => {
    const schema: Schema = {
      type: 'object',
      required: ['label'],
      properties: {
        label: { type: 'string' },
        attributes: { anyOf: [{ type: 'object', properties: {} }, { type: 'null' }] },
      },
    };
    const html = rendered({
      requestBody: json(schema),
      responses: { 200: { description: 'It', ...json(schema) } },
    });
    const [sent = '', received = ''] = html.split('<h2 id="responses">');
    expect(sent).toContain('<code>label</code> <em>required</em>');
    expect(received).toContain('<code>label</code>');
    expect(received).not.toContain('required');
    expect(received).toContain('>object or null<');
  });

  it('shows the deletion as the usual answer, and the dry run as the other one', () => {
    const html = rendered({
      responses: {
        200: { description: 'Dry run', ...json({ type: 'object' }, { dryRun: true }) },
        204: { description: 'Deleted' },
      },
    });
    expect(html).toContain('Status 204, without a body.');
  });
});

it('a schema that is a union lists its parts, and what tells them apart', () => {
  const html = schemasHtml({
    Result: {
      oneOf: [{ $ref: '#/components/schemas/Made' }, { $ref: '#/components/schemas/Refused' }],
      discriminator: { propertyName: 'status' },
    },
  });
  expect(html).toContain(
    'One of, by <code>status</code>: <a href="/docs/schemas#Made">Made</a>, <a',
  );
});
