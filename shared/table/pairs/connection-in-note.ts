// A connection in a note of a change: attributes as JSON text, because DynamoDB cannot store every JSON number.
import type { Connection } from '../../domain/connection-rules.ts';

/** A connection as notes store it; earlier versions stored neither title nor attributes. */
export type NotedConnection = Omit<Connection, 'title' | 'attributes'> & {
  readonly title?: string | null | undefined;
  readonly attributes?: string | undefined;
};

export function notedConnection({ attributes, ...rest }: Connection): NotedConnection {
  return { ...rest, ...(attributes && { attributes: JSON.stringify(attributes) }) };
}

export function connectionInNote({ title, attributes, ...rest }: NotedConnection): Connection {
  return {
    ...rest,
    title: title ?? null,
    attributes: attributes === undefined ? null : JSON.parse(attributes),
  };
}
