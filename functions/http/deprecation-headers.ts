// What the answers of a deprecated route say about its end: `Deprecation` (RFC 9745) and `Sunset` (RFC 8594).
import type { Deprecation } from '../../shared/contracts/route-definition.ts';

/** Both headers; none if the route is not deprecated. */
export function deprecationHeaders(deprecated: Deprecation | undefined): Record<string, string> {
  if (!deprecated) return {};
  const { since, sunset } = deprecated;
  return {
    deprecation: `@${Date.parse(since) / 1000}`,
    sunset: new Date(sunset).toUTCString(),
  };
}
