import type { Tx } from './context.ts';
import type { RetentionKindOf, RetentionOf } from './retention.contribution.ts';

export type { DueRows, RetentionEffect } from './retention.contribution.ts';
export type RetentionKind = RetentionKindOf<Tx>;
export type Retention = RetentionOf<Tx>;
