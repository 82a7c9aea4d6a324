// SPDX-License-Identifier: Apache-2.0
// usage: node drizzle.mjs NODE_MODULES DATABASE FOLDER; the server is in PGHOST
import { createRequire } from 'node:module';
const require = createRequire(process.argv[2] + '/');
const { Client } = require('pg');
const { drizzle } = require('drizzle-orm/node-postgres');
const { migrate } = require('drizzle-orm/node-postgres/migrator');

const client = new Client({ host: process.env.PGHOST, user: 'postgres', database: process.argv[3] });
await client.connect();
await migrate(drizzle(client), { migrationsFolder: process.argv[4] });
await client.end();
