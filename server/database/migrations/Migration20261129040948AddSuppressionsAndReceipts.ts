import { createHmac } from 'node:crypto';
import { Migration } from '@mikro-orm/migrations';

/**
 * Tokens by which receipts name deliveries, made by a function of the database for every row that is written, and the
 * hashes of the addresses of accounts, which were not kept before there were suppressions.
 */
export class Migration20261129040948AddSuppressionsAndReceipts extends Migration {

  override name = 'Migration20261129040948AddSuppressionsAndReceipts';

  override async up(): Promise<void> {
    await this.hashAddresses();
    this.addSql(`create table "receipt_count" ("day" date not null, "channel" text not null, "outcome" text not null, "count" int not null, primary key ("day", "channel", "outcome"));`);

    this.addSql(`create table "delivery_receipt" ("id" uuid not null, "delivery_message_id" uuid not null, "delivery_contact_id" uuid not null, "state" text not null, "code" text null, "has_changed" boolean not null, "at" timestamptz not null, primary key ("id"));`);
    this.addSql(`create index "delivery_receipt_delivery_message_id_delivery_contact_id_index" on "delivery_receipt" ("delivery_message_id", "delivery_contact_id");`);

    this.addSql(`create table "suppression" ("channel" text not null, "address_hash" text not null, "because" text not null, "at" timestamptz not null, primary key ("channel", "address_hash"));`);

    this.addSql(`create index "contact_address_hash_index" on "contact" ("address_hash");`);

    // Each of the 16 bytes of a random UUID gives a letter; a subquery that is no constant, so each call makes a new one.
    this.addSql(`
      create function new_delivery_token() returns text language sql volatile as $$
        select string_agg(substr('abcdefghijklmnopqrstuvwxyz234567', 1 + (get_byte(r.bytes, n) & 31), 1), '')
        from (select uuid_send(gen_random_uuid()) as bytes offset 0) r cross join generate_series(0, 15) n
      $$;`);
    this.addSql(`alter table "delivery" add "token" text not null default new_delivery_token();`);
    this.addSql(`create index delivery_sent_index on delivery (channel, sent_at) where state = 'SENT' and channel <> 'INBOX';`);
    this.addSql(`alter table "delivery" add constraint "delivery_token_unique" unique ("token");`);

    this.addSql(`alter table "delivery_receipt" add constraint "delivery_receipt_delivery_message_id_delivery_co_f035e_foreign" foreign key ("delivery_message_id", "delivery_contact_id") references "delivery" ("message_id", "contact_id") on update cascade on delete cascade;`);
    this.addSql(`alter table "delivery_receipt" add constraint "delivery_receipt_state_check" check ("state" in ('DELIVERED', 'FAILED', 'NOTE'));`);

    this.addSql(`alter table "suppression" add constraint "suppression_because_check" check ("because" in ('BOUNCED', 'STOPPED'));`);
  }

  /** Keyed hashes are made here, because the database does not know the algorithm. */
  private async hashAddresses(): Promise<void> {
    const [installation] = await this.execute('select secret from installation');
    const accounts = await this.execute(`
      select c.id, p.email from contact c join person p on p.id = c.recipient_id where c.channel = 'EMAIL'`);
    for (let from = 0; from < accounts.length; from += 10_000) {
      const rows = accounts.slice(from, from + 10_000).map(({ id, email }) => ({
        id,
        hash: createHmac('sha256', String(installation?.secret)).update(String(email)).digest('base64url'),
      }));
      await this.execute(
        `update contact c set address_hash = r.hash from json_to_recordset(?::json) as r(id uuid, hash text) where c.id = r.id`,
        [JSON.stringify(rows)],
      );
    }
  }

}
