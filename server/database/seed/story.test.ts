import { describe, expect, test } from 'vitest';
import { groupPictures } from '../../group/group.entity.ts';
import { storyOf } from './story.ts';
import { fillBody, fillTitle } from './wording.ts';

const towns = [
  ['Unkel', storyOf('07138073')],
  ['any other town', storyOf('05382008')],
] as const;

describe.each(towns)('the story of %s', (_, story) => {
  const groups = new Map(story.groups.map((group) => [group.key, group]));
  const published = story.posts.filter(
    ({ isDraft, publishInHours, withdrawn }) => !isDraft && !publishInHours && !withdrawn,
  );

  test('has groups of every kind, and the first citizen follows some of them', () => {
    expect(groups.size).toBe(story.groups.length);
    expect(new Set(story.groups.map(({ joinPolicy }) => joinPolicy))).toEqual(
      new Set(['OPEN', 'ON_REQUEST', 'CLOSED']),
    );
    expect(story.groups.filter(({ isTown }) => isTown)).toHaveLength(1);
    const followed = story.groups.filter(({ isFollowed }) => isFollowed);
    expect(followed.length).toBeGreaterThanOrEqual(5);
    expect(followed.map(({ joinPolicy }) => joinPolicy)).toContain('ON_REQUEST');
    for (const { picture, purpose } of story.groups) {
      expect(groupPictures).toContain(picture);
      expect(purpose.length).toBeLessThanOrEqual(140);
    }
  });

  test('lets every group hear something, from somebody who may say it', () => {
    const heard = new Set(published.flatMap((post) => post.groups));
    expect([...groups.keys()].filter((key) => !heard.has(key))).toEqual([]);
    for (const { by, groups: to } of story.posts) {
      const role = story.staff.find(({ key }) => key === by)?.role;
      const publishes = to
        .map((key) => groups.get(key))
        .filter(
          (group) =>
            role === 'EDITOR' || group?.publisher === by || (role === 'CLERK' && group?.publishPolicy === 'STAFF'),
        );
      expect(publishes).toHaveLength(to.length);
    }
  });

  test('shows what a post can be: for several groups, changed, withdrawn, scheduled, a draft, with a poll', () => {
    expect(published.length).toBeGreaterThanOrEqual(12);
    expect(story.posts.filter((post) => post.groups.length > 1).length).toBeGreaterThanOrEqual(2);
    for (const kind of ['revised', 'withdrawn', 'publishInHours', 'isDraft'] as const) {
      expect(story.posts.filter((post) => post[kind] !== undefined)).not.toEqual([]);
    }
    const attached = story.polls.filter(({ post }) => post !== undefined);
    expect(attached).not.toEqual([]);
    for (const { post, group, opensInHours } of attached) {
      const told = published.find(({ key }) => key === post);
      const town = story.groups.find(({ isTown }) => isTown)?.key;
      expect(told?.groups).toContain(group ?? town);
      expect(told?.hoursAgo).toBeGreaterThanOrEqual(-opensInHours);
    }
  });

  test('shows every kind of question, pictures, and a secret poll that is open', () => {
    const { polls } = story;
    const kinds = polls.flatMap(({ question, words }) => [question.kind, ...(words ? ['TEXT'] : [])]);
    expect(new Set(kinds)).toEqual(new Set(['SINGLE', 'MULTIPLE', 'RANKING', 'TEXT']));
    expect(polls.filter(({ question }) => question.pictures !== undefined)).not.toEqual([]);
    const secret = polls.filter(({ isSecret, closesInHours }) => isSecret === true && closesInHours > 0);
    expect(secret).not.toEqual([]);
  });

  test('says everything about a category in English and in Leichte Sprache', () => {
    for (const category of story.categories) {
      const said = [category, ...(category.emergency ? [category.emergency] : []), ...(category.questions ?? [])];
      for (const { variants } of said)
        expect([category.name, variants.map(({ locale }) => locale)]).toEqual([category.name, ['en', 'de-x-leicht']]);
    }
  });

  test('happens within thirty days, each thing after the one before', () => {
    for (const { hoursAgo, revised, withdrawn } of story.posts) {
      expect(hoursAgo).toBeLessThan(720);
      for (const later of [revised, withdrawn]) expect(later?.hoursAgo ?? 0).toBeLessThan(hoursAgo);
    }
  });

  test('is told on every day of the week without a gap, in sentences that fit', () => {
    for (let day = 23; day < 30; day++) {
      const wording = { ags: '07138073', now: new Date(Date.UTC(2026, 10, day, 9)) };
      for (const { title, body } of story.posts) {
        expect(fillTitle(wording, title).length).toBeLessThanOrEqual(70);
        expect(fillTitle(wording, title) + fillBody(wording, body)).not.toMatch(/[{}]/);
      }
    }
  });
});
