import { expect, test } from 'vitest';
import german from '../web/locales/de.json' with { type: 'json' };
import english from '../web/locales/en.json' with { type: 'json' };
import plain from '../web/locales/de-x-leicht.json' with { type: 'json' };
import germanMails from '../server/issue/locales/messages/de.json' with { type: 'json' };
import englishMails from '../server/issue/locales/messages/en.json' with { type: 'json' };
import plainMails from '../server/issue/locales/messages/de-x-leicht.json' with { type: 'json' };
import { isRepaired, statusWord } from './statusWords.ts';

const kinds = ['DEFECT', 'COMPLAINT', 'PRAISE', 'CRITICISM', 'SUGGESTION', 'QUESTION'] as const;

test('only what was broken is solved; whatever else has ended is called by what happened to it', () => {
  expect(kinds.map((kind) => german.status[statusWord('RESOLVED', kind)])).toEqual([
    'Erledigt',
    'Bearbeitet',
    'Gesehen',
    'Beantwortet',
    'Beantwortet',
    'Beantwortet',
  ]);
  expect(kinds.filter(isRepaired)).toEqual(['DEFECT']);
  expect(statusWord('RESOLVED')).toBe('RESOLVED');
  for (const kind of kinds) expect(statusWord('DECLINED', kind)).toBe('DECLINED');
});

test('pages and mails say the same in every language', () => {
  for (const [pages, mails] of [
    [german, germanMails],
    [english, englishMails],
    [plain, plainMails],
  ] as const)
    for (const kind of kinds)
      expect(mails.status[statusWord('RESOLVED', kind)]).toBe(pages.status[statusWord('RESOLVED', kind)]);
});
