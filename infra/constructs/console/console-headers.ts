// The headers that CloudFront adds to the console's files and to the API's responses.
import { Duration } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseHeadersPolicyProps,
} from 'aws-cdk-lib/aws-cloudfront';

/** SHA-256 of the empty string. */
const emptyHash = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** @param connectTo origins that the console may call in addition to its own, to sign people in. */
export function contentSecurityPolicy(connectTo: readonly string[]): string {
  const directives = {
    'default-src': "'none'",
    'script-src': "'self'",
    // Fluent UI creates empty style elements and fills them by script, rule by rule.
    'style-src': `'self' ${emptyHash}`,
    'connect-src': ["'self'", ...connectTo].join(' '),
    'img-src': "'self' data:",
    'font-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  };
  return Object.entries(directives)
    .map((each) => each.join(' '))
    .join('; ');
}

/** Headers of every response, also the API's. A content security policy that the API sends is unchanged. */
export const commonHeaders = {
  securityHeadersBehavior: {
    strictTransportSecurity: {
      accessControlMaxAge: Duration.days(365),
      // The team that owns a domain decides about its subdomains.
      includeSubdomains: false,
      override: true,
    },
    contentTypeOptions: { override: true },
    frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
    referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
  },
  customHeadersBehavior: {
    customHeaders: Object.entries({
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    }).map(([header, value]) => ({ header, value, override: true })),
  },
} satisfies ResponseHeadersPolicyProps;
