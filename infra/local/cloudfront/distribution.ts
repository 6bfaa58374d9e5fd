// CloudFront in front of the API: serves files of a bucket, and adds headers to each response.
import type { RequestListener } from 'node:http';
import * as z from 'zod';
import { StartError } from '../base/start-error.ts';
import type { Assembly } from '../base/synth.ts';
import type { Template } from '../base/template.ts';
import { filesOf, wildcard } from './bucket-files.ts';
import { addHeaders, ResponseHeadersPolicy } from './response-headers.ts';

const Behavior = z.object({
  TargetOriginId: z.string(),
  ResponseHeadersPolicyId: z.string().default(''),
});

/** The properties of an AWS::CloudFront::Distribution that are used here. */
const Distribution = z.object({
  DistributionConfig: z.object({
    DefaultRootObject: z.string().default(''),
    Origins: z.array(z.object({ Id: z.string(), DomainName: z.string() })),
    DefaultCacheBehavior: Behavior,
    CacheBehaviors: z.array(Behavior.extend({ PathPattern: z.string() })).default([]),
  }),
});

/**
 * Serves the template's distribution; without one, the API itself. Three things differ from CloudFront:
 * requests for files in no bucket go to the API, nothing is cached, and nothing is compressed.
 *
 * @throws StartError if there are several distributions, or for a setting that is not supported.
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
  if (others.length > 0) {
    throw new StartError('The template has several distributions; the local host serves only one.');
  }
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
      // Here a bucket's host name is its logical id, a dot and the name of the attribute.
      const [bucket = ''] = origin.split('.');
      return {
        isFor: wildcard(PathPattern),
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
