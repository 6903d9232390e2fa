import { defineEntity, p } from '@mikro-orm/core';

/** One row, made by the first migration: who this installation is and the secret it signs with. */
const InstallationSchema = defineEntity({
  name: 'Installation',
  properties: {
    /** Also the prefix of everything this installation keeps in a shared Redis. */
    id: p.uuid().primary(),
    secret: p.string(),
  },
});
export class Installation extends InstallationSchema.class {}
InstallationSchema.setClass(Installation);
