// A connection in a note of a change: attributes as JSON text, because DynamoDB cannot store every JSON number.
import type { Connection, ExternalId } from '../../domain/connection-rules.ts';

/** A connection as notes store it: without a title, attributes or an external id that it does not have. */
export type NotedConnection = Omit<Connection, 'title' | 'attributes' | 'externalId'> & {
  readonly title?: string | undefined;
  readonly externalId?: ExternalId | undefined;
  readonly attributes?: string | undefined;
};

export function notedConnection(connection: Connection): NotedConnection {
  const { title, attributes, externalId, ...rest } = connection;
  return {
    ...rest,
    ...(title !== null && { title }),
    ...(externalId && { externalId }),
    ...(attributes && { attributes: JSON.stringify(attributes) }),
  };
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
