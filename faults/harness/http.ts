/** A client: its cookie, and its IP address as a proxy forwards it. */
export interface Client {
  readonly cookie?: string | undefined;
  readonly ip: string;
}
/** Answers have no types, because the scenarios send many small queries. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Data = any;
export interface GraphQLAnswer {
  readonly data?: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Data }[];
}
export interface Reply extends GraphQLAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

export async function post(port: number, client: Client, body: string, headers: object = {}): Promise<Reply> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(client), ...headers },
    body,
    signal: AbortSignal.timeout(60_000),
  });
  return readReply(response);
}

export async function get(port: number, client: Client, path: string, headers: object = {}): Promise<Reply> {
  const signal = AbortSignal.timeout(60_000);
  const all = { ...headersOf(client), ...headers };
  return readReply(await fetch(`http://127.0.0.1:${port}${path}`, { headers: all, signal, redirect: 'manual' }));
}

export function ask(port: number, client: Client, query: string, variables: object = {}): Promise<Reply> {
  return post(port, client, JSON.stringify({ query, variables }));
}

/** Returns the data; throws at any top-level error. */
export async function askData(port: number, client: Client, query: string, variables: object = {}): Promise<Data> {
  const reply = await ask(port, client, query, variables);
  if (reply.errors !== undefined || reply.data == null) throw new Error(`${reply.status} ${reply.text.slice(0, 500)}`);
  return reply.data;
}

export function headersOf({ cookie, ip }: Client): Record<string, string> {
  return { 'x-forwarded-for': ip, ...(cookie === undefined ? {} : { cookie }) };
}

/** All codes of an answer: top-level errors and user errors. */
export function codesOf(answer: GraphQLAnswer): string[] {
  const topLevel = (answer.errors ?? []).map(({ extensions }) => String(extensions?.code));
  const payloads = Object.values((answer.data ?? {}) as Record<string, { userErrors?: { code: string }[] } | null>);
  return [...topLevel, ...payloads.flatMap((payload) => (payload?.userErrors ?? []).map(({ code }) => code))];
}

async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const body = isJson ? (JSON.parse(text) as GraphQLAnswer) : {};
  return { ...body, status: response.status, text, headers: response.headers };
}
