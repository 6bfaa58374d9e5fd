// CloudFront in front of the API: which paths are files of a bucket, and the headers of each answer.
import type { RequestListener } from 'node:http';
import * as z from 'zod';
import { StartError } from '../host/start-error.ts';
import type { Assembly } from '../host/synth.ts';
import type { Template } from '../host/template.ts';
import { filesOf } from './bucket-files.ts';
import { addHeaders, ResponseHeadersPolicy } from './response-headers.ts';
import { fits } from './wildcard.ts';

const Behavior = z.object({
  TargetOriginId: z.string(),
  ResponseHeadersPolicyId: z.string().default(''),
});

/** What is used of an AWS::CloudFront::Distribution. */
const Distribution = z.object({
  DistributionConfig: z.object({
    DefaultRootObject: z.string().default(''),
    Origins: z.array(z.object({ Id: z.string(), DomainName: z.string() })),
    DefaultCacheBehavior: Behavior,
    CacheBehaviors: z.array(Behavior.extend({ PathPattern: z.string() })).default([]),
  }),
});

/**
 * Listens as the template's distribution would; a template without one is its API alone. Three
 * things differ: what is in no bucket is left to the API, nothing is cached, nothing compressed.
 *
 * @throws StartError when there are several, or when one has what cannot be done here.
 */
export function makeDistribution(
  template: Template,
  assembly: Assembly,
  api: RequestListener,
): RequestListener {
  const [distribution, ...others] = template
    .resources('AWS::CloudFront::Distribution', Distribution)
    .values();
  if (distribution === undefined) return api;
  if (others.length > 0) throw new StartError('The local host serves one distribution, not more.');
  const { DefaultRootObject, Origins, DefaultCacheBehavior, CacheBehaviors } =
    distribution.DistributionConfig;
  const policies = template.resources(
    'AWS::CloudFront::ResponseHeadersPolicy',
    ResponseHeadersPolicy,
  );
  const buckets = filesOf(template, assembly);
  const behaviors = [...CacheBehaviors, { ...DefaultCacheBehavior, PathPattern: '*' }].map(
    ({ PathPattern, TargetOriginId, ResponseHeadersPolicyId }) => {
      const origin = Origins.find(({ Id }) => Id === TargetOriginId)?.DomainName ?? '';
      // A bucket's host name is here its logical id, a dot, and the attribute's name.
      const [bucket = ''] = origin.split('.');
      return {
        isFor: fits(PathPattern),
        files: buckets.get(bucket),
        headers: policies.get(ResponseHeadersPolicyId) ?? [],
      };
    },
  );
  return (message, response) => {
    const [path = '/'] = (message.url ?? '/').split('?');
    const behavior = behaviors.find(({ isFor }) => isFor(path));
    addHeaders(response, behavior?.headers ?? []);
    const isRead = message.method === 'GET' || message.method === 'HEAD';
    const file = behavior?.files?.get(path === '/' ? DefaultRootObject : path.slice(1));
    if (!isRead || file === undefined) return api(message, response);
    if (message.headers['if-none-match'] === file.headers.etag) {
      return response.writeHead(304, file.headers).end();
    }
    response.writeHead(200, { ...file.headers, 'content-length': file.body.length });
    return response.end(message.method === 'HEAD' ? undefined : file.body);
  };
}
