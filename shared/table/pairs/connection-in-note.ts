// A connection in a note of a change: attributes as JSON text, because DynamoDB cannot store every JSON number.
import type { Connection, ExternalId } from '../../domain/connection-rules.ts';

/** A connection as notes store it; earlier versions stored no title, attributes or external id. */
export type NotedConnection = Omit<Connection, 'title' | 'attributes' | 'externalId'> & {
  readonly title?: string | null | undefined;
  readonly externalId?: ExternalId | null | undefined;
  readonly attributes?: string | undefined;
};

export function notedConnection({ attributes, ...rest }: Connection): NotedConnection {
  return { ...rest, ...(attributes && { attributes: JSON.stringify(attributes) }) };
}

export function connectionInNote(noted: NotedConnection): Connection {
  const { title, attributes, externalId, ...rest } = noted;
  return {
    ...rest,
    title: title ?? null,
    attributes: attributes === undefined ? null : JSON.parse(attributes),
    externalId: externalId ?? null,
  };
}
