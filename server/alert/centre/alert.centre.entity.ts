import { defineEntity, p } from '@mikro-orm/core';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { Recipient } from '../../recipient/recipient.entity.ts';

/** Control centre of the county, which alone sets off sirens, MoWaS and Cell Broadcast; without a row it is unknown. */
const ControlCentreSchema = defineEntity({
  name: 'ControlCentre',
  properties: {
    municipality: () => p.oneToOne(Municipality).primary().ref(),
    /** Telephone number for warners. */
    phone: p.text(),
    /** Address that gets a mail about each real warning; null: none. */
    email: p.text().nullable(),
    /** The recipient with the address; null: no address. */
    recipient: () => p.manyToOne(Recipient).ref().nullable().deleteRule('set null'),
  },
});
export class ControlCentre extends ControlCentreSchema.class {}
ControlCentreSchema.setClass(ControlCentre);
