// CloudFront's response headers policies: the headers that are added to a response.
import type { ServerResponse } from 'node:http';
import * as z from 'zod';

interface AddedHeader {
  readonly name: string;
  readonly value: string;
  /** Whether the header replaces one that the origin sends. */
  readonly override: boolean;
}

const override = { Override: z.boolean() };
const header = (name: string, value: string, { Override }: { Override: boolean }): AddedHeader => ({
  name: name.toLowerCase(),
  value,
  override: Override,
});

const SecurityHeaders = z
  .strictObject({
    ContentSecurityPolicy: z
      .strictObject({ ...override, ContentSecurityPolicy: z.string() })
      .transform((each) => header('content-security-policy', each.ContentSecurityPolicy, each)),
    ContentTypeOptions: z
      .strictObject(override)
      .transform((each) => header('x-content-type-options', 'nosniff', each)),
    FrameOptions: z
      .strictObject({ ...override, FrameOption: z.string() })
      .transform((each) => header('x-frame-options', each.FrameOption, each)),
    ReferrerPolicy: z
      .strictObject({ ...override, ReferrerPolicy: z.string() })
      .transform((each) => header('referrer-policy', each.ReferrerPolicy, each)),
    StrictTransportSecurity: z
      .strictObject({
        ...override,
        AccessControlMaxAgeSec: z.coerce.number(),
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
  .partial();

const CustomHeader = z
  .strictObject({ ...override, Header: z.string(), Value: z.string() })
  .transform((each) => header(each.Header, each.Value, each));

/** An AWS::CloudFront::ResponseHeadersPolicy, read as the list of its headers. */
export const ResponseHeadersPolicy = z
  .object({
    ResponseHeadersPolicyConfig: z.strictObject({
      Name: z.string(),
      Comment: z.string().optional(),
      SecurityHeadersConfig: SecurityHeaders.default({}),
      CustomHeadersConfig: z.strictObject({ Items: z.array(CustomHeader) }).default({ Items: [] }),
    }),
  })
  .transform(({ ResponseHeadersPolicyConfig: { SecurityHeadersConfig, CustomHeadersConfig } }) => [
    ...Object.values(SecurityHeadersConfig).filter((each) => each !== undefined),
    ...CustomHeadersConfig.Items,
  ]);

/** Adds the headers when the head of the response is written. */
export function addHeaders(response: ServerResponse, headers: readonly AddedHeader[]): void {
  const writeHead = response.writeHead.bind(response);
  // Node calls writeHead itself if a response ends without it.
  response.writeHead = ((...head: Parameters<typeof writeHead>) => {
    for (const { name, value, override } of headers) {
      if (override || !response.hasHeader(name)) response.setHeader(name, value);
    }
    return writeHead(...head);
  }) as typeof response.writeHead;
}
