import type { Page } from '@playwright/test';
import { unfold } from '../harness/feedPage.ts';
import { pollPath } from '../harness/pollPage.ts';
import { castVote, createPoll, type NewPoll } from '../harness/polls.ts';
import { de, errorText } from '../harness/texts.ts';
import type { Setting } from './album.ts';
import type { Shot } from './shot.ts';

const close = 'mutation($pollId: ID!) { closePoll(input: { pollId: $pollId }) { userErrors { code } } }';
const forMembers = { eligibility: 'MEMBERS', changeAllowed: false };

/** The vote of a visitor: choice, return from the sign-in, who may vote, and a poll that closed meanwhile. */
export async function voteShots({ stage, path }: Setting): Promise<readonly Shot[]> {
  const open = await createPoll(stage, 'Soll die Uferbank ein Dach bekommen?');
  const members = await createPoll(stage, 'Soll das Vereinsheim umziehen?', 'LIVE', forMembers);
  const proven = await createPoll(stage, 'Soll die Grundschule anbauen?', 'LIVE', { assurance: 'SUBSTANTIAL' });
  const secret = await createPoll(stage, 'Wer leitet den Verein?', 'AFTER_CLOSE', { ...forMembers, secrecy: 'SECRET' });
  const residents = await createPoll(stage, 'Soll der Markt wandern?', 'LIVE', { eligibility: 'VERIFIED_RESIDENT' });
  const ended = await createPoll(stage, 'Soll die Fähre abends fahren?');
  for (const [i, person] of (await stage.people(6)).entries())
    await castVote(stage, ended.id, ended.options[i % 2]?.id ?? '', person);
  await stage.ask(close, { pollId: ended.id }, await stage.staff('redaktion'));
  const voter = await stage.person('vote-returns');
  const at = ({ id }: NewPoll): string => pollPath(path, id);
  return [
    { name: 'vote-feed', path, shows: de.vote.toSignIn, prepare: (page) => chooseInFeed(page, open) },
    { name: 'vote-feed-members', path: `${path}/polls`, shows: members.title },
    { name: 'vote-members', path: at(members), shows: de.vote.toSignIn },
    { name: 'vote-proof', path: at(proven), shows: de.voters.SUBSTANTIAL },
    { name: 'vote-residents', path: at(residents), shows: de.vote.getProof },
    { name: 'vote-door', path: at(secret), shows: de.vote.toSignIn },
    { name: 'vote-barred', path: at(members), as: voter, shows: errorText('NOT_ELIGIBLE') },
    { name: 'vote-door-barred', path: at(secret), as: voter, shows: errorText('NOT_ELIGIBLE') },
    { name: 'vote-kept', path: at(open), as: voter, shows: de.vote.keptCast, prepare: (page) => keep(page, open) },
    { name: 'vote-ended', path: at(ended), as: voter, shows: de.ending.now, prepare: (page) => keep(page, ended) },
  ];
}

async function chooseInFeed(page: Page, { title, options }: NewPoll): Promise<void> {
  const card = await unfold(page, title);
  await card.getByRole('button', { name: de.poll.vote, exact: true }).or(card.getByRole('radio').first()).waitFor();
  const begin = card.getByRole('button', { name: de.poll.vote, exact: true });
  if (await begin.isVisible()) await begin.click();
  await card.getByRole('radio', { name: options[1]?.label ?? '', exact: true }).check();
}

/** Stores a choice as the ballot does, and comes back to it. */
async function keep(page: Page, { id, title, options }: NewPoll): Promise<void> {
  // The page has looked for a choice before one is stored.
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  const choice = `{ optionIds: [${JSON.stringify(options[1]?.id)}], texts: [], at: Date.now() }`;
  await page.evaluate(`localStorage.setItem('ortsfunk.mine.choice.${id}', JSON.stringify(${choice}))`);
  await page.reload();
}
