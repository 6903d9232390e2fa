import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../identity/identity.entity.ts';

/** Address of the calendar file with the dates of a person; who knows it reads the file. */
const CalendarAddressSchema = defineEntity({
  name: 'CalendarAddress',
  properties: {
    id: p.uuid().primary(),
    person: () => p.oneToOne(Person).ref().deleteRule('cascade'),
    /** Hash of the random token at the end of the address, which is shown once and never stored. */
    tokenHash: p.string().unique(),
    createdAt: p.datetime(),
  },
});
export class CalendarAddress extends CalendarAddressSchema.class {}
CalendarAddressSchema.setClass(CalendarAddress);
