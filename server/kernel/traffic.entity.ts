import { defineEntity, p } from '@mikro-orm/core';

/**
 * Number of requests without an account in one minute of the installation, for the median of the last seven days. It
 * holds no address and nothing about a person; minutes without requests have no row.
 */
const TrafficMinuteSchema = defineEntity({
  name: 'TrafficMinute',
  tableName: 'traffic_minute',
  properties: {
    minute: p.datetime().primary(),
    requests: p.integer(),
  },
});
export class TrafficMinute extends TrafficMinuteSchema.class {}
TrafficMinuteSchema.setClass(TrafficMinute);
