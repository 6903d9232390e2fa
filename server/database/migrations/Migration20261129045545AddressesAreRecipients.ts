import { createCipheriv, createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { Migration } from '@mikro-orm/migrations';

interface Address {
  readonly id: string;
  readonly municipality_id: string;
  readonly locale: string;
  readonly email: string;
  readonly at: Date | null;
}

/**
 * Makes recipients of the addresses of reports and followers without an account. Their ids are those of the rows that name
 * the address. An address is verified since its owner confirmed it there.
 */
export class Migration20261129045545AddressesAreRecipients extends Migration {
  override name = 'Migration20261129045545AddressesAreRecipients';

  override async up(): Promise<void> {
    const [installation] = await this.execute('select secret from installation');
    const secret = String(installation?.secret);
    const reports = await this.execute(`
      select id, municipality_id, locale, reporter_email as email, email_confirmed_at as at
      from issue where reporter_email is not null and reporter_id is null`);
    await this.addAddresses(secret, 'REPORT', reports as Address[]);
    const followers = await this.execute(`
      select f.id, i.municipality_id, f.locale, f.email, f.confirmed_at as at
      from issue_follower f join issue i on i.id = f.issue_id where f.email is not null`);
    await this.addAddresses(secret, 'LINK', followers as Address[]);
    this.addSql(`alter table "issue_forward" add "recipient_id" uuid null;`);
    this.addSql(
      `alter table "issue_forward" add constraint "issue_forward_recipient_id_foreign" foreign key ("recipient_id") references "recipient" ("id") on delete set null;`,
    );
  }

  private async addAddresses(secret: string, origin: string, addresses: readonly Address[]): Promise<void> {
    for (let from = 0; from < addresses.length; from += 1000) {
      const rows = addresses.slice(from, from + 1000).map((one) => {
        const contact = randomUUID();
        const hash = createHmac('sha256', secret).update(one.email).digest('base64url');
        return { ...one, email: undefined, origin, contact, hash, locked: lock(secret, contact, one.email) };
      });
      await this.execute(
        `with a as (
           select * from json_to_recordset(?::json) as a(id uuid, municipality_id uuid, locale text, origin text,
             contact uuid, hash text, locked text, at timestamptz)),
         made as (
           insert into recipient (id, municipality_id, locale, origin)
           select id, municipality_id, locale, origin from a on conflict do nothing returning id)
         insert into contact (id, recipient_id, channel, address, address_hash, verified_at)
         select a.contact, a.id, 'EMAIL', a.locked, a.hash, a.at from a join made on made.id = a.id`,
        [JSON.stringify(rows)],
      );
    }
  }
}

/** As lockText() did when this migration was written. */
function lock(secret: string, owner: string, text: string): string {
  const nonce = randomBytes(12);
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'lockText', 32));
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
  const locked = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), locked]).toString('base64url');
}
