// The files that the template's bucket deployments put into buckets, with the headers S3 would send.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import * as z from 'zod';
import type { Assembly } from '../base/synth.ts';
import type { Template } from '../base/template.ts';

/** The properties of a Custom::CDKBucketDeployment that are used here. */
const BucketDeployment = z.object({
  SourceObjectKeys: z.array(z.string()),
  /** For each source: placeholders in its files, with their values. */
  SourceMarkers: z.array(z.record(z.string(), z.coerce.string())).default([]),
  SourceMarkersConfig: z
    .array(z.strictObject({ jsonEscape: z.literal(true).optional() }))
    .default([]),
  DestinationBucketName: z.string(),
  DestinationBucketKeyPrefix: z.string().default(''),
  Exclude: z.array(z.string()).default([]),
  Include: z.array(z.string()).default([]),
  SystemMetadata: z.record(z.string(), z.string()).default({}),
});

export interface BucketFile {
  readonly headers: Readonly<Record<string, string>> & { readonly etag: string };
  readonly body: Buffer;
}

/** Content types by file extension, as the AWS CLI sets them; others get S3's default. */
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.ico': 'image/vnd.microsoft.icon',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** By bucket (logical id), then by object key. */
export function filesOf(
  template: Template,
  assembly: Assembly,
): Map<string, Map<string, BucketFile>> {
  const buckets = new Map<string, Map<string, BucketFile>>();
  for (const each of template.resources('Custom::CDKBucketDeployment', BucketDeployment).values()) {
    const { DestinationBucketName: bucket, DestinationBucketKeyPrefix: prefix } = each;
    const files = buckets.get(bucket) ?? new Map<string, BucketFile>();
    buckets.set(bucket, files);
    const within = (patterns: readonly string[], name: string) =>
      patterns.some((pattern) => wildcard(pattern)(name));
    for (const [index, key] of each.SourceObjectKeys.entries()) {
      const folder = assembly.assetFolder(key);
      const isJson = each.SourceMarkersConfig[index]?.jsonEscape ?? false;
      const markers = Object.entries(each.SourceMarkers[index] ?? {}).map(
        ([marker, value]) => [marker, isJson ? JSON.stringify(value).slice(1, -1) : value] as const,
      );
      for (const name of namesIn(folder)) {
        if (within(each.Exclude, name) && !within(each.Include, name)) continue;
        const body = replaced(readFileSync(join(folder, name)), markers);
        files.set(`${prefix}${name}`, {
          headers: {
            'content-type': types[extname(name)] ?? 'binary/octet-stream',
            ...each.SystemMetadata,
            etag: `"${createHash('md5').update(body).digest('hex')}"`,
          },
          body,
        });
      }
    }
  }
  return buckets;
}

/** All files in a folder and its subfolders, as relative paths. */
const namesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );

function replaced(body: Buffer, markers: readonly (readonly [string, string])[]): Buffer {
  if (markers.length === 0) return body;
  return Buffer.from(
    markers.reduce((text, [marker, value]) => text.replaceAll(marker, value), body.toString()),
  );
}

/** A pattern of CloudFront paths or of the AWS CLI's filters: `*` for any characters, `?` for one. */
export function wildcard(pattern: string): (text: string) => boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 's');
  return (text) => expression.test(text);
}
