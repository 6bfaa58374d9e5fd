// History: what happened to connections, roles and record types.
import * as z from 'zod';
import { pageParameters } from './paging.ts';

export const HistoryQuery = z.strictObject({ ...pageParameters });
