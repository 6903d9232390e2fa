import { defineDomain } from '../kernel/domain.ts';
import { opendataAudit } from './opendata.audit.ts';
import { EmbedSettings } from './opendata.entity.ts';
import { opendataErrors } from './opendata.errors.ts';
import { feedsRouter } from './opendata.feeds.router.ts';
import { opendataPersonalData, opendataRetention } from './opendata.personalData.ts';
import { MunicipalityEmbedResolver } from './opendata.resolver.ts';
import { opendataRouter } from './opendata.router.ts';

export const opendata = defineDomain({
  name: 'opendata',
  userErrors: opendataErrors,
  entities: [EmbedSettings],
  resolvers: [MunicipalityEmbedResolver],
  routes: [opendataRouter, feedsRouter],
  audit: [opendataAudit],
  personalData: opendataPersonalData,
  retention: opendataRetention,
});
