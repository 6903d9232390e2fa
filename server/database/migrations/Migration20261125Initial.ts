import { Migration } from '@mikro-orm/migrations';

export class Migration20261125Initial extends Migration {
  override up(): void {}
  override down(): void {}
}
