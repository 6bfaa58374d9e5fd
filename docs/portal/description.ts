// The parts of the OpenAPI description that the portal shows.
import { codes } from '../../shared/contracts/error-codes.ts';
import type { Schema } from '../contract/description.ts';

/** A body in one media type. */
export interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

type Content = Readonly<Record<string, Media>>;

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly example?: unknown;
  readonly schema: Schema;
}

export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description?: string }>>;
  readonly content?: Content;
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly description?: string; readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
}

export interface Description {
  readonly info: { readonly title: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Schemas };
}

/** The named schemas. */
export type Schemas = Readonly<Record<string, Schema>>;

/** An operation with its place. */
export interface Placed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Every operation, in the order of the description. */
export const operationsOf = ({ paths }: Description): Placed[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => operationId !== undefined)
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

/** The name of a schema that is referred to. */
export const nameOf = ($ref: string): string => $ref.split('/').at(-1) ?? '';

/** The schema itself, if it is referred to by its name. */
export function resolved(schema: Schema, schemas: Schemas): Schema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...own } = schema;
  return { ...resolved(schemas[nameOf($ref)] ?? {}, schemas), ...own };
}

/** The body of a request or response that readers see: JSON if there is one. */
export const mainMedia = (content: Content = {}): Media | undefined =>
  content['application/json'] ?? Object.values(content)[0];

/** The successful answers by status, the usual one first: 200 instead of 204 is that of a dry run. */
export function successesOf({ responses }: Operation): [status: string, response: Response][] {
  const successes = Object.entries(responses).filter(([status]) => Number(status) < 400);
  const isUsual = ([status]: [string, Response]) => status === '204';
  return [...successes.filter(isUsual), ...successes.filter((one) => !isUsual(one))];
}

/** The codes of an answer: those that its text or its schema names. */
export function codesOf({ description, content }: Response, schemas: Schemas): string[] {
  const inText = [...description.matchAll(/`(\w+)`/g)].map(([, code = '']) => code);
  const schema = content?.['application/problem+json']?.schema ?? {};
  const inSchema = (one: Schema): unknown[] => {
    const { anyOf = [], oneOf = [], properties } = resolved(one, schemas);
    const { const: only, enum: some = [only] } = properties?.code ?? {};
    // The schema of any problem has every code.
    const own = some.length < Object.keys(codes).length ? some : [];
    return [...own, ...[...anyOf, ...oneOf].flatMap(inSchema)];
  };
  const named = [...inText, ...inSchema(schema)].map(String);
  return [...new Set(named)].filter((code) => code in codes);
}
