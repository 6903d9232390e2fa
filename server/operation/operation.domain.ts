import { defineDomain } from '../kernel/domain.ts';
import { ProcessReport, WatchCondition, WatchNotice } from './operation.entity.ts';
import { healthStream } from './operation.live.ts';
import { startMetrics } from './operation.metrics.ts';
import { operationPersonalData } from './operation.personalData.ts';
import { InstallationHealthResolver } from './operation.resolver.ts';
import { startWatch } from './operation.watch.ts';

/** The installation as a whole: its watch, its metrics, and the page of those who run it. */
export const operation = defineDomain({
  name: 'operation',
  entities: [ProcessReport, WatchCondition, WatchNotice],
  resolvers: [InstallationHealthResolver],
  topics: [healthStream],
  everywhere: [startWatch, startMetrics],
  personalData: operationPersonalData,
  retention: { stays: { OWN_JOB: ['ProcessReport', 'WatchCondition', 'WatchNotice'] } },
});
