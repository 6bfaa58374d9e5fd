// The OpenAPI 3.1 document, generated from the routes and from the schemas that validate requests.
import * as z from 'zod';
import {
  createDocument,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi';
import { dryRunAnswers } from './answers/answers.ts';
import { problemWith } from './answers/problem.ts';
import { conventions } from './conventions.ts';
import { exampleOf } from './examples/examples.ts';
import { JsonValue } from './json-value.ts';
import { operationOf } from './openapi-operation.ts';
import type { Route } from './route-definition.ts';
import { type DescribedName, routes } from './routes.ts';
import { scopes } from './scopes.ts';

const scopeTexts = {
  [scopes.read]: 'Read everything',
  [scopes.write]: 'Create, change and delete records and connections',
  [scopes.admin]:
    'Manage record types and roles; delete or reassign connections that others own; delete records that others created',
};

const tags = {
  'Record types': 'The kinds of records, and which of them can be connected.',
  Records: 'Rows of other systems, as far as Liaison finds, names and filters them.',
  'Connection roles': 'What a record can be to another one, and which roles match.',
  Connections: 'Connections between two records, each with its role.',
  Counts: 'Counts of connections by role, type, category and state.',
  History: 'Who changed what, and when.',
  Changes: 'Every change, in order, for programs that keep a copy.',
  Graph: 'The neighbourhood of a record, and paths between two records.',
  Administration: 'What export, verify and repair use.',
  Service: 'The service itself; no token is needed.',
};

type Document = ReturnType<typeof createDocument>;
type Schema = Record<string, unknown>;

/** The whole document. Building it takes some milliseconds: do it once. */
export function openApiDocument(): Document {
  const paths: ZodOpenApiPathsObject = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    if (route.page) continue;
    const path = { ...paths[route.path] };
    path[route.method.toLowerCase() as 'get'] = operationOf(name as DescribedName, route);
    paths[route.path] = path;
  }
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Liaison',
        version: '1',
        description: conventions.join('\n\n'),
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      // Relative to the address of the description, so it is right for every stage and for the local host.
      servers: [{ url: '/', description: 'The service that returned this description' }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      paths,
      components: {
        schemas: { JsonValue },
        responses: otherAnswers,
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: Object.entries(scopeTexts)
              .map(([scope, text]) => `\`${scope}\`: ${text}.`)
              .join(' '),
          },
        },
      },
    },
    {
      // `attributes` is free JSON: its schema only says that it is an object.
      allowEmptySchema: { custom: true },
      override: ({ jsonSchema, zodSchema, io }) => {
        // The pattern of a date or a UUID says no more than its format, in hundreds of characters.
        if (jsonSchema.format) delete jsonSchema.pattern;
        if (io !== 'output') return;
        // Answers may gain fields, and enumerations in answers may gain values.
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
        if (zodSchema._zod.def.type === 'enum') {
          jsonSchema.description = [jsonSchema.description, 'May gain values.']
            .filter(Boolean)
            .join('. ');
        }
      },
    },
  );
  tidy(document as unknown as Schema);
  addExamples(document);
  return document;
}

const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } });

/** What no operation lists: generated code would have to distinguish an answer from that to a dry run each time. */
const otherAnswers: Record<string, ZodOpenApiResponseObject> = {
  ConnectionDryRun: {
    description: 'The answer to a write of one connection with `dryRun=true`',
    ...json(dryRunAnswers.createConnection),
  },
  ConnectionBatchDryRun: {
    description: 'The answer to a batch of connections with `dryRun=true`',
    ...json(dryRunAnswers.batchConnections),
  },
  ConnectionChangesDryRun: {
    description: 'The answer to several changes with `dryRun=true`',
    ...json(dryRunAnswers.changeConnections),
  },
  MethodNotAllowed: {
    description: 'The path has other methods; HEAD is one of them only where it is mentioned',
    headers: z.object({ Allow: z.string().meta({ description: 'The methods of the path' }) }),
    content: { 'application/problem+json': { schema: problemWith(['MethodNotAllowed']) } },
  },
};

/**
 * Says the default of a field in words: as a `default` in the schema of a body, generators of code take it for a
 * promise that the field is there, and require it. Removes what zod repeats next to a reference.
 */
function tidy(part: Schema): void {
  if ('$ref' in part) delete part.additionalProperties;
  for (const property of Object.values((part.properties ?? {}) as Record<string, Schema>)) {
    if (!('default' in property)) continue;
    const { default: value, description } = property;
    delete property.default;
    const words = `Default: \`${JSON.stringify(value)}\``;
    property.description = description ? `${description}. ${words}` : words;
  }
  for (const [name, below] of Object.entries(part)) {
    if (name !== 'example' && typeof below === 'object' && below !== null) tidy(below as Schema);
  }
}

/** Adds to each parameter the value that it has in the example of its operation. */
function addExamples({ paths = {} }: Document): void {
  for (const methods of Object.values(paths)) {
    for (const { operationId, parameters = [] } of Object.values(methods ?? {})) {
      const { params, query } = exampleOf(operationId as DescribedName);
      for (const parameter of parameters) {
        if (!('in' in parameter)) continue;
        const given = { path: params, query }[parameter.in as 'path' | 'query'];
        const value = given?.[parameter.name];
        if (value !== undefined) parameter.example = value;
      }
    }
  }
}
