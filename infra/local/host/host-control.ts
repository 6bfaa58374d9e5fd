// What tests and people in another process may ask of the host, on its endpoint for SDKs.
import { AwsError, type RestOperation } from './aws-endpoint.ts';

export interface Control {
  readonly drained: () => Promise<void>;
  readonly fire: (schedule: string) => void;
}

/** `POST /_host/drained` answers when all is done; `POST /_host/schedules/NAME` runs one now. */
export function hostControl({ drained, fire }: Control): RestOperation {
  return async ({ method, url }) => {
    const [, path, schedule] = /^\/_host\/(drained|schedules\/([^/?]+))$/.exec(url ?? '') ?? [];
    if (method !== 'POST' || path === undefined) return undefined;
    try {
      if (schedule === undefined) await drained();
      else fire(decodeURIComponent(schedule));
    } catch (error) {
      throw new AwsError('ResourceNotFoundException', (error as Error).message, 404);
    }
    return { status: 204, headers: {}, body: '' };
  };
}
