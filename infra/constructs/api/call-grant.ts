// The right of a function to call the API as a machine client: its settings, and how it reads the client's secret.
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import * as z from 'zod';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import type { Scope } from '../../../shared/contracts/scopes.ts';
import { MachineClient } from '../../settings-schema.ts';

/** As which client, and with which scopes, a function calls the API. */
export interface CallGrant {
  /**
   * The name of the machine client, such as `vendor-tasks`: words of a-z and 0-9, separated by hyphens. Functions
   * with the same name share one client, and so does a client of this name in `identity.machineClients`.
   */
  readonly as: string;
  /** What the function may do. The same for all functions that share the client. */
  readonly scopes: readonly Scope[];
  /** The client at your own OpenID Connect provider; required with it, and refused with a user pool. */
  readonly client?: ProviderClient;
}

/** A confidential client, made for the function at an existing OpenID Connect provider. */
export interface ProviderClient {
  /** Its `client_id`; the token that it gets must be for an audience that the service accepts. */
  readonly id: string;
  /** A secret whose whole value is the client's secret. */
  readonly secret: ISecret;
  /** The provider's token endpoint. */
  readonly tokenUrl: string;
}

/** What a function needs to get a token, except its scopes. */
export interface MachineCredentials {
  readonly clientId: string;
  readonly tokenUrl: string;
  readonly secretArn: string;
  readonly grantReadSecret: (fn: LambdaFunction) => void;
}

/** @throws Error if the name or a scope is invalid, or there is no scope. */
export function machineClientOf({ as: name, scopes }: CallGrant): MachineClient {
  const { success, data, error } = MachineClient.safeParse({ name, scopes: [...new Set(scopes)] });
  if (success) return data;
  const [issue] = error.issues;
  const place = z.core.toDotPath(issue?.path ?? []).replace(/^name/, 'as');
  throw new Error(
    `grantCall: ${place}: ${issue?.message}, not ${JSON.stringify({ as: name, scopes })}`,
  );
}

/** The clients that functions have, to notice a second one. */
const clientsOfFunctions = new WeakMap<LambdaFunction, string>();

/**
 * Passes a function the address of the API and its credentials, and lets it read the secret of its client.
 *
 * @throws Error if the function has another client: it could not use both.
 */
export function grantCallTo(
  fn: LambdaFunction,
  apiUrl: string,
  { name, scopes }: MachineClient,
  { clientId, tokenUrl, secretArn, grantReadSecret }: MachineCredentials,
): void {
  const client = `${name} of ${apiUrl}`;
  const other = clientsOfFunctions.get(fn);
  if (other === client) return;
  if (other !== undefined) {
    throw new Error(
      `grantCall: ${fn.node.path} already calls a service as "${other.split(' ')[0]}", and cannot also call one as ` +
        `"${name}": a function has one client. Use another function for it.`,
    );
  }
  clientsOfFunctions.set(fn, client);
  fn.addEnvironment(environmentNames.apiUrl, apiUrl);
  fn.addEnvironment(environmentNames.tokenUrl, tokenUrl);
  fn.addEnvironment(environmentNames.clientId, clientId);
  fn.addEnvironment(environmentNames.clientSecretArn, secretArn);
  fn.addEnvironment(environmentNames.clientScopes, scopes.join(' '));
  grantReadSecret(fn);
}
