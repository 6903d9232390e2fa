/** Moment at which reminders are due, and what they remind of. */
export interface Evening {
  readonly name: string;
  /** Moment at which all reminders of the evening are due. */
  readonly dueAt: Date;
  /** Start of the date of which people are reminded two hours before. */
  readonly soonAt: Date;
  /** Start of the date of which people are reminded at the same time on the day before; absent: none. */
  readonly nextDayAt?: Date;
  /** Day of the bins of which people are reminded, yyyy-mm-dd; absent: none. */
  readonly binsOn?: string;
}

/** Days around a change of the clocks in Germany. */
export interface Week {
  readonly name: string;
  /** When people answer and choose their reminders. */
  readonly startsAt: Date;
  readonly evenings: readonly Evening[];
}

/* The moments are written in UTC, so that no conversion of the product is part of what is expected. */

export const spring: Week = {
  name: 'spring',
  startsAt: new Date('2027-03-26T09:00:00Z'),
  evenings: [
    evening('Friday', '2027-03-26T17:00:00Z', { nextDayAt: '2027-03-27T17:00:00Z', binsOn: '2027-03-27' }),
    evening('Saturday', '2027-03-27T17:00:00Z', { nextDayAt: '2027-03-28T16:00:00Z', binsOn: '2027-03-28' }),
    // 03:30 on the clocks, an hour and a half of them after 01:00: 02:00 to 03:00 is skipped.
    evening('night', '2027-03-27T23:30:00Z'),
    evening('Sunday', '2027-03-28T16:00:00Z', { nextDayAt: '2027-03-29T16:00:00Z', binsOn: '2027-03-29' }),
    evening('Monday', '2027-03-29T16:00:00Z', { nextDayAt: '2027-03-30T16:00:00Z', binsOn: '2027-03-30' }),
  ],
};

export const autumn: Week = {
  name: 'autumn',
  startsAt: new Date('2027-10-29T08:00:00Z'),
  evenings: [
    evening('Friday', '2027-10-29T16:00:00Z', { nextDayAt: '2027-10-30T16:00:00Z', binsOn: '2027-10-30' }),
    evening('Saturday', '2027-10-30T16:00:00Z', { nextDayAt: '2027-10-31T17:00:00Z', binsOn: '2027-10-31' }),
    // 03:30 on the clocks, which show 02:00 to 03:00 twice: the reminder is due at the first 02:30.
    evening('night', '2027-10-31T00:30:00Z'),
    evening('Sunday', '2027-10-31T17:00:00Z', { nextDayAt: '2027-11-01T17:00:00Z', binsOn: '2027-11-01' }),
    evening('Monday', '2027-11-01T17:00:00Z', { nextDayAt: '2027-11-02T17:00:00Z', binsOn: '2027-11-02' }),
  ],
};

function evening(
  name: string,
  due: string,
  { nextDayAt, binsOn }: { readonly nextDayAt?: string; readonly binsOn?: string } = {},
): Evening {
  return {
    name,
    dueAt: new Date(due),
    soonAt: new Date(Date.parse(due) + 2 * 3_600_000),
    ...(nextDayAt !== undefined && { nextDayAt: new Date(nextDayAt) }),
    ...(binsOn !== undefined && { binsOn }),
  };
}
