import { byStaff, type ColumnTreatment, keepTownData, type PersonalData } from '../kernel/personalData.ts';
import { inComplaint } from './issue.erasure.rules.ts';

/** SQL of the issue of a row that belongs to a move. */
const issueOfMove = '(select m.issue_id from issue_move m where m.id = t.move_id)';

/** Words of the town hall about an issue, which stay except in a complaint. */
const wordsOfStaff = (issue: string): ColumnTreatment => ({ does: 'REDACT', when: inComplaint(issue) });

/** Staff stay in what they did for the town hall, but not in what they reported themselves. */
const byTownHall: ColumnTreatment = [{ does: 'UNLINK', when: "t.by = 'REPORTER'" }, byStaff];

const madeByTownHall = 'Made by the town hall; it says nothing about a citizen.';

/**
 * Treatment of the data of this domain when somebody is erased. Of a complaint the words, the place and the photos go; the row stays
 * with its times, so that counts and medians do not change.
 */
export const issuePersonalData: PersonalData = {
  Issue: {
    because:
      'Public reports stay without their reporter, so that the town hall goes on working. Complaints are emptied.',
    of: ['reporter', 'reporterEmail'],
    columns: {
      text: [
        { does: 'REDACT', when: "t.kind = 'COMPLAINT'" },
        { does: 'REDACT', onWish: true },
      ],
      address: { does: 'REDACT', when: "t.kind = 'COMPLAINT'" },
      title: { does: 'REDACT', when: "t.kind = 'COMPLAINT'" },
      lat: {
        does: 'REDACT',
        when: "t.kind = 'COMPLAINT'",
        to: '(select m.lat from municipality m where m.id = t.municipality_id)',
      },
      lon: {
        does: 'REDACT',
        when: "t.kind = 'COMPLAINT'",
        to: '(select m.lon from municipality m where m.id = t.municipality_id)',
      },
      reference: 'KEEP',
      reporter: 'UNLINK',
      reporterEmail: 'UNLINK',
      assignee: 'UNLINK',
    },
  },
  IssueMove: {
    because: 'The history of a report stays, with the function of the staff who acted.',
    of: ['issue'],
    // As the reporter sees the history: not what the town hall took back or may still take back.
    exports: 'not t.is_taken_back and (t.undoable_until is null or t.undoable_until < now())',
    columns: {
      message: [
        { does: 'REDACT', when: inComplaint('t.issue_id') },
        { does: 'REDACT', onWish: true, when: "t.by = 'REPORTER'" },
      ],
      reason: wordsOfStaff('t.issue_id'),
      addressee: wordsOfStaff('t.issue_id'),
      actor: byTownHall,
    },
  },
  IssueComment: {
    because: 'Private words between reporter and town hall are blanked; the row stays, because it stopped a deadline.',
    of: ['issue'],
    exports: "t.reach <> 'INTERNAL'",
    columns: {
      text: [
        { does: 'REDACT', when: `(t.reach = 'PRIVATE' or ${inComplaint('t.issue_id')})` },
        { does: 'REDACT', onWish: true, when: "t.by = 'REPORTER'" },
      ],
      author: byTownHall,
    },
  },
  IssueAnswer: {
    because: 'Answers to questions of the form are words of the reporter.',
    of: ['issue'],
    columns: {
      value: [
        { does: 'REDACT', when: `(not t.is_public or ${inComplaint('t.issue_id')})` },
        { does: 'REDACT', onWish: true },
      ],
      label: 'KEEP',
    },
  },
  IssueTitleChange: {
    because: 'Titles are written by the town hall.',
    exports: null,
    of: ['issue'],
    columns: { title: wordsOfStaff('t.issue_id'), actor: byStaff },
  },
  IssueFlagging: {
    because: 'The town hall answers for what it hid.',
    exports: null,
    of: ['issue'],
    columns: { reason: wordsOfStaff('t.issue_id'), by: byStaff },
  },
  IssueReroute: {
    because: 'The town hall answers for where it sent a report.',
    exports: null,
    of: ['move'],
    columns: { reason: wordsOfStaff(issueOfMove) },
  },
  IssueForward: {
    because: 'The town hall answers for what it forwarded, and to which office.',
    exports: null,
    of: ['move'],
    columns: { note: wordsOfStaff(issueOfMove), email: 'KEEP', recipient: 'UNLINK' },
  },
  IssueFollower: {
    because: 'Following ends with the account or the address.',
    columns: { person: 'DELETE', email: 'DELETE' },
  },
  IssueIntake: { because: 'The office answers for what it took down.', columns: { takenBy: byStaff } },
  IssueAssignment: {
    because: 'The history of an issue names functions.',
    columns: { actor: byStaff, before: byStaff, assignee: byStaff },
  },
  SavedFilter: { because: 'It serves the account and ends with it.', columns: { person: 'DELETE' } },
  DeskDeputy: { because: 'Nobody who left can stand in.', columns: { deputyPerson: 'DELETE' } },
  IssueRoute: keepTownData('Addresses of offices outside, entered by the town hall.', 'forwardName', 'forwardEmail'),
  IssueCategory: keepTownData(madeByTownHall, 'name', 'variants'),
  CategoryEmergency: keepTownData(madeByTownHall, 'text', 'variants', 'phone'),
  IssueQuestion: keepTownData(madeByTownHall, 'label', 'choices', 'variants'),
  IssueTemplate: keepTownData(madeByTownHall, 'name', 'text', 'variants'),
  IssueSettings: keepTownData(madeByTownHall, 'labels'),
};
