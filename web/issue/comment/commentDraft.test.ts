import { expect, it } from 'vitest';
import { forgetMine, remember } from '../../shared/storage.ts';
import { forgetComment, keepComment, keptComment, readStateOf } from './commentDraft.ts';

const draft = { text: 'Wir kommen am', reach: 'PUBLIC' as const, version: 3, lastComment: 2 };

it('keeps a half-written answer for its report, with the state that its author has read', () => {
  keepComment('i1', draft);
  expect(keptComment('i1')).toMatchObject(draft);
  expect(keptComment('i2')).toBeNull();
  forgetComment('i1');
  expect(keptComment('i1')).toBeNull();
});

it('is deleted at sign-out, and ignored if it cannot be read', async () => {
  keepComment('i1', draft);
  await forgetMine();
  expect(keptComment('i1')).toBeNull();
  for (const broken of ['{', '"text"', '{"text":"Wir"}']) {
    remember('mine.comment.i1', broken);
    expect(keptComment('i1')).toBeNull();
  }
});

it('reads the newest comment of a report', () => {
  expect(readStateOf({ version: 4, comments: [] })).toEqual({ version: 4, lastComment: 0 });
});
