// The answer of a batch of connection roles.
import type * as z from 'zod';
import { putStatuses } from '../batch-schemas.ts';
import { ConnectionRole } from '../role-schemas.ts';
import { batchAnswerOf } from './batch-answers.ts';

export const ConnectionRoleBatchAnswer = batchAnswerOf(putStatuses, {
  role: ConnectionRole.optional(),
}).meta({ id: 'ConnectionRoleBatchAnswer' });

export type ConnectionRoleBatchAnswer = z.infer<typeof ConnectionRoleBatchAnswer>;
