// Recounts the bulletin board of a secret poll. It needs only this file and Node 20 or newer:
//
//   node recount.mjs board.json [root]          is every ballot genuine, unchanged and counted once?
//   node recount.mjs board.json --receipt receipt.json      and is mine among them?
//
// `root` is the last hash as the audit trail or a person you trust recorded it. It proves that the board is unchanged
// since the close. The web app's page for receipts runs this same file.

const { subtle } = globalThis.crypto;
const ascii = new TextEncoder();

/** Recounts a board; returns all problems, the counts and the root. */
export async function recount(board) {
  const problems = [];
  const complain = (code, line = null) => problems.push({ code, line });
  const text = readText(board.text, complain);
  if (!/^ortsfunk-board-[12]$/.test(board.format) || text === null || !Array.isArray(board.ballots)) {
    complain('NOT_A_BOARD');
    return { problems, counts: [], invalid: 0, runOffs: [], root: '', text };
  }
  const textHash = await sha256(board.text);
  const ballotKey = await readBallotKey(text.ballotKey);
  const counts = text.questions.map(({ options }) => options.map(() => 0));
  const rankings = text.questions.map(() => []);
  const { ballots } = board;
  const judged = [];
  for (let from = 0; from < ballots.length; from += 500) {
    const some = ballots.slice(from, from + 500);
    judged.push(...(await Promise.all(some.map((ballot) => judgeBallot(ballot, text, textHash, ballotKey)))));
  }
  let link = textHash;
  let before = '';
  let notAllowed = 0;
  for (const [n, { line, keyHash, codes, choices }] of judged.entries()) {
    link = await sha256(`${link}\n${line}`);
    if (link !== ballots[n].link) complain('BROKEN_CHAIN', n + 1);
    if (keyHash <= before) complain('OUT_OF_ORDER', n + 1); // equal keys are out of order, too
    for (const code of codes) complain(code, n + 1);
    if (choices === null) notAllowed += 1;
    else if (codes.length === 0) addTo(text, counts, rankings, choices);
    before = keyHash;
  }
  const { eligible, issued, cast, invalid: unreadable = 0 } = board;
  const numbers = [eligible, issued, cast, unreadable].slice(0, board.format === 'ortsfunk-board-1' ? 3 : 4);
  const root = await sha256(`${link}\n${numbers.join('/')}`);
  if (root !== board.root) complain('WRONG_ROOT');
  if (
    cast !== ballots.length + unreadable ||
    !(unreadable >= 0) ||
    !(cast <= issued && issued <= eligible) ||
    eligible !== text.eligible
  )
    complain('WRONG_NUMBERS');
  if (JSON.stringify(counts) !== JSON.stringify(board.counts)) complain('WRONG_COUNT');
  const runOffs = text.questions.map(({ kind, options }, i) =>
    kind === 'RANKING' ? countRunOff(options.length, rankings[i]) : null,
  );
  const said = board.runOffs ?? text.questions.map(() => null);
  if (JSON.stringify(runOffs) !== JSON.stringify(said)) complain('WRONG_RUN_OFF');
  return { problems, counts, invalid: unreadable + notAllowed, runOffs, root, text };
}

/** Line of a receipt's ballot on the board (from 1), its choices, and problems of the receipt. */
export async function findBallot(board, receipt) {
  const problems = [];
  const text = readText(board.text, () => undefined);
  const hashes = await Promise.all((board.ballots ?? []).map(({ key }) => sha256(decode(key))));
  const at = hashes.indexOf(receipt.keyHash);
  if (text === null || at < 0) return { problems: ['NOT_FOUND'], line: null, choices: null };
  const { choices } = board.ballots[at];
  const said = `ortsfunk-receipt-2\n${text.poll}\n${receipt.keyHash}\n${receipt.ciphertextHash}`;
  if (!(await isSigned(text.receiptKey, said, receipt.signature))) problems.push('BAD_RECEIPT');
  return { problems, line: at + 1, choices: readChoices(text, choices) };
}

/** SHA-256 of text or bytes, hexadecimal. */
export async function sha256(content) {
  const bytes = typeof content === 'string' ? ascii.encode(content) : content;
  return Array.from(new Uint8Array(await subtle.digest('SHA-256', bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** Text that the one-time key of a ballot signs. */
export function ballotText(textHash, choices) {
  return `ortsfunk-ballot-1\n${textHash}\n${choices}`;
}

async function judgeBallot(ballot, text, textHash, ballotKey) {
  const { key, randomizer, token, choices, signature } = ballot ?? {};
  const codes = [];
  const keyBytes = decode(key);
  const random = decode(randomizer);
  const signed = new Uint8Array([...random, ...keyBytes]);
  const pss = { name: 'RSA-PSS', saltLength: 48 };
  const isGenuine =
    keyBytes.length === 32 && random.length === 32 && (await subtle.verify(pss, ballotKey, decode(token), signed));
  if (!isGenuine) codes.push('BAD_TOKEN');
  if (!(await isSigned(key, ballotText(textHash, choices), signature))) codes.push('BAD_SIGNATURE');
  const line = [key, randomizer, token, choices, signature].join('.');
  return { line, keyHash: await sha256(keyBytes), codes, choices: readChoices(text, choices) };
}

/** Chosen positions by question; null where the question does not allow them. */
function readChoices({ questions }, choices) {
  const chosen = String(choices)
    .split(';')
    .map((part) => (part === '' ? [] : part.split(',').map(Number)));
  const isAllowed = questions.every(({ kind, min, max, options }, i) => {
    const positions = chosen[i] ?? [];
    const isInOrder =
      kind === 'RANKING'
        ? new Set(positions).size === positions.length
        : positions.every((at, n) => n === 0 || at > positions[n - 1]);
    return isInOrder && positions.every((at) => at in options) && positions.length >= min && positions.length <= max;
  });
  const isPlain = chosen.map((positions) => positions.join(',')).join(';') === choices;
  return isAllowed && isPlain && chosen.length === questions.length ? chosen : null;
}

/** Adds a ballot to the counts. Of a ranking the first choice is counted, and the order is kept for the run-off. */
function addTo({ questions }, counts, rankings, chosen) {
  chosen.forEach((positions, i) => {
    const isRanking = questions[i].kind === 'RANKING';
    for (const at of isRanking ? positions.slice(0, 1) : positions) counts[i][at] += 1;
    if (isRanking && positions.length > 0) rankings[i].push(positions);
  });
}

/**
 * Instant run-off over rankings of positions, first choice first. In every round a ballot counts for its first option
 * that is not eliminated. An option with more than half of these votes wins; otherwise the option with the fewest votes
 * is eliminated. Options without any vote are eliminated together. Of several options with equally few votes the one is
 * eliminated that had fewer in the last round in which they differed, otherwise the later one on the ballot.
 *
 * @public
 */
export function countRunOff(options, rankings) {
  const rounds = [];
  let left = Array.from({ length: options }, (_, at) => at);
  for (;;) {
    const votes = Array.from({ length: options }, (_, at) => (left.includes(at) ? 0 : null));
    let exhausted = 0;
    for (const ranking of rankings) {
      const first = ranking.find((at) => left.includes(at));
      if (first === undefined) exhausted += 1;
      else votes[first] += 1;
    }
    const counted = rankings.length - exhausted;
    const winner = left.find((at) => votes[at] * 2 > counted) ?? null;
    if (winner !== null || counted === 0) {
      rounds.push({ votes, exhausted, eliminated: [], tie: null });
      return { ballots: rankings.length, rounds, winner };
    }
    const last = findLast(left, votes, rounds);
    rounds.push({ votes, exhausted, ...last });
    left = left.filter((at) => !last.eliminated.includes(at));
  }
}

function findLast(left, votes, earlier) {
  const fewestIn = (some, round) => some.filter((at) => round[at] === Math.min(...some.map((one) => round[one])));
  let tied = fewestIn(left, votes);
  if (votes[tied[0]] === 0 || tied.length === 1) return { eliminated: tied, tie: null };
  for (const round of earlier.toReversed()) {
    tied = fewestIn(tied, round.votes);
    if (tied.length === 1) return { eliminated: tied, tie: 'EARLIER_ROUND' };
  }
  return { eliminated: tied.slice(-1), tie: 'BALLOT_ORDER' };
}

function readText(text, complain) {
  try {
    const read = JSON.parse(text);
    if (/^ortsfunk-poll-[123]$/.test(read.format) && Array.isArray(read.questions)) return read;
  } catch {
    // reported below
  }
  complain('NOT_A_POLL');
  return null;
}

function readBallotKey(spki) {
  return subtle.importKey('spki', decode(spki), { name: 'RSA-PSS', hash: 'SHA-384' }, false, ['verify']);
}

async function isSigned(key, text, signature) {
  try {
    const publicKey = await subtle.importKey('raw', decode(key), 'Ed25519', false, ['verify']);
    return await subtle.verify('Ed25519', publicKey, decode(signature), ascii.encode(text));
  } catch {
    return false;
  }
}

/** Decodes base64 and base64url. */
function decode(text) {
  try {
    const plain = atob(String(text).replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

async function runAlone([file, ...options]) {
  const { process } = globalThis;
  const fs = process.getBuiltinModule('node:fs');
  const say = (line) => process.stdout.write(`${line}\n`);
  const written = fs.readFileSync(file, 'utf8').trimEnd();
  const board = JSON.parse(written);
  const { problems, counts, invalid, runOffs, root, text } = await recount(board);
  if (JSON.stringify(board) !== written) problems.push({ code: 'OTHER_SPELLING', line: null });
  const expected = options.find((option) => /^[0-9a-f]{64}$/.test(option));
  if (expected !== undefined && expected !== root) problems.push({ code: 'OTHER_ROOT', line: null });
  const receiptFile = options[options.indexOf('--receipt') + 1];
  if (options.includes('--receipt')) {
    const found = await findBallot(board, JSON.parse(fs.readFileSync(receiptFile, 'utf8')));
    problems.push(...found.problems.map((code) => ({ code, line: found.line })));
    say(`your ballot: line ${found.line}, choices ${JSON.stringify(found.choices)}`);
  }
  text?.questions.forEach(({ text: question, options: answers }, i) => {
    say(question);
    answers.forEach((answer, at) => say(`  ${String(counts[i][at]).padStart(6)}  ${answer}`));
    runOffs[i]?.rounds.forEach(({ votes, exhausted }, round) =>
      say(`  round ${round + 1}: ${votes.map((n) => n ?? '-').join(' ')}, without a further choice ${exhausted}`),
    );
    if (runOffs[i]) say(`  first: ${answers[runOffs[i].winner] ?? 'nobody'}`);
  });
  say(
    `eligible ${board.eligible}, ballots issued ${board.issued}, cast ${board.cast}, invalid ${invalid}, root ${root}`,
  );
  for (const { code, line } of problems) say(`WRONG: ${code}${line === null ? '' : ` in line ${line}`}`);
  say(problems.length === 0 ? 'The board is in order.' : `${problems.length} problems.`);
  return problems.length === 0 ? 0 : 1;
}

// Imported by a browser or another module, the file only exports its functions.
if (globalThis.process?.argv?.[1]?.endsWith('recount.mjs'))
  globalThis.process.exitCode = await runAlone(globalThis.process.argv.slice(2));
