// The answer of a batch of connection roles.
import type * as z from 'zod';
import { connectionRoleRoutes } from '../role-routes.ts';
import { ConnectionRole } from '../role-schemas.ts';
import { batchAnswerOf } from './batch-answers.ts';
import { itemRefusalsOf } from './refusals.ts';

export const ConnectionRoleBatchAnswer = batchAnswerOf({
  noun: 'ConnectionRole',
  written: { role: ConnectionRole },
  updated: { role: ConnectionRole },
  refused: {},
  codes: itemRefusalsOf(connectionRoleRoutes.batchConnectionRoles),
}).meta({ id: 'ConnectionRoleBatchAnswer' });

export type ConnectionRoleBatchAnswer = z.infer<typeof ConnectionRoleBatchAnswer>;
