import { globSync, readFileSync } from 'node:fs';

/** Unions whose members the domains contribute. */
const openUnions = ['FeedSubject', 'InboxSubject', 'InboxContent', 'TodaySubject'];

/**
 * Fragment `<union>Parts` of each open union; it spreads all fragments of the web app whose names end with the name of
 * the union, like PostFeedSubject. A new member of the union needs no change in documents that select the union.
 */
export function openUnionFragments(): string[] {
  const texts = globSync('web/**/*.graphql').map((file) => readFileSync(file, 'utf8'));
  const names = texts.flatMap((text) => [...text.matchAll(/^fragment (\w+) on /gm)].map(([, name = '']) => name));
  return openUnions.map((union) => {
    const spreads = names.filter((name) => name.endsWith(union)).toSorted();
    return `fragment ${union}Parts on ${union} { __typename ${spreads.map((name) => `...${name}`).join(' ')} }`;
  });
}
