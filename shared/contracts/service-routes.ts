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
    tag: 'Service',
    summary: 'This description as a readable page',
    refusals: [],
  },
});
