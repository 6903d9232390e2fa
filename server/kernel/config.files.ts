import { z } from 'zod';

/** Bucket of an S3-compatible service, addressed by path. */
export interface BucketSettings {
  /** Address of the bucket, without a trailing slash. */
  readonly url: string;
  /** Prefix of every key: empty, or ends with a slash. */
  readonly prefix: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const schemes: Readonly<Record<string, string>> = { 's3:': 'https:', 's3+http:': 'http:' };

/**
 * FILES_URL: `s3:` over https, `s3+http:` for one's own network. Messages never repeat the value, because it holds a
 * secret.
 */
export const filesUrl = z
  .string()
  .refine(isBucketUrl, 'must be like s3://key:secret@host/bucket/prefix?region=eu-central-1')
  .transform((text) => new URL(text))
  .refine((url) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(pathOf(url).bucket), 'names no bucket after the host')
  .refine((url) => pathOf(url).folders.every(isFolder), 'needs a prefix of letters, digits, "-", "_" and "." only')
  .refine(
    ({ username, password }) => Boolean(decoded(username)) && Boolean(decoded(password)),
    'needs key:secret@ before the host, percent-encoded',
  )
  .refine((url) => /^[a-z0-9-]{2,40}$/.test(regionOf(url)), 'needs a region like eu-central-1')
  .transform((url): BucketSettings => {
    const { bucket, folders } = pathOf(url);
    return Object.freeze({
      url: `${schemes[url.protocol]}//${url.host}/${bucket}`,
      prefix: folders.map((part) => `${part}/`).join(''),
      region: regionOf(url),
      accessKeyId: decoded(url.username) ?? '',
      secretAccessKey: decoded(url.password) ?? '',
    });
  });

function isBucketUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host } = new URL(text);
  return Object.hasOwn(schemes, protocol) && host !== '';
}

function pathOf({ pathname }: URL): { bucket: string; folders: string[] } {
  const [bucket = '', ...folders] = pathname.split('/').filter((part) => part !== '');
  return { bucket, folders };
}

function isFolder(name: string): boolean {
  return /^[\w.-]{1,60}$/.test(name) && !/^\.+$/.test(name);
}

function regionOf({ searchParams }: URL): string {
  return searchParams.get('region') ?? 'us-east-1';
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
