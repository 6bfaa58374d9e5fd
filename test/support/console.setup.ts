// Starts the whole service with the sales sample once for all console tests, and the built console.
import type { TestProject } from 'vitest/node';
import { startHost } from '../../infra/local/host.ts';
