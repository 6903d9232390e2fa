import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { wasteAudit } from './waste.audit.ts';
import {
  WasteDate,
  WasteDistrict,
  WasteDistrictStreet,
  WasteImport,
  WasteKind,
  WasteLabel,
  WasteReminderPlan,
} from './waste.entity.ts';
import { wasteCalendarRouter } from './waste.calendar.router.ts';
import { wasteErrors } from './waste.errors.ts';
import { findImport } from './waste.import.service.ts';
import { readWasteAddressJob } from './waste.address.jobs.ts';
import { wasteMessageListeners, wasteMessages } from './waste.messages.ts';
import {
  MunicipalityWasteOfficeResolver,
  WasteDistrictResolver,
  WasteDistrictStreetResolver,
  WasteImportResolver,
} from './waste.office.resolver.ts';
import { wastePersonalData, wasteRetention } from './waste.personalData.ts';
import { findDate, findDistrict, findKind } from './waste.reading.service.ts';
import { reminderListeners, sendWasteReminderJob } from './waste.reminder.jobs.ts';
import {
  MunicipalityWasteResolver,
  StreetWasteResolver,
  WasteDateResolver,
  WasteKindResolver,
} from './waste.resolver.ts';
import { wasteRouter } from './waste.router.ts';
import { wasteInterests } from './waste.rules.ts';
import { seedWaste } from './waste.seed.ts';
import { wasteToday } from './waste.today.ts';

declare module '../kernel/names.ts' {
  interface ModuleNames {
    readonly WASTE: true;
  }
  interface ScopeNames {
    readonly 'waste:read': true;
  }
}

export const waste = defineDomain({
  name: 'waste',
  module: { name: 'WASTE', description: 'Waste calendar: next bins, reminders and calendar files of streets.' },
  scopes: [{ name: 'waste:read', description: 'Read the waste calendar of the town.' }],
  scopeFields: {
    'waste:read': [
      'WasteKind',
      'WasteDistrict',
      'WasteDate',
      'Municipality.wasteKinds',
      'Municipality.wasteDistricts',
      'Municipality.wasteDates',
      'Municipality.today',
      'Street.wasteDays',
    ],
  },
  userErrors: wasteErrors,
  entities: [WasteKind, WasteLabel, WasteDistrict, WasteDistrictStreet, WasteDate, WasteImport, WasteReminderPlan],
  resolvers: [
    MunicipalityWasteResolver,
    StreetWasteResolver,
    WasteDateResolver,
    WasteKindResolver,
    MunicipalityWasteOfficeResolver,
    WasteDistrictResolver,
    WasteDistrictStreetResolver,
    WasteImportResolver,
  ],
  nodes: [
    node('WasteKind', findKind),
    node('WasteDistrict', findDistrict),
    node('WasteDate', findDate),
    node('WasteImport', findImport),
  ],
  interests: wasteInterests,
  jobs: [readWasteAddressJob, sendWasteReminderJob],
  listeners: [...reminderListeners, ...wasteMessageListeners],
  messages: wasteMessages,
  today: [wasteToday],
  seeds: [seedWaste],
  audit: [wasteAudit],
  routes: [wasteRouter, wasteCalendarRouter],
  personalData: wastePersonalData,
  retention: wasteRetention,
});
