// The client with which a function calls the service that `service.grantCall(fn, …)` allows it to call.
import { type Client, createClient } from '../../shared/client/create-client.ts';
import { environmentNames, readEnvironment } from '../runtime/environment.ts';
import { causeHeaders } from './current-cause.ts';
import { machineToken } from './machine-token.ts';
import { secretValue } from './secret-value.ts';

let opened: { readonly client: Client; readonly settings: string } | undefined;

/**
 * The typed client of the service, with a token of the function's machine client. Nothing is read or sent before
 * its first request; all calls in an execution environment share one client and its token.
 *
 * @throws Error if the function has no machine client; an operation throws LiaisonProblem, and Error if the
 *   function gets no token.
 */
export function serviceClient(): Client {
  const { env } = process;
  if (env[environmentNames.clientId] === undefined) {
    throw new Error(
      'serviceClient(): this function may not call a Liaison service. In the CDK app, call ' +
        "service.grantCall(fn, { as: 'my-function', scopes: ['liaison/read', 'liaison/write'] }).",
    );
  }
  const { apiUrl, tokenUrl, clientId, clientSecretArn, clientScopes } = readEnvironment(
    env,
    'apiUrl',
    'tokenUrl',
    'clientId',
    'clientSecretArn',
    'clientScopes',
  );
  const settings = JSON.stringify([apiUrl, tokenUrl, clientId, clientSecretArn, clientScopes]);
  if (opened?.settings === settings) return opened.client;
  const readSecret = () => secretValue(clientSecretArn, env);
  const client = createClient({
    url: apiUrl,
    headers: causeHeaders,
    getToken: machineToken({ tokenUrl, clientId, clientScopes, readSecret }),
  });
  opened = { client, settings };
  return client;
}
