import { defineEntity, p } from '@mikro-orm/core';
import { Municipality } from '../municipality/municipality.entity.ts';

/** Origins of websites that may show the town's reports in a frame; without a row no website may. */
const EmbedSettingsSchema = defineEntity({
  name: 'EmbedSettings',
  properties: {
    municipality: () => p.oneToOne(Municipality).primary().ref(),
    /** https origins in the form that Content-Security-Policy needs. */
    origins: p.json<readonly string[]>(),
  },
});
export class EmbedSettings extends EmbedSettingsSchema.class {}
EmbedSettingsSchema.setClass(EmbedSettings);
