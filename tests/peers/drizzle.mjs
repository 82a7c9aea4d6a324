// SPDX-License-Identifier: Apache-2.0
// usage: node drizzle.mjs NODE_MODULES DATABASE FOLDER [PACKAGE]; the server is in PGHOST
import { createRequire } from 'node:module';
const require = createRequire(process.argv[2] + '/');
const { Client } = require('pg');
const release = process.argv[5] ?? 'drizzle-orm';
const { drizzle } = require(`${release}/node-postgres`);
const { migrate } = require(`${release}/node-postgres/migrator`);

const client = new Client({ host: process.env.PGHOST, user: 'postgres', database: process.argv[3] });
await client.connect();
await migrate(release === 'drizzle-orm' ? drizzle(client) : drizzle({ client }), { migrationsFolder: process.argv[4] });
await client.end();
