import type { Act } from '../testing/policy/act.ts';

export const acts: readonly Act[] = [];
