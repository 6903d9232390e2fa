/** A bucket of a service that speaks S3, addressed by its path. */
export interface BucketSettings {
  /** Address of the bucket, without a trailing slash. */
  readonly url: string;
  /** Before every key; ends with a slash or is empty. */
  readonly prefix: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What is wrong with the setting, as an error of the configuration; it never repeats what was set. */
type Complain = (problem: string) => Error;

const form = 's3://key:secret@host/bucket/prefix?region=eu-central-1';

/** From FILES_URL: `s3:` over https, `s3+http:` in one's own network. Undefined: files lie in DATA_DIR. */
export function readFilesUrl(text: string | undefined, complain: Complain): BucketSettings | undefined {
  if (text === undefined || text === '') return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const scheme = url === undefined ? undefined : schemes[url.protocol];
  if (url === undefined || scheme === undefined || url.host === '') throw complain(`FILES_URL must be like ${form}`);
  const [bucket = '', ...folders] = url.pathname.split('/').filter((part) => part !== '');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) throw complain('FILES_URL names no bucket after the host');
  if (folders.some((part) => !/^[\w.-]{1,60}$/.test(part) || /^\.+$/.test(part))) {
    throw complain('FILES_URL: the prefix may hold letters, digits, "-", "_" and "." only');
  }
  const [accessKeyId, secretAccessKey] = [decoded(url.username), decoded(url.password)];
  if (!accessKeyId || !secretAccessKey) throw complain('FILES_URL needs key:secret@ before the host, percent-encoded');
  const region = url.searchParams.get('region') ?? 'us-east-1';
  if (!/^[a-z0-9-]{2,40}$/.test(region)) throw complain('FILES_URL: region is like eu-central-1');
  return Object.freeze({
    ...{ url: `${scheme}//${url.host}/${bucket}`, prefix: folders.map((part) => `${part}/`).join('') },
    ...{ region, accessKeyId, secretAccessKey },
  });
}

const schemes: Readonly<Record<string, string>> = { 's3:': 'https:', 's3+http:': 'http:' };

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
