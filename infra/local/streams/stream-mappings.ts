// The template's event source mappings, each on the stream of one of its tables.

import type { KeptMap } from '../host/kept-map.ts';
import { StartError } from '../host/start-error.ts';
import { arnOf, nameOf, type Template } from '../host/template.ts';
import type { LocalFunction } from '../lambda/functions.ts';
import { queueAt } from '../sqs/open-queues.ts';
import type { LocalQueue } from '../sqs/queues.ts';
import { EventSourceMapping, StreamMapping } from './stream-mapping.ts';
import { openStream, type StreamSource } from './stream-source.ts';

export interface MappingsOptions {
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly queues: ReadonlyMap<string, LocalQueue>;
  readonly dynamodbEndpoint: string;
  readonly checkpoints: KeptMap<string>;
  readonly onFailure: (sentence: string) => void;
  readonly trace: (line: string) => void;
}

/** @throws StartError for a mapping that cannot be run here. */
export async function openMappings(template: Template, options: MappingsOptions) {
  const sources = new Map<string, StreamSource>();
  const mappings: StreamMapping[] = [];
  const resources = template.resources('AWS::Lambda::EventSourceMapping', EventSourceMapping);
  for (const [id, properties] of resources) {
    if (!properties.Enabled) continue;
    const [, table] = /^(\w+)\.StreamArn$/.exec(properties.EventSourceArn) ?? [];
    if (table === undefined) {
      throw new StartError(`${id} is on ${properties.EventSourceArn}, not on a table's stream.`);
    }
    const source = sources.get(table) ?? (await openStream(options.dynamodbEndpoint, table));
    if (!source) throw new StartError(`${id} is on the stream of ${table}, which has none.`);
    sources.set(table, source);
    const name = nameOf(properties.FunctionName);
    const fn = options.functions.get(name);
    if (!fn) throw new StartError(`${id} is for the function ${name}, which is not there.`);
    const queue = queueAt(options.queues, properties.DestinationConfig.OnFailure?.Destination);
    mappings.push(
      new StreamMapping({
        id,
        properties,
        source,
        functionArn: arnOf('AWS::Lambda::Function', name),
        invoke: (event) => fn.invoke(event),
        onFailure: queue && ((message) => void queue.send(message)),
        checkpoints: options.checkpoints,
        trace: options.trace,
        complain: options.onFailure,
      }),
    );
  }
  return {
    mappings,
    close: () => {
      for (const source of sources.values()) source.close();
    },
  };
}
