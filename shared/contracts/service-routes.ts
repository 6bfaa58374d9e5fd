// The routes of the service itself.
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
    answers: { 200: z.object({ status: z.literal('ok') }) },
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
    answers: { 200: z.looseObject({ openapi: z.string() }) },
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
    answers: { 200: z.string() },
    refusals: [],
  },
});
