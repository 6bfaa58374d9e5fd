// CloudFront in front of the API: which paths are files of a bucket, and the headers of each answer.
import type { RequestListener } from 'node:http';
import * as z from 'zod';
import { type BucketFile, filesOf } from './bucket-files.ts';
import { StartError } from './start-error.ts';
import type { Assembly } from './synth.ts';
import type { Template } from './template.ts';

const Behavior = z.object({
  TargetOriginId: z.string(),
  ResponseHeadersPolicyId: z.string().optional(),
});
const Distribution = z.object({
  DistributionConfig: z.object({
    DefaultRootObject: z.string().default(''),
    Origins: z.array(z.object({ Id: z.string(), DomainName: z.string() })),
    DefaultCacheBehavior: Behavior,
    CacheBehaviors: z.array(Behavior.extend({ PathPattern: z.string() })).default([]),
  }),
});

const overridable = { Override: z.boolean() };
const seconds = z.coerce.number();
const ResponseHeadersPolicy = z.object({
  ResponseHeadersPolicyConfig: z
    .strictObject({
      Name: z.string(),
      Comment: z.string().optional(),
      SecurityHeadersConfig: z
        .strictObject({
          ContentSecurityPolicy: z
            .strictObject({ ...overridable, ContentSecurityPolicy: z.string() })
            .transform((each) =>
              header('content-security-policy', each.ContentSecurityPolicy, each),
            ),
          ContentTypeOptions: z
            .strictObject(overridable)
            .transform((each) => header('x-content-type-options', 'nosniff', each)),
          FrameOptions: z
            .strictObject({ ...overridable, FrameOption: z.string() })
            .transform((each) => header('x-frame-options', each.FrameOption, each)),
          ReferrerPolicy: z
            .strictObject({ ...overridable, ReferrerPolicy: z.string() })
            .transform((each) => header('referrer-policy', each.ReferrerPolicy, each)),
          StrictTransportSecurity: z
            .strictObject({
              ...overridable,
              AccessControlMaxAgeSec: seconds,
              IncludeSubdomains: z.boolean().default(false),
              Preload: z.boolean().default(false),
            })
            .transform((each) => {
              const value = [
                `max-age=${each.AccessControlMaxAgeSec}`,
                ...(each.IncludeSubdomains ? ['includeSubDomains'] : []),
                ...(each.Preload ? ['preload'] : []),
              ];
              return header('strict-transport-security', value.join('; '), each);
            }),
        })
        .partial()
        .default({}),
      CustomHeadersConfig: z
        .strictObject({
          Items: z.array(
            z
              .strictObject({ ...overridable, Header: z.string(), Value: z.string() })
              .transform((each) => header(each.Header.toLowerCase(), each.Value, each)),
          ),
        })
        .default({ Items: [] }),
    })
    .transform((config) => [
      ...Object.values(config.SecurityHeadersConfig).filter((each) => each !== undefined),
      ...config.CustomHeadersConfig.Items,
    ]),
});

interface AddedHeader {
  readonly name: string;
  readonly value: string;
  /** Whether it also takes the place of what the origin sends. */
  readonly override: boolean;
}
const header = (name: string, value: string, { Override }: { Override: boolean }): AddedHeader => ({
  name,
  value,
  override: Override,
});

/**
 * Listens as the template's distribution would; a template without one is its API alone. Two things
 * differ: what is in no bucket is left to the API, and nothing is cached here.
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
  const files = filesOf(template, assembly);
  const behaviors = [...CacheBehaviors, { ...DefaultCacheBehavior, PathPattern: '*' }].map(
    ({ PathPattern, TargetOriginId, ResponseHeadersPolicyId = '' }) => {
      const origin = Origins.find(({ Id }) => Id === TargetOriginId)?.DomainName ?? '';
      return {
        fits: matcherOf(PathPattern),
        // An attribute of a bucket here: its logical id, a dot, and the attribute's name.
        files: files.get(origin.split('.')[0] ?? ''),
        headers: policies.get(ResponseHeadersPolicyId)?.ResponseHeadersPolicyConfig ?? [],
      };
    },
  );
  return (message, response) => {
    const [path = '/'] = (message.url ?? '/').split('?');
    const behavior = behaviors.find(({ fits }) => fits(path));
    for (const { name, value } of behavior?.headers ?? []) response.setHeader(name, value);
    const key = path === '/' ? DefaultRootObject : path.slice(1);
    const reads = message.method === 'GET' || message.method === 'HEAD';
    const file = reads ? behavior?.files?.get(key) : undefined;
    if (file) send(file);
    else api(message, response);

    function send({ headers, body }: BucketFile) {
      const unchanged = message.headers['if-none-match'] === headers.etag;
      response.writeHead(unchanged ? 304 : 200, {
        ...headers,
        ...(!unchanged && { 'content-length': body.length }),
      });
      response.end(unchanged || message.method === 'HEAD' ? undefined : body);
    }
  };
}

/** CloudFront's path patterns: `*` for any characters, `?` for one. */
function matcherOf(pattern: string): (path: string) => boolean {
  const source = pattern
    .replace(/^\/?/, '/')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`);
  return (path) => expression.test(path);
}
