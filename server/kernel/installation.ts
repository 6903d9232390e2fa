import { defineEntity, p } from '@mikro-orm/core';

/** Single row that the first migration creates: id and secret of this installation. */
const InstallationSchema = defineEntity({
  name: 'Installation',
  properties: {
    /** Id of the installation; also the prefix of its keys in a shared Redis. */
    id: p.uuid().primary(),
    secret: p.string(),
  },
});
export class Installation extends InstallationSchema.class {}
InstallationSchema.setClass(Installation);
