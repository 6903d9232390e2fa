import operation from '../../web/operation/locales/de.json' with { type: 'json' };
import type { Stage } from '../harness/stage.ts';
import type { Shot } from './shot.ts';

/** Page of those who run the installation, and what everybody else sees there. */
export async function operationShots(stage: Stage): Promise<readonly Shot[]> {
  const path = '/operation';
  return [
    { name: 'operation', path, as: await stage.staff('operator'), shows: operation.operation.queue.title },
    { name: 'operation-forbidden', path, shows: operation.operation.forbidden },
  ];
}
