// Reads a secret with one signed request: AWS's client would be another dependency, for one operation.
import { createHash, createHmac } from 'node:crypto';
import * as z from 'zod';
import { answerOf } from './repeated-request.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const Answer = z.object({ SecretString: z.string() });

/**
 * The value of a secret, from AWS Secrets Manager in the function's region, or from the endpoint in
 * `AWS_ENDPOINT_URL_SECRETS_MANAGER`.
 *
 * @param arn the secret's ARN or name.
 * @throws Error if there is no such secret, the function may not read it, or Secrets Manager does not answer.
 */
export async function secretValue(arn: string, env: Environment): Promise<string> {
  const region = env.AWS_REGION ?? '';
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const url = new URL(
    env.AWS_ENDPOINT_URL_SECRETS_MANAGER ??
      env.AWS_ENDPOINT_URL ??
      `https://secretsmanager.${region}.${domain}`,
  );
  const body = JSON.stringify({ SecretId: arn });
  try {
    const answer = await answerOf(url, () => ({
      headers: signedHeaders({
        host: url.host,
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'secretsmanager.GetSecretValue',
        },
        body,
        region,
        service: 'secretsmanager',
        accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
        sessionToken: env.AWS_SESSION_TOKEN,
        now: new Date(),
      }),
      body,
    }));
    return Answer.parse(answer).SecretString;
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`the secret ${arn} of the machine client cannot be read: ${message}`, {
      cause: error,
    });
  }
}

interface ToSign {
  readonly host: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly region: string;
  readonly service: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly now: Date;
}

/** The headers of a POST to the path `/` with a signature of AWS's version 4. */
export function signedHeaders({ host, headers, body, region, service, ...by }: ToSign) {
  const time = by.now.toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = [time.slice(0, 8), region, service, 'aws4_request'];
  const all: Record<string, string> = {
    ...headers,
    host,
    'x-amz-date': time,
    ...(by.sessionToken !== undefined && { 'x-amz-security-token': by.sessionToken }),
  };
  const names = Object.keys(all).sort();
  const lines = names.map((name) => `${name}:${all[name]}`);
  const signed = names.join(';');
  const request = ['POST', '/', '', ...lines, '', signed, sha256(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(request)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${by.secretAccessKey}`);
  const credential = `${by.accessKeyId}/${scope.join('/')}`;
  const signature = hmac(key, text).toString('hex');
  // `fetch` sets the host itself.
  const { host: _, ...sent } = all;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed}, Signature=${signature}`,
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();
