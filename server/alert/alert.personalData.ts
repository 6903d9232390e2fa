import type { Retention } from '../kernel/retention.ts';
import { byStaff, keepTownData, type PersonalData } from '../kernel/personalData.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const alertPersonalData: PersonalData = {
  Incident: keepTownData('Published by the town hall.'),
  ControlCentre: {
    because: 'Number and address of an office.',
    columns: { phone: 'KEEP', email: 'KEEP', recipient: 'UNLINK' },
  },
  Alert: {
    because: 'The town hall answers for what it sent, with the function of the sender.',
    columns: {
      author: byStaff,
      approvedBy: byStaff,
      sender: 'KEEP',
      content: 'KEEP',
      brokeGlassBecause: 'KEEP',
      refusedBecause: 'KEEP',
    },
  },
  Acknowledgement: {
    because: 'The answer of a reader ends with the reader.',
    of: ['recipient'],
    columns: { recipient: 'DELETE', deviceHash: 'KEEP', place: 'REDACT', phone: 'REDACT', takenBy: byStaff },
  },
};

/** Days after the end of an incident after which the answers of its readers are deleted. */
const answerDays = 7;

/** How long the rows of this domain stay. */
export const alertRetention: Retention = {
  kinds: [
    {
      kind: 'ACKNOWLEDGEMENTS',
      description: 'Answers of readers to incidents that have ended or expired.',
      effect: 'DELETE',
      entities: ['Acknowledgement'],
      days: answerDays,
      due: ({ before, isOfTown }) => `exists (
        select from incident i where i.id = t.incident_id and ${isOfTown('i.municipality_id')}
          and coalesce(i.ended_at, i.expires_at) < ${before})`,
      batch: 1000,
    },
  ],
  stays: { RECORD: ['Incident', 'Alert'], TOWN: ['ControlCentre'] },
};
