import { defineEntity, p } from '@mikro-orm/core';
import { Municipality } from '../municipality/municipality.entity.ts';

/** Pages of others that may show the town's reports in a frame; no row: none. */
const EmbedSettingsSchema = defineEntity({
  name: 'EmbedSettings',
  properties: {
    municipality: () => p.oneToOne(Municipality).primary().ref(),
    /** https origins, as a policy names them. */
    origins: p.json<readonly string[]>(),
  },
});
export class EmbedSettings extends EmbedSettingsSchema.class {}
EmbedSettingsSchema.setClass(EmbedSettings);
