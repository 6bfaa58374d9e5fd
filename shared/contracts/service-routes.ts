import * as z from 'zod';
import { defineRoutes } from './route-definition.ts';

export const serviceRoutes = defineRoutes({
  getHealth: {
    method: 'GET',
    path: '/health',
    scope: null,
    capability: 'service',
    head: true,
    tag: 'Service',
    summary: 'Check that the service is running',
    refusals: [],
  },
  getOpenApi: {
    method: 'GET',
    path: '/openapi.json',
    scope: null,
    capability: 'service',
    head: true,
    tag: 'Service',
    summary: 'This description as OpenAPI 3.1',
    refusals: [],
  },
  getDocs: {
    method: 'GET',
    path: '/docs',
    scope: null,
    capability: 'service',
    head: true,
    etag: true,
    formats: ['text/html'],
    tag: 'Service',
    summary: 'The portal for developers: its first page',
    refusals: [],
  },
  searchDocs: {
    method: 'GET',
    path: '/docs/search',
    scope: null,
    capability: 'service',
    etag: true,
    formats: ['text/html'],
    tag: 'Service',
    summary: 'Search the portal',
    description:
      'The parts of its pages that contain every word; without `q`, a list of everything.',
    query: z.strictObject({ q: z.string().max(200).optional() }),
    refusals: [],
  },
  getDocsPage: {
    method: 'GET',
    path: '/docs/{page}',
    scope: null,
    capability: 'service',
    etag: true,
    formats: ['text/html'],
    tag: 'Service',
    summary: 'A page of the portal',
    description:
      'Each operation has a page with its name. The schema of an event, such as `connection-created.json`, ' +
      'is JSON. If there is no such page, a caller that prefers HTML gets one that says so.',
    params: z.strictObject({ page: z.string().meta({ example: 'start' }) }),
    refusals: ['NotFound'],
  },
});
