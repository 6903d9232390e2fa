import { defineDomain } from '../kernel/domain.ts';
import { hoursAudit } from './hours.audit.ts';
import { OfficeCalendar } from './hours.entity.ts';
import { hoursErrors } from './hours.errors.ts';
import { hoursPersonalData, hoursRetention } from './hours.personalData.ts';
import { MunicipalityHoursResolver } from './hours.resolver.ts';

export const hours = defineDomain({
  name: 'hours',
  userErrors: hoursErrors,
  entities: [OfficeCalendar],
  resolvers: [MunicipalityHoursResolver],
  audit: [hoursAudit],
  personalData: hoursPersonalData,
  retention: hoursRetention,
});
