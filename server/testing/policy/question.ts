import { connect, type Data, type Identified, watch } from '../client.ts';

/** Operation whose field under test has the alias `it`; `cookie` is sent in addition to the asker's own cookies. */
export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly cookie?: string;
  /** Text that an answer must contain to count as data. */
  readonly shows?: string;
  /** True: the operation ends the asker's session, so another session of the same kind is used. */
  readonly endsSession?: true;
}

export interface Outcome {
  /** `data`, `none` (null or empty), the code of a top-level error, or the code of a user error in brackets. */
  readonly word: string;
  /** Whole answer, to search for content that it must not have. */
  readonly text: string;
}

let clients = 0;

/** Sends a question over the transport of its operation, each from another client address. */
export async function askFor(port: number, who: Identified, question: Question): Promise<Outcome> {
  const answer = /^subscription/.test(question.query)
    ? await watchOnce(port, who, question)
    : await postOnce(port, who, question);
  const word = wordFor(answer);
  const text = JSON.stringify(answer);
  const isShown = question.shows === undefined || text.includes(question.shows);
  return { word: word === 'data' && !isShown ? 'none' : word, text };
}

async function postOnce(port: number, { token, key }: Identified, question: Question): Promise<Data> {
  const cookies = [question.cookie, token && `session=${token}`].filter(Boolean).join('; ');
  clients += 1;
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': `198.18.${clients >> 8}.${clients & 255}`,
      ...(cookies && { cookie: cookies }),
      ...(key && { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ query: question.query, variables: question.variables ?? {} }),
  });
  return response.json();
}

async function watchOnce(port: number, who: Identified, { query, variables }: Question): Promise<Data> {
  const client = connect(port, who);
  try {
    return await watch(client, query, { ...variables }).until(() => true);
  } finally {
    await client.dispose();
  }
}

function wordFor({ data, errors }: Data): string {
  if (errors !== undefined) return errors[0].extensions?.code ?? 'NO_CODE';
  const value = findIt(data);
  const refused = value?.userErrors?.[0]?.code;
  if (refused !== undefined) return `(${refused})`;
  return isSomething(value) ? 'data' : 'none';
}

function findIt(value: Data): Data {
  if (value === null || typeof value !== 'object') return undefined;
  if ('it' in value) return value.it;
  for (const inner of Object.values(value)) {
    const found = findIt(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isSomething(value: Data): boolean {
  if (value === null || value === undefined || value === '') return false;
  if (Array.isArray(value)) return value.some((one) => one !== null);
  return Array.isArray(value.edges) ? value.edges.length > 0 : true;
}
